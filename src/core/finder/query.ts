/**
 * Queries over entries: a map of keys to expected values, all of which must match. Keys: `.kind`, `.name`, `.ns`, `.id`
 * (text with at most one `*`), `meta.f` (equal, or a list that contains all), `~meta.f` (regular expression), `*meta.f`
 * (contains), `^meta.f` (prefix), `$meta.f` (suffix). A key of any other form is reported and does not filter, as in the
 * Go runtime.
 */
import type { RE2JS } from 're2js';
import { deepEqual, type PlainObject, quoteValue } from '../../infrastructure/plain-data.ts';
import { type Entry, parseEntryId } from '../registry/index.ts';

export type Query = PlainObject;
export type EntryFilter = (entry: Entry) => boolean;

export interface QueryCompiler {
  /** Throws on a bad pattern. */
  compileRegex(pattern: string): RE2JS;
  /** A part of the query that does not filter. */
  warn(message: string): void;
}

/** Equality, or a pattern with one `*`. */
function globFilter(pattern: string): (text: string) => boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return (text) => text === pattern;
  const prefix = pattern.slice(0, star);
  const suffix = pattern.slice(star + 1);
  if (suffix.includes('*')) return () => false;
  return (text) => text.length >= prefix.length + suffix.length && text.startsWith(prefix) && text.endsWith(suffix);
}

const rootFields: Readonly<Record<string, (entry: Entry) => string>> = {
  kind: (entry) => entry.kind,
  name: (entry) => parseEntryId(entry.id).name,
  ns: (entry) => parseEntryId(entry.id).namespace,
  id: (entry) => entry.id,
};

function rootFilter(key: string, expected: unknown, compiler: QueryCompiler): EntryFilter | undefined {
  const read = Object.hasOwn(rootFields, key.slice(1)) ? rootFields[key.slice(1)] : undefined;
  if (read === undefined) {
    compiler.warn(`unknown field "${key}" in a query is ignored; known are .kind, .name, .ns, .id`);
    return undefined;
  }
  if (typeof expected !== 'string') {
    compiler.warn(`"${key}" in a query expects a text, got ${quoteValue(expected)}; it is ignored`);
    return undefined;
  }
  const matches = globFilter(expected);
  return (entry) => matches(read(entry));
}

function contains(actual: unknown, text: string): boolean {
  if (typeof actual === 'string') return actual.includes(text);
  return Array.isArray(actual) && actual.some((item) => typeof item === 'string' && item.includes(text));
}

function equals(actual: unknown, expected: unknown): boolean {
  if (!Array.isArray(expected)) return deepEqual(actual, expected);
  return Array.isArray(actual) && expected.every((item) => actual.some((other) => deepEqual(other, item)));
}

type TextTest = (actual: unknown) => boolean;

function metaTest(operator: string, expected: string, compiler: QueryCompiler): TextTest | undefined {
  const onText = (test: (text: string) => boolean): TextTest => {
    return (actual) => typeof actual === 'string' && test(actual);
  };
  if (operator === '*') return (actual) => contains(actual, expected);
  if (operator === '^') return onText((text) => text.startsWith(expected));
  if (operator === '$') return onText((text) => text.endsWith(expected));
  try {
    const regex = compiler.compileRegex(expected);
    return onText((text) => regex.matcher(text).find());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    compiler.warn(`invalid regular expression ${quoteValue(expected)} in a query is ignored: ${reason}`);
    return undefined;
  }
}

function metaFilter(key: string, expected: unknown, compiler: QueryCompiler): EntryFilter | undefined {
  const operator = /^[~*^$]/.test(key) ? key[0] : '';
  const path = key.slice(operator.length);
  if (!path.startsWith('meta.')) {
    compiler.warn(
      `"${key}" in a query is ignored; write "${operator}meta.${path}" for a field of meta or ".${path}" for one of the entry`,
    );
    return undefined;
  }
  const field = path.slice('meta.'.length);
  const read = (entry: Entry): unknown => (Object.hasOwn(entry.meta, field) ? entry.meta[field] : undefined);
  if (operator === '') {
    return (entry) => Object.hasOwn(entry.meta, field) && equals(entry.meta[field], expected);
  }
  if (typeof expected !== 'string') {
    compiler.warn(`"${key}" in a query expects a text, got ${quoteValue(expected)}; it is ignored`);
    return undefined;
  }
  const test = metaTest(operator, expected, compiler);
  return test === undefined ? undefined : (entry) => test(read(entry));
}

/** The filter of a query. */
export function compileQuery(query: Query, compiler: QueryCompiler): EntryFilter {
  const filters: EntryFilter[] = [];
  for (const [key, expected] of Object.entries(query)) {
    const filter = key.startsWith('.') ? rootFilter(key, expected, compiler) : metaFilter(key, expected, compiler);
    if (filter !== undefined) filters.push(filter);
  }
  return (entry) => filters.every((filter) => filter(entry));
}
