/** Functions of policy expressions. */

import { EvaluationError, equal, list, number, text, typeOf, wrongType } from './values.ts';

export type ExpressionFunction = (...args: readonly unknown[]) => unknown;

/** A predicate or mapping in braces, applied to items of a list. */
export type ItemFunction = (item: unknown, index: number) => unknown;

interface Declared {
  /** Least and most number of arguments. */
  readonly arity: readonly [number, number];
  readonly call: ExpressionFunction;
}

const textual = (name: string, call: (value: string) => string): Declared => ({
  arity: [1, 1],
  call: (value) => call(text(value, name)),
});

const binaryText = (name: string, call: (value: string, other: string) => unknown): Declared => ({
  arity: [2, 2],
  call: (value, other) => call(text(value, name), text(other, name)),
});

const numeric = (name: string, call: (value: number) => number): Declared => ({
  arity: [1, 1],
  call: (value) => call(number(value, name)),
});

const numbers = (name: string, args: readonly unknown[]): number[] =>
  args.flatMap((value) => (Array.isArray(value) ? value : [value])).map((value) => number(value, name));

function length(value: unknown): number {
  if (typeof value === 'string') return [...value].length;
  if (Array.isArray(value)) return value.length;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length;
  throw wrongType('len', value);
}

function entries(name: string, value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw wrongType(name, value);
}

function toNumber(name: string, value: unknown): number {
  const result = typeof value === 'string' && value.trim() !== '' ? Number(value) : number(value, name);
  if (Number.isNaN(result)) throw new EvaluationError(`${name}: ${JSON.stringify(value)} is no number`);
  return result;
}

/** Functions of values by name. */
export const FUNCTIONS: Readonly<Record<string, Declared>> = {
  len: { arity: [1, 1], call: length },
  lower: textual('lower', (value) => value.toLowerCase()),
  upper: textual('upper', (value) => value.toUpperCase()),
  trim: textual('trim', (value) => value.trim()),
  trimPrefix: binaryText('trimPrefix', (value, prefix) =>
    value.startsWith(prefix) ? value.slice(prefix.length) : value,
  ),
  trimSuffix: binaryText('trimSuffix', (value, suffix) =>
    suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value,
  ),
  hasPrefix: binaryText('hasPrefix', (value, prefix) => value.startsWith(prefix)),
  hasSuffix: binaryText('hasSuffix', (value, suffix) => value.endsWith(suffix)),
  split: binaryText('split', (value, separator) => value.split(separator)),
  indexOf: binaryText('indexOf', (value, part) => value.indexOf(part)),
  replace: {
    arity: [3, 3],
    call: (value, from, to) => text(value, 'replace').replaceAll(text(from, 'replace'), () => text(to, 'replace')),
  },
  join: {
    arity: [1, 2],
    call: (items, separator = '') =>
      list(items, 'join')
        .map((item) => text(item, 'join'))
        .join(text(separator, 'join')),
  },
  abs: numeric('abs', Math.abs),
  ceil: numeric('ceil', Math.ceil),
  floor: numeric('floor', Math.floor),
  round: numeric('round', Math.round),
  int: { arity: [1, 1], call: (value) => Math.trunc(toNumber('int', value)) },
  float: { arity: [1, 1], call: (value) => toNumber('float', value) },
  string: { arity: [1, 1], call: (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)) },
  type: { arity: [1, 1], call: typeOf },
  max: { arity: [1, 99], call: (...args) => Math.max(...numbers('max', args)) },
  min: { arity: [1, 99], call: (...args) => Math.min(...numbers('min', args)) },
  first: { arity: [1, 1], call: (items) => list(items, 'first')[0] },
  last: { arity: [1, 1], call: (items) => list(items, 'last').at(-1) },
  keys: { arity: [1, 1], call: (map) => Object.keys(entries('keys', map)) },
  values: { arity: [1, 1], call: (map) => Object.values(entries('values', map)) },
  uniq: {
    arity: [1, 1],
    call: (items) =>
      list(items, 'uniq').filter((item, index, all) => all.findIndex((other) => equal(other, item)) === index),
  },
};

/** Functions over lists by name; they get the list and what is in the braces. */
export const LIST_FUNCTIONS: Readonly<Record<string, (items: readonly unknown[], each: ItemFunction) => unknown>> = {
  all: (items, each) => items.every((item, index) => holds(each(item, index))),
  any: (items, each) => items.some((item, index) => holds(each(item, index))),
  none: (items, each) => !items.some((item, index) => holds(each(item, index))),
  one: (items, each) => items.filter((item, index) => holds(each(item, index))).length === 1,
  count: (items, each) => items.filter((item, index) => holds(each(item, index))).length,
  filter: (items, each) => items.filter((item, index) => holds(each(item, index))),
  map: (items, each) => items.map((item, index) => each(item, index)),
  find: (items, each) => items.find((item, index) => holds(each(item, index))),
  findIndex: (items, each) => items.findIndex((item, index) => holds(each(item, index))),
};

function holds(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw wrongType('a predicate', value);
}
