/** What is wrong with an entry, in words for people. */
import type { z } from 'zod';
import { quoteValue, typeName } from '../../infrastructure/plain-data.ts';
import { closestName, didYouMean, onlyCandidate } from '../../infrastructure/suggest.ts';
import type { ValuePath } from './walk-schema.ts';

export interface EntryProblem {
  readonly severity: 'error' | 'warning';
  /** From the entry: `['data', 'addr']`. */
  readonly path: ValuePath;
  readonly message: string;
  readonly hint?: string;
  /** The problem is the last key of the path, not its value. */
  readonly isKey?: true;
  /** Nothing stands at the path, though something must. */
  readonly isMissing?: true;
  /** What surely was meant: another name for the key, or another text for the value. */
  readonly correction?: string;
}

/** `data.routes[2].path` */
export function formatPath(path: ValuePath): string {
  let text = '';
  for (const part of path) text += typeof part === 'number' ? `[${part}]` : text === '' ? part : `.${part}`;
  return text;
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'an integer',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

/** Messages of the schema library; any other was written by the author of the schema and is kept. */
const defaultMessage = /^(Invalid|Too (small|big)|Unrecognized)/;

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

function limitText(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, value: unknown): string {
  const low = issue.code === 'too_small';
  const limit = low ? issue.minimum : issue.maximum;
  const bound = `${low ? 'at least' : 'at most'} ${String(limit)}`;
  const got = `got ${quoteValue(value)}`;
  if (issue.origin === 'string') return value === '' ? 'must not be empty' : `expected ${bound} characters, ${got}`;
  if (issue.origin === 'array' || issue.origin === 'set') return `expected ${bound} items, ${got}`;
  return `expected ${issue.inclusive === false ? `${low ? 'more than' : 'less than'} ${String(limit)}` : bound}, ${got}`;
}

interface Description {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly correction?: string | undefined;
}

function describe(issue: z.core.$ZodIssue, value: unknown): Description {
  switch (issue.code) {
    case 'invalid_type': {
      if (value === undefined) return { message: 'is required' };
      if (!defaultMessage.test(issue.message)) return { message: issue.message };
      const expected = typeWords[issue.expected] ?? issue.expected;
      return { message: `expected ${expected}, got ${typeName(value)} ${quoteValue(value)}` };
    }
    case 'invalid_value': {
      if (value === undefined) return { message: 'is required' };
      const choices = issue.values.map((item) => quoteValue(item));
      const closest = typeof value === 'string' ? closestName(value, issue.values.map(String)) : undefined;
      const message = `expected ${choices.length > 1 ? 'one of ' : ''}${choices.join(', ')}, got ${quoteValue(value)}`;
      const hint = closest === undefined ? undefined : `Did you mean "${closest}"?`;
      const correction = typeof value === 'string' ? onlyCandidate(value, issue.values.map(String)) : undefined;
      return { message, hint, correction };
    }
    case 'too_small':
    case 'too_big':
      return { message: limitText(issue, value) };
    case 'unrecognized_keys':
      return {
        message: `unknown ${issue.keys.length > 1 ? 'keys' : 'key'} ${issue.keys.map((key) => `"${key}"`).join(', ')}`,
      };
    case 'invalid_format':
      if (!defaultMessage.test(issue.message)) return { message: `${issue.message}, got ${quoteValue(value)}` };
      return { message: `not a valid ${issue.format}: ${quoteValue(value)}` };
    case 'custom': {
      const { hint, correction } = (issue.params ?? {}) as { hint?: unknown; correction?: unknown };
      return {
        message: issue.message,
        ...(typeof hint === 'string' ? { hint } : {}),
        ...(typeof correction === 'string' ? { correction } : {}),
      };
    }
    default:
      return value === undefined
        ? { message: 'is required' }
        : { message: `${issue.message}, got ${quoteValue(value)}` };
  }
}

/** The issue of a union is that of the option that came closest: the one whose issues lie deepest. */
function flattenIssue(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const depth = (issues: readonly z.core.$ZodIssue[]): number => Math.max(...issues.map((item) => item.path.length));
  const best = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
  if (depth(best) === 0) return [issue];
  return best
    .flatMap(flattenIssue)
    .map((item) => ({ ...item, path: [...issue.path, ...item.path] }) as z.core.$ZodIssue);
}

/** The problems of a failed parse of one part (`meta` or `data`) of an entry. */
export function describeIssues(error: z.core.$ZodError, root: string, value: unknown): EntryProblem[] {
  return error.issues.flatMap(flattenIssue).map((issue) => {
    const path = issue.path.filter((part): part is string | number => typeof part !== 'symbol');
    const found = valueAt(value, path);
    const { message, hint, correction } = describe(issue, found);
    return {
      severity: 'error',
      path: [root, ...path],
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(found === undefined ? { isMissing: true } : {}),
      ...(correction === undefined ? {} : { correction }),
    };
  });
}

/** Fields of every entry, which stand beside its data. */
const ENTRY_FIELDS = ['name', 'kind', 'meta'];

/** The warning for a key that the schema does not know. `stray` says where the field belongs, for known mistakes. */
export function unknownKey(path: ValuePath, key: string, known: readonly string[], stray?: string): EntryProblem {
  const names = path.length === 1 && path[0] === 'data' ? [...known, ...ENTRY_FIELDS] : known;
  const hint = stray ?? didYouMean(key, names);
  const correction = stray === undefined ? onlyCandidate(key, names) : undefined;
  return {
    severity: 'warning',
    isKey: true,
    path: [...path, key],
    message: `unknown field "${key}" is ignored`,
    ...(hint === undefined ? {} : { hint }),
    ...(correction === undefined ? {} : { correction }),
  };
}
