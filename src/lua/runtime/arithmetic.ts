/**
 * Arithmetic, bitwise and length operators with all their cases: mixed subtypes, 64-bit wrap-around, strings that spell
 * numbers, metamethods. Emitted code does the common cases itself and calls these for the rest. Rules: manual, 3.4.1-3.4.3.
 */

import { single } from './access.ts';
import { call } from './call.ts';
import { arithmeticError, bitwiseError, lengthError, siteError } from './errors.ts';
import { metafield, metamethod } from './metatables.ts';
import { toInteger64, toNumber } from './numbers.ts';
import { rawLength } from './table.ts';
import {
  type Float,
  float,
  Int64,
  integer,
  type LuaResult,
  LuaTable,
  type LuaValue,
  toBigInt,
  toDouble,
} from './values.ts';

type LuaNumber = number | Float | Int64;

function isIntegerNumber(value: LuaNumber): value is number | Int64 {
  return typeof value === 'number' ? Number.isSafeInteger(value) : value instanceof Int64;
}

/** Calls the metamethod of either operand, or throws. */
function overload(event: string, left: LuaValue, right: LuaValue, site: number, bitwise = false): LuaResult {
  const handler = metamethod(left, event) ?? metamethod(right, event);
  if (handler !== undefined) return single(call(handler, [left, right]));
  if (bitwise) {
    throw bitwiseError(site, numeric(left), numeric(right));
  }
  throw arithmeticError(site, numeric(left), numeric(right));
}

/** For blame: a string that spells a number counts as one. */
function numeric(value: LuaValue): LuaValue {
  return typeof value === 'string' ? (toNumber(value) ?? value) : value;
}

/** Integers with which emitted code computes at once though they are no int32: eight of them add up to a safe one. */
export function whole(value: number): boolean {
  return Math.floor(value) === value && value <= 2 ** 49 && value >= -(2 ** 49);
}

export function add(left: LuaValue, right: LuaValue, site: number): LuaResult {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
      return Number.isSafeInteger(sum) ? sum : integer(BigInt(left) + BigInt(right));
    }
    return float(sum);
  }
  const a = toNumber(left);
  const b = toNumber(right);
  if (a === undefined || b === undefined) return overload('__add', left, right, site);
  if (isIntegerNumber(a) && isIntegerNumber(b)) return integer(toBigInt(a) + toBigInt(b));
  return float(toDouble(a) + toDouble(b));
}

export function sub(left: LuaValue, right: LuaValue, site: number): LuaResult {
  if (typeof left === 'number' && typeof right === 'number') {
    const difference = left - right;
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
      return Number.isSafeInteger(difference) ? difference : integer(BigInt(left) - BigInt(right));
    }
    return float(difference);
  }
  const a = toNumber(left);
  const b = toNumber(right);
  if (a === undefined || b === undefined) return overload('__sub', left, right, site);
  if (isIntegerNumber(a) && isIntegerNumber(b)) return integer(toBigInt(a) - toBigInt(b));
  return float(toDouble(a) - toDouble(b));
}

export function mul(left: LuaValue, right: LuaValue, site: number): LuaResult {
  if (typeof left === 'number' && typeof right === 'number') {
    const product = left * right;
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
      // `+ 0` turns the -0 of `0 * -1` into the integer 0.
      return Number.isSafeInteger(product) ? product + 0 : integer(BigInt(left) * BigInt(right));
    }
    return float(product);
  }
  const a = toNumber(left);
  const b = toNumber(right);
  if (a === undefined || b === undefined) return overload('__mul', left, right, site);
  if (isIntegerNumber(a) && isIntegerNumber(b)) return integer(toBigInt(a) * toBigInt(b));
  return float(toDouble(a) * toDouble(b));
}

export function div(left: LuaValue, right: LuaValue, site: number): LuaResult {
  if (typeof left === 'number' && typeof right === 'number') return float(left / right);
  const a = toNumber(left);
  const b = toNumber(right);
  if (a === undefined || b === undefined) return overload('__div', left, right, site);
  return float(toDouble(a) / toDouble(b));
}

