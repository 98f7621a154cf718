/** The filters of `registry list`. */
import type { Entry } from '../../core/registry/entry.ts';
import { parseEntryId } from '../../core/registry/entry-id.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

export interface EntryFilter {
  /** Globs: `*` stands for any text. */
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** `field=value`, `field~regex`, `field*part`, `field^prefix` or `field$suffix`. */
  readonly meta?: readonly string[];
}

type Test = (entry: Entry) => boolean;

/** The entries that pass all filters. Throws Invalid for a malformed metadata filter. */
export function filterEntries(entries: readonly Entry[], filter: EntryFilter): Entry[] {
  const tests: Test[] = [];
  const { kind, namespace, name } = filter;
  if (kind !== undefined) tests.push(withGlob(kind, (entry) => entry.kind));
  if (namespace !== undefined) tests.push(withGlob(namespace, (entry) => parseEntryId(entry.id).namespace));
  if (name !== undefined) tests.push(withGlob(name, (entry) => parseEntryId(entry.id).name));
  for (const text of filter.meta ?? []) tests.push(metaTest(text));
  return entries.filter((entry) => tests.every((test) => test(entry)));
}

function withGlob(pattern: string, text: (entry: Entry) => string): Test {
  const parts = pattern.split('*');
  return (entry) => matchesGlob(parts, text(entry));
}

/** Greedy matching from the left; linear, so that a pattern with many stars cannot hang. */
function matchesGlob(parts: readonly string[], text: string): boolean {
  if (parts.length === 1) return text === parts[0];
  const [first, last] = [parts[0], parts[parts.length - 1]];
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let position = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, position);
    if (found === -1 || found + part.length > end) return false;
    position = found + part.length;
  }
  return true;
}

const OPERATORS: Readonly<Record<string, (actual: string, wanted: string) => boolean>> = {
  '=': (actual, wanted) => actual === wanted,
  '*': (actual, wanted) => actual.includes(wanted),
  '^': (actual, wanted) => actual.startsWith(wanted),
  $: (actual, wanted) => actual.endsWith(wanted),
};

/** The first operator in the text counts, so that a value may contain the others. */
function metaTest(text: string): Test {
  const match = /^([^=~*^$]+)([=~*^$])(.*)$/s.exec(text);
  if (match === null) {
    throw invalid(
      `invalid --meta "${text}"`,
      'Write field=value, field~regex, field*part, field^prefix or field$suffix.',
    );
  }
  const [, field, operator, wanted] = match;
  if (operator === '~') {
    const expression = compile(text, wanted);
    return (entry) => metaTexts(entry, field).some((item) => expression.test(item));
  }
  return (entry) => metaTexts(entry, field).some((item) => OPERATORS[operator](item, wanted));
}

/** The value of a field, or the items of a list, as texts. */
function metaTexts(entry: Entry, field: string): string[] {
  if (!Object.hasOwn(entry.meta, field)) return [];
  const value = entry.meta[field];
  return (Array.isArray(value) ? value : [value]).map((item) =>
    typeof item === 'string' ? item : JSON.stringify(item),
  );
}

function compile(text: string, pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid(`invalid --meta "${text}": ${reason}`, 'Correct the regular expression.');
  }
}

function invalid(message: string, hint: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false, hint });
}
