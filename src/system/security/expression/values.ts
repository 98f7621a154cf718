/** Operations of policy expressions on host values. A value of the wrong type is an error, which makes the policy not apply. */

import { compileRegularExpression, type RegularExpression } from '../patterns.ts';

/** Why an expression has no value. It never leaves this folder's caller. */
export class EvaluationError extends Error {}

export function wrongType(what: string, value: unknown): EvaluationError {
  return new EvaluationError(`${what} does not take ${typeOf(value)}`);
}

export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'nil';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'bigint') return 'number';
  return typeof value === 'object' ? 'map' : typeof value;
}

export function boolean(value: unknown, what: string): boolean {
  if (typeof value === 'boolean') return value;
  throw wrongType(what, value);
}

export function number(value: unknown, what: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  throw wrongType(what, value);
}

export function text(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw wrongType(what, value);
}

export function list(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw wrongType(what, value);
}

/** A member of a map, an item of a list (negative: from its end), or nil. */
export function member(object: unknown, key: unknown): unknown {
  if (Array.isArray(object)) return object.at(number(key, 'an index'));
  if (typeof object === 'string') return object.at(number(key, 'an index'));
  if (typeof object !== 'object' || object === null) {
    throw new EvaluationError(`cannot fetch ${String(key)} from ${typeOf(object)}`);
  }
  // What every object of the host inherits is no member.
  const name = String(key);
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;
}

export function equal(left: unknown, right: unknown): boolean {
  if (left === null || left === undefined) return right === null || right === undefined;
  const numeric = typeof left === 'bigint' || typeof right === 'bigint';
  // biome-ignore lint/suspicious/noDoubleEquals: a big integer and a number may be the same
  if (numeric && typeof left !== 'string' && typeof right !== 'string') return left == right;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => equal(item, right[index]));
  }
  return left === right;
}

/** Below zero, zero, or above, for two numbers or two texts. */
export function compare(left: unknown, right: unknown, what: string): number {
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return number(left, what) - number(right, what);
}

/** Whether a list has the item, or a map the key. */
export function isIn(item: unknown, collection: unknown): boolean {
  if (collection === null || collection === undefined) return false;
  if (Array.isArray(collection)) return collection.some((candidate) => equal(candidate, item));
  if (typeof collection === 'object') return Object.hasOwn(collection, text(item, 'in'));
  throw wrongType('in', collection);
}

export function add(left: unknown, right: unknown): unknown {
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  return number(left, '+') + number(right, '+');
}

export function remainder(left: unknown, right: unknown): number {
  const divisor = number(right, '%');
  if (divisor === 0) throw new EvaluationError('integer divide by zero');
  return number(left, '%') % divisor;
}

const MAXIMUM_RANGE = 1_000_000;

export function range(first: unknown, last: unknown): number[] {
  const [from, to] = [number(first, '..'), number(last, '..')];
  if (to - from >= MAXIMUM_RANGE) throw new EvaluationError('the range is too long');
  return to < from ? [] : Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** @param compiled where the pattern is known in advance. */
export function matches(value: unknown, pattern: unknown, compiled: RegularExpression | null): boolean {
  const subject = text(value, 'matches');
  return (compiled ?? compileRegularExpression(text(pattern, 'matches'))).test(subject);
}