/** Lua's float modulo: the result has the sign of the divisor (`luai_nummod`). */
export function floatModulo(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

/**
 * Up to here, positive and negative, a quotient's `floor` times the divisor is exact; the quotient may have been rounded
 * up to the next integer, never down.
 */
const MAX_DIVIDEND = 2 ** 52;

/** Integers whose quotient can be computed with doubles; V8's own `%` of large ones is a slow call. */
function divides(left: LuaValue, right: LuaValue): boolean {
  return (
    typeof left === 'number' &&
    typeof right === 'number' &&
    right > 0 &&
    right <= 2 ** 31 &&
    left <= MAX_DIVIDEND &&
    left >= -MAX_DIVIDEND &&
    Math.floor(left) === left &&
    Math.floor(right) === right
  );
}

export function mod(left: LuaValue, right: LuaValue, site: number): LuaResult {
  if (divides(left, right)) {
    const rest = (left as number) - Math.floor((left as number) / (right as number)) * (right as number);
    return rest < 0 ? rest + (right as number) : rest;
  }
  const a = typeof left === 'number' ? left : toNumber(left);
  const b = typeof right === 'number' ? right : toNumber(right);
  if (a === undefined || b === undefined) return overload('__mod', left, right, site);
  if (isIntegerNumber(a) && isIntegerNumber(b)) {
    if (b === 0) throw siteError(site, `attempt to perform 'n%0'`);
    if (typeof a === 'number' && typeof b === 'number') {
      const rest = a % b;
      return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest + 0;
    }
    const x = toBigInt(a);
    const y = toBigInt(b);
    const rest = x % y;
    return integer(rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest);
  }
  return float(floatModulo(toDouble(a), toDouble(b)));
}

export function idiv(left: LuaValue, right: LuaValue, site: number): LuaResult {
  if (divides(left, right)) {
    const quotient = Math.floor((left as number) / (right as number));
    return (quotient * (right as number) > (left as number) ? quotient - 1 : quotient) + 0;
  }
  const a = typeof left === 'number' ? left : toNumber(left);
  const b = typeof right === 'number' ? right : toNumber(right);
  if (a === undefined || b === undefined) return overload('__idiv', left, right, site);
  if (isIntegerNumber(a) && isIntegerNumber(b)) {
    if (b === 0) throw siteError(site, `attempt to divide by zero`);
    if (typeof a === 'number' && typeof b === 'number') {
      const rest = a % b;
      const quotient = (a - rest) / b;
      return (rest !== 0 && rest < 0 !== b < 0 ? quotient - 1 : quotient) + 0;
    }
    const x = toBigInt(a);
    const y = toBigInt(b);
    const quotient = x / y;
    return integer(x % y !== 0n && x < 0n !== y < 0n ? quotient - 1n : quotient);
  }
  return float(Math.floor(toDouble(a) / toDouble(b)));
}

export function pow(left: LuaValue, right: LuaValue, site: number): LuaResult {
  const a = typeof left === 'number' ? left : toNumber(left);
  const b = typeof right === 'number' ? right : toNumber(right);
  if (a === undefined || b === undefined) return overload('__pow', left, right, site);
  return float(power(toDouble(a), toDouble(b)));
}

/** C's `pow`, which gives 1 for 1^NaN and (-1)^±inf where JavaScript gives NaN. */
export function power(a: number, b: number): number {
  if (a === 1 || (a === -1 && (b === Infinity || b === -Infinity))) return 1;
  return a ** b;
}

export function unm(value: LuaValue, site: number): LuaResult {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 0 - value : -value;
  const a = toNumber(value);
  if (a === undefined) return overload('__unm', value, value, site);
  if (isIntegerNumber(a)) return integer(-toBigInt(a));
  return float(-toDouble(a));
}

/** Bits 32-63 of a safe integer, as an int32 (its sign included); the low bits are `value >>> 0`. */
function high(value: number): number {
  return Math.floor(value / 4294967296);
}

/** The integer with these halves. */
function join(top: number, low: number): number | Int64 {
  const value = top * 4294967296 + (low >>> 0);
  return Number.isSafeInteger(value) ? value : integer(BigInt(value));
}

/** Both are integers that need no 64-bit arithmetic. */
function areSafe(left: LuaValue, right: LuaValue): boolean {
  return (
    typeof left === 'number' && typeof right === 'number' && Number.isSafeInteger(left) && Number.isSafeInteger(right)
  );
}

export function band(left: LuaValue, right: LuaValue, site: number): LuaResult {
  if (areSafe(left, right)) {
    const x = left as number;
    const y = right as number;
    return join(high(x) & high(y), x & y);
  }
  const a = toInteger64(left);
  const b = toInteger64(right);
  if (a === undefined || b === undefined) return overload('__band', left, right, site, true);
  return integer(a & b);
}

export function bor(left: LuaValue, right: LuaValue, site: number): LuaResult {
  if (areSafe(left, right)) {
    const x = left as number;
    const y = right as number;
    return join(high(x) | high(y), x | y);
  }
  const a = toInteger64(left);
  const b = toInteger64(right);
  if (a === undefined || b === undefined) return overload('__bor', left, right, site, true);
  return integer(a | b);
}

export function bxor(left: LuaValue, right: LuaValue, site: number): LuaResult {
  if (areSafe(left, right)) {
    const x = left as number;
    const y = right as number;
    return join(high(x) ^ high(y), x ^ y);
  }
  const a = toInteger64(left);
  const b = toInteger64(right);
  if (a === undefined || b === undefined) return overload('__bxor', left, right, site, true);
  return integer(a ^ b);
}

/** Logical shift; negative counts shift the other way, 64 and more give 0. */
export function shiftLeft(value: bigint, count: bigint): bigint {
  if (count <= -64n || count >= 64n) return 0n;
  return count >= 0n ? BigInt.asIntN(64, value << count) : BigInt.asUintN(64, value) >> -count;
}

/** A shift of a safe integer that needs no 64-bit arithmetic, otherwise NaN. Negative counts shift to the right. */
function shiftSafely(value: number, count: number): number {
  if (count >= 64 || count <= -64) return 0;
  if (count >= 0) {
    const shifted = value * 2 ** count;
    return Number.isSafeInteger(shifted) ? shifted : Number.NaN;
  }
  if (value >= 0) return Math.floor(value / 2 ** -count);
  if (count <= -32) return (high(value) >>> 0) >>> (-count - 32);
  // Below 11 places the result has more than 53 bits.
  return count <= -11 ? (high(value) >>> 0) * 2 ** (32 + count) + ((value >>> 0) >>> -count) : Number.NaN;
}

export function shl(left: LuaValue, right: LuaValue, site: number): LuaResult {
  if (areSafe(left, right)) {
    const shifted = shiftSafely(left as number, right as number);
    if (shifted === shifted) return shifted;
  }
  const a = toInteger64(left);
  const b = toInteger64(right);
  if (a === undefined || b === undefined) return overload('__shl', left, right, site, true);
  return integer(shiftLeft(a, b));
}

export function shr(left: LuaValue, right: LuaValue, site: number): LuaResult {
  if (areSafe(left, right)) {
    const shifted = shiftSafely(left as number, -(right as number));
    if (shifted === shifted) return shifted;
  }
  const a = toInteger64(left);
  const b = toInteger64(right);
  if (a === undefined || b === undefined) return overload('__shr', left, right, site, true);
  return integer(shiftLeft(a, -b));
}

export function bnot(value: LuaValue, site: number): LuaResult {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value < Number.MAX_SAFE_INTEGER) return -1 - value;
  const a = toInteger64(value);
  if (a === undefined) return overload('__bnot', value, value, site, true);
  return integer(~a);
}

export function length(value: LuaValue, site: number): LuaResult {
  if (typeof value === 'string') return value.length;
  if (value instanceof LuaTable) {
    const handler = value.$t === undefined ? undefined : metafield(value.$t, '__len');
    return handler === undefined ? rawLength(value) : single(call(handler, [value, value]));
  }
  const handler = metamethod(value, '__len');
  if (handler === undefined) throw lengthError(site, value);
  return single(call(handler, [value, value]));
}
