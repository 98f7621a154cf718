/**
 * Arithmetic, bitwise and length operators with all their cases: mixed subtypes, 64-bit wrap-around, strings that spell
 * numbers, metamethods. Emitted code does the common cases itself and calls these for the rest. Rules: manual, 3.4.1-3.4.3.
 */

import { single } from './access.ts';
import { call } from './call.ts';
import { arithmeticError, bitwiseError, lengthError, siteError } from './errors.ts';
import {
  add64,
  highOf,
  type Integer,
  isInt,
  lowOf,
  modulo64,
  multiply64,
  negate64,
  quotient64,
  shiftLeft64,
  subtract64,
} from './int64.ts';
import { metafield, metamethod } from './metatables.ts';
import { toInteger, toNumber } from './numbers.ts';
import { rawLength } from './table.ts';
import { float, Int64, int64, type LuaResult, LuaTable, type LuaValue, toDouble } from './values.ts';

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
      return Number.isSafeInteger(sum) ? sum : add64(left, right);
    }
    return float(sum);
  }
  if (isInt(left) && isInt(right)) return add64(left, right);
  const a = toNumber(left);
  const b = toNumber(right);
  if (a === undefined || b === undefined) return overload('__add', left, right, site);
  if (isInt(a) && isInt(b)) return add64(a, b);
  return float(toDouble(a) + toDouble(b));
}

export function sub(left: LuaValue, right: LuaValue, site: number): LuaResult {
  if (typeof left === 'number' && typeof right === 'number') {
    const difference = left - right;
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
      return Number.isSafeInteger(difference) ? difference : subtract64(left, right);
    }
    return float(difference);
  }
  if (isInt(left) && isInt(right)) return subtract64(left, right);
  const a = toNumber(left);
  const b = toNumber(right);
  if (a === undefined || b === undefined) return overload('__sub', left, right, site);
  if (isInt(a) && isInt(b)) return subtract64(a, b);
  return float(toDouble(a) - toDouble(b));
}

export function mul(left: LuaValue, right: LuaValue, site: number): LuaResult {
  if (typeof left === 'number' && typeof right === 'number') {
    const product = left * right;
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
      // `+ 0` turns the -0 of `0 * -1` into the integer 0.
      return Number.isSafeInteger(product) ? product + 0 : multiply64(left, right);
    }
    return float(product);
  }
  if (isInt(left) && isInt(right)) return multiply64(left, right);
  const a = toNumber(left);
  const b = toNumber(right);
  if (a === undefined || b === undefined) return overload('__mul', left, right, site);
  if (isInt(a) && isInt(b)) return multiply64(a, b);
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
  if (left instanceof Int64 && isInt(right) && right !== 0) return modulo64(left, right);
  const a = typeof left === 'number' ? left : toNumber(left);
  const b = typeof right === 'number' ? right : toNumber(right);
  if (a === undefined || b === undefined) return overload('__mod', left, right, site);
  if (isInt(a) && isInt(b)) {
    if (b === 0) throw siteError(site, `attempt to perform 'n%0'`);
    if (typeof a === 'number' && typeof b === 'number') {
      const rest = a % b;
      return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest + 0;
    }
    return modulo64(a, b);
  }
  return float(floatModulo(toDouble(a), toDouble(b)));
}

export function idiv(left: LuaValue, right: LuaValue, site: number): LuaResult {
  if (divides(left, right)) {
    const quotient = Math.floor((left as number) / (right as number));
    return (quotient * (right as number) > (left as number) ? quotient - 1 : quotient) + 0;
  }
  if (left instanceof Int64 && isInt(right) && right !== 0) return quotient64(left, right);
  const a = typeof left === 'number' ? left : toNumber(left);
  const b = typeof right === 'number' ? right : toNumber(right);
  if (a === undefined || b === undefined) return overload('__idiv', left, right, site);
  if (isInt(a) && isInt(b)) {
    if (b === 0) throw siteError(site, `attempt to divide by zero`);
    if (typeof a === 'number' && typeof b === 'number') {
      const rest = a % b;
      const quotient = (a - rest) / b;
      return (rest !== 0 && rest < 0 !== b < 0 ? quotient - 1 : quotient) + 0;
    }
    return quotient64(a, b);
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
  if (isInt(a)) return negate64(a);
  return float(-toDouble(a));
}

/** Operands of a bitwise operator that need a conversion, or have a metamethod. */
function convert(event: string, operation: Bitwise, left: LuaValue, right: LuaValue, site: number): LuaResult {
  const a = toInteger(left);
  const b = toInteger(right);
  return a === undefined || b === undefined ? overload(event, left, right, site, true) : operation(a, b);
}

type Bitwise = (left: Integer, right: Integer) => Integer;

function and64(left: Integer, right: Integer): Integer {
  return int64(highOf(left) & highOf(right), lowOf(left) & lowOf(right));
}

function or64(left: Integer, right: Integer): Integer {
  return int64(highOf(left) | highOf(right), lowOf(left) | lowOf(right));
}

function xor64(left: Integer, right: Integer): Integer {
  return int64(highOf(left) ^ highOf(right), lowOf(left) ^ lowOf(right));
}

function left64(value: Integer, count: Integer): Integer {
  return typeof count === 'number' ? shiftLeft64(value, count) : 0;
}

function right64(value: Integer, count: Integer): Integer {
  return typeof count === 'number' ? shiftLeft64(value, -count) : 0;
}

export function band(left: LuaValue, right: LuaValue, site: number): LuaResult {
  return isInt(left) && isInt(right) ? and64(left, right) : convert('__band', and64, left, right, site);
}

export function bor(left: LuaValue, right: LuaValue, site: number): LuaResult {
  return isInt(left) && isInt(right) ? or64(left, right) : convert('__bor', or64, left, right, site);
}

export function bxor(left: LuaValue, right: LuaValue, site: number): LuaResult {
  return isInt(left) && isInt(right) ? xor64(left, right) : convert('__bxor', xor64, left, right, site);
}

export function shl(left: LuaValue, right: LuaValue, site: number): LuaResult {
  return isInt(left) && isInt(right) ? left64(left, right) : convert('__shl', left64, left, right, site);
}

export function shr(left: LuaValue, right: LuaValue, site: number): LuaResult {
  return isInt(left) && isInt(right) ? right64(left, right) : convert('__shr', right64, left, right, site);
}

export function bnot(value: LuaValue, site: number): LuaResult {
  const a = isInt(value) ? value : toInteger(value);
  return a === undefined ? overload('__bnot', value, value, site, true) : int64(~highOf(a), ~lowOf(a));
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
