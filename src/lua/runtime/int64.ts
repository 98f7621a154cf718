/**
 * Integer operations on the 32-bit halves of 64-bit integers, wrapping modulo 2^64. Operands and results are Lua
 * integers: raw numbers in the safe range, `Int64` beyond. BigInt is left to rare divisions: it is several times slower.
 */

import { Int64, int64, integer, type LuaValue, toBigInt } from './values.ts';

export type Integer = number | Int64;

const TWO_32 = 0x1_0000_0000;

/** True for integers, raw or not; floats and everything else are none. */
export function isInt(value: LuaValue): value is Integer {
  return typeof value === 'number' ? Number.isSafeInteger(value) : value instanceof Int64;
}

/** Bits 32-63 of an integer, as int32. */
export function highOf(value: Integer): number {
  return typeof value === 'number' ? Math.floor(value / TWO_32) | 0 : value.high;
}

/** Bits 0-31, as int32. */
export function lowOf(value: Integer): number {
  return typeof value === 'number' ? value | 0 : value.low;
}

/** A double with an integral value from -2^63 to 2^63-1 as the integer. */
export function fromDouble(n: number): Integer {
  return Number.isSafeInteger(n) ? n + 0 : int64(Math.floor(n / TWO_32) | 0, n | 0);
}

export function add64(left: Integer, right: Integer): Integer {
  const addend = lowOf(left);
  const low = (addend + lowOf(right)) | 0;
  // The sum of the low halves is smaller than either where it has a carry.
  return int64((highOf(left) + highOf(right) + (low >>> 0 < addend >>> 0 ? 1 : 0)) | 0, low);
}

export function subtract64(left: Integer, right: Integer): Integer {
  const a = lowOf(left);
  const b = lowOf(right);
  return int64((highOf(left) - highOf(right) - (a >>> 0 < b >>> 0 ? 1 : 0)) | 0, (a - b) | 0);
}

export function negate64(value: Integer): Integer {
  return subtract64(0, value);
}

export function multiply64(left: Integer, right: Integer): Integer {
  const a = lowOf(left);
  const b = lowOf(right);
  const high = highOfProduct(a, b) + Math.imul(highOf(left), b) + Math.imul(a, highOf(right));
  return int64(high | 0, Math.imul(a, b));
}

/** Bits 32-63 of the product of two unsigned halves, by digits of 16 bits. */
export function highOfProduct(a: number, b: number): number {
  const outer = Math.imul(a >>> 16, b & 0xffff);
  const inner = Math.imul(a & 0xffff, b >>> 16);
  const last = Math.imul(a & 0xffff, b & 0xffff) >>> 16;
  const carry = (last + (outer & 0xffff) + (inner & 0xffff)) >>> 16;
  return (Math.imul(a >>> 16, b >>> 16) + (outer >>> 16) + (inner >>> 16) + carry) | 0;
}

/** `<<`; negative counts shift to the right, zeros come in at either end. */
export function shiftLeft64(value: Integer, count: number): Integer {
  if (count <= -64 || count >= 64) return 0;
  const high = highOf(value);
  const low = lowOf(value);
  if (count >= 32) return int64(low << (count - 32), 0);
  if (count > 0) return int64((high << count) | (low >>> (32 - count)), low << count);
  if (count === 0) return value;
  if (count <= -32) return int64(0, (high >>> (-count - 32)) | 0);
  return int64(high >>> -count, (low >>> -count) | (high << (32 + count)));
}

/** Divisors with which the quotient of a digit of 16 bits after a rest is exact in doubles. */
const MAX_DIVISOR = 2 ** 36;

/** The quotient, rounded down. The divisor is not 0. */
export function quotient64(left: Integer, right: Integer): Integer {
  if (typeof right !== 'number' || right < 0 || right > MAX_DIVISOR) {
    const a = toBigInt(left);
    const b = toBigInt(right);
    const quotient = a / b;
    return integer(a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient);
  }
  const high = highOf(left);
  const low = lowOf(left);
  const first = Math.floor(high / right);
  const middle = (high - first * right) * 0x1_0000 + (low >>> 16);
  const second = Math.floor(middle / right);
  const last = (middle - second * right) * 0x1_0000 + (low & 0xffff);
  return int64(first, (second << 16) | Math.floor(last / right));
}

/** The rest, with the sign of the divisor, which is not 0. */
export function modulo64(left: Integer, right: Integer): Integer {
  if (typeof right !== 'number' || right < 0 || right > MAX_DIVISOR) {
    const b = toBigInt(right);
    const rest = toBigInt(left) % b;
    return integer(rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest);
  }
  const low = lowOf(left);
  const middle = rest(highOf(left), right) * 0x1_0000 + (low >>> 16);
  return rest(rest(middle, right) * 0x1_0000 + (low & 0xffff), right);
}

/** `dividend` up to 2^52, `divisor` positive. V8's own `%` of doubles is a slow call. */
function rest(dividend: number, divisor: number): number {
  return dividend - Math.floor(dividend / divisor) * divisor;
}

/** -1, 0 or 1. */
export function compare64(left: Integer, right: Integer): number {
  const a = highOf(left);
  const b = highOf(right);
  if (a !== b) return a < b ? -1 : 1;
  return compareUnsigned(lowOf(left), lowOf(right));
}

/** As unsigned integers: -1, 0 or 1. */
export function compareUnsigned64(left: Integer, right: Integer): number {
  return compareUnsigned(highOf(left), highOf(right)) || compareUnsigned(lowOf(left), lowOf(right));
}

function compareUnsigned(left: number, right: number): number {
  return left >>> 0 < right >>> 0 ? -1 : left === right ? 0 : 1;
}

/** An integer beyond the safe range and a double by their exact values: -1, 0 or 1, NaN where the double is NaN. */
export function compareWithDouble(left: Int64, right: number): number {
  const rounded = left.high * TWO_32 + (left.low >>> 0);
  // Only doubles next to each other can be told apart wrongly by rounding, and these are the same.
  if (rounded !== right) return rounded < right ? -1 : rounded > right ? 1 : Number.NaN;
  return right >= 2 ** 63 ? -1 : compare64(left, fromDouble(right));
}
