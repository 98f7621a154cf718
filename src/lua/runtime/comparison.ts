/** Equality, order and concatenation with all their cases. Rules: manual, 3.4.4 and 3.4.6. */

import { single } from './access.ts';
import { call } from './call.ts';
import { compareError, concatError, LuaError } from './errors.ts';
import { compare64, compareWithDouble } from './int64.ts';
import { metafield, metamethod } from './metatables.ts';
import { numberToString } from './numbers.ts';
import { saveContinuation } from './state.ts';
import {
  Float,
  firstValue,
  Int64,
  isNumber,
  type LuaResult,
  LuaTable,
  type LuaValue,
  SUSPEND,
  toDouble,
  Userdata,
} from './values.ts';

function isTrue(value: LuaResult): boolean {
  const first = firstValue(value);
  return first !== undefined && first !== false;
}

function isFalse(value: LuaResult): boolean {
  return !isTrue(value);
}

/** A metamethod's result as a boolean, or `SUSPEND`. */
function truth(result: LuaResult): LuaResult {
  if (result === SUSPEND) {
    saveContinuation(isTrue);
    return SUSPEND;
  }
  return isTrue(result);
}

/** Equality without metamethods. */
export function rawEquals(left: LuaValue, right: LuaValue): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' && typeof right !== 'object') return false;
  if (left instanceof Int64) {
    if (right instanceof Int64) return left.high === right.high && left.low === right.low;
    return typeof right === 'number' && compareWithDouble(left, right) === 0;
  }
  if (right instanceof Int64) return rawEquals(right, left);
  const a = left instanceof Float ? left.n : left;
  const b = right instanceof Float ? right.n : right;
  return typeof a === 'number' && a === b;
}

/** `left == right`; emitted code has found them not identical and one of them an object. */
export function equals(left: LuaValue, right: LuaValue): LuaResult {
  if (left === right) return true;
  const both =
    (left instanceof LuaTable && right instanceof LuaTable) || (left instanceof Userdata && right instanceof Userdata);
  if (!both) return rawEquals(left, right);
  const handler = equality(left) ?? equality(right);
  return handler === undefined ? false : truth(call(handler, [left, right]));
}

function equality(value: LuaTable | Userdata): LuaValue {
  return value.$t === undefined ? undefined : metafield(value.$t, '__eq');
}

/** Compares an integer beyond the safe range with any number: -1, 0, 1, or NaN where they have no order. */
function compareNumbers(left: number | Float | Int64, right: number | Float | Int64): number {
  if (left instanceof Int64) {
    return right instanceof Int64 ? compare64(left, right) : compareWithDouble(left, toDouble(right));
  }
  if (right instanceof Int64) return -compareWithDouble(right, toDouble(left));
  const a = toDouble(left);
  const b = toDouble(right);
  return a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.NaN;
}

export function lessThan(left: LuaValue, right: LuaValue, site: number): LuaResult {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  if (typeof left === 'string' && typeof right === 'string') return left < right;
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) < 0;
  const handler = metamethod(left, '__lt') ?? metamethod(right, '__lt');
  if (handler === undefined) throw compareError(site, left, right);
  return truth(call(handler, [left, right]));
}

/** `left <= right`; without `__le`, `not (right < left)` as Lua 5.3 does. */
export function lessOrEqual(left: LuaValue, right: LuaValue, site: number): LuaResult {
  if (typeof left === 'number' && typeof right === 'number') return left <= right;
  if (typeof left === 'string' && typeof right === 'string') return left <= right;
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) <= 0;
  const handler = metamethod(left, '__le') ?? metamethod(right, '__le');
  if (handler !== undefined) return truth(call(handler, [left, right]));
  const reverse = metamethod(right, '__lt') ?? metamethod(left, '__lt');
  if (reverse === undefined) throw compareError(site, left, right);
  const result = call(reverse, [right, left]);
  if (result === SUSPEND) {
    saveContinuation(isFalse);
    return SUSPEND;
  }
  return isFalse(result);
}

/** V8's limit for the length of a string is 2^29-24; a string near it would exhaust the heap first. */
const MAX_STRING = 2 ** 28;

function joined(left: string, right: string): string {
  if (left.length + right.length > MAX_STRING) throw LuaError.located('string length overflow');
  return left + right;
}

/** `left .. right`. */
export function concat(left: LuaValue, right: LuaValue, site: number): LuaResult {
  const a = typeof left === 'string' ? left : isNumber(left) ? numberToString(left) : undefined;
  const b = typeof right === 'string' ? right : isNumber(right) ? numberToString(right) : undefined;
  if (a !== undefined && b !== undefined) return joined(a, b);
  const handler = metamethod(left, '__concat') ?? metamethod(right, '__concat');
  if (handler === undefined) throw concatError(site, left, right);
  return single(call(handler, [left, right]));
}
