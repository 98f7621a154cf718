// biome-ignore-all lint/complexity/noArguments: `arguments.length` tells nil from no value without the cost of a rest array
/** Functions whose results are integers, or keep the subtype of their argument. */

import { argumentError, checkInteger64, checkNumber } from '../../runtime/arguments.ts';
import { lessThan } from '../../runtime/comparison.ts';
import { compareUnsigned64, fromDouble, negate64 } from '../../runtime/int64.ts';
import { toInteger } from '../../runtime/numbers.ts';
import {
  Float,
  float,
  type Int64,
  integer,
  isFloat,
  isInteger,
  isNumber,
  type LuaResult,
  type LuaValue,
  toDouble,
} from '../../runtime/values.ts';

type LuaNumber = number | Float | Int64;

/**
 * An argument as a number. The hot functions below have fixed parameters and pass on how many there were: handing on
 * `arguments` itself would allocate it at every call.
 */
function numberAt(value: LuaValue, position: number, count: number, functionName: string): LuaNumber {
  if (isNumber(value)) return value;
  const args: LuaValue[] = [];
  if (count >= position) args[position - 1] = value;
  return checkNumber(args, position, functionName);
}

/** A float that is a whole number as an integer where 64 bits hold it, otherwise as the float it is. */
export function wholeNumber(n: number): LuaNumber {
  if (Number.isSafeInteger(n)) return n + 0;
  return n >= -(2 ** 63) && n < 2 ** 63 ? fromDouble(n) : n;
}

/** `math.floor(x)`. */
export function floor(x: LuaValue): LuaResult {
  if (typeof x === 'number') {
    const down = Math.floor(x);
    if (Number.isSafeInteger(down)) return down;
  }
  if (x instanceof Float) return wholeNumber(Math.floor(x.n));
  const value = numberAt(x, 1, arguments.length, 'math.floor');
  return isInteger(value) ? value : wholeNumber(Math.floor(toDouble(value)));
}

/** `math.ceil(x)`. */
export function ceil(x: LuaValue): LuaResult {
  if (typeof x === 'number') {
    const up = Math.ceil(x);
    if (Number.isSafeInteger(up)) return up + 0;
  }
  if (x instanceof Float) return wholeNumber(Math.ceil(x.n));
  const value = numberAt(x, 1, arguments.length, 'math.ceil');
  return isInteger(value) ? value : wholeNumber(Math.ceil(toDouble(value)));
}

/** `math.abs(x)`: the smallest integer stays as it is, for want of a positive one. */
export function abs(x: LuaValue): LuaResult {
  if (typeof x === 'number') return x < 0 ? -x : x;
  const value = numberAt(x, 1, arguments.length, 'math.abs');
  // PUC takes strings for floats here.
  if (typeof x !== 'string' && isInteger(value)) {
    if (typeof value === 'number') return Math.abs(value);
    return value.high < 0 ? negate64(value) : value;
  }
  return float(Math.abs(toDouble(value)));
}

/** `math.modf(x)`: the part towards zero and the rest. */
export function modf(...args: LuaValue[]): LuaResult {
  const x = args[0];
  if (isInteger(x)) return [x, new Float(0)];
  const n = toDouble(checkNumber(args, 1, 'math.modf'));
  const whole = Math.trunc(n);
  return [wholeNumber(whole), float(Number.isFinite(n) || Number.isNaN(n) ? n - whole : 0)];
}

/** `math.fmod(x, y)`: the rest of a division towards zero. */
export function fmod(...args: LuaValue[]): LuaResult {
  const [x, y] = args;
  if (isInteger(x) && isInteger(y)) {
    if (y === 0) throw argumentError(2, 'math.fmod', 'zero');
    if (typeof x === 'number' && typeof y === 'number') return (x % y) + 0;
    return integer(checkInteger64(args, 1, 'math.fmod') % checkInteger64(args, 2, 'math.fmod'));
  }
  const dividend = toDouble(checkNumber(args, 1, 'math.fmod'));
  return float(dividend % toDouble(checkNumber(args, 2, 'math.fmod')));
}

/** `math.tointeger(x)`: the integer of the same value, or nil. */
export function tointeger(...args: LuaValue[]): LuaResult {
  const x = args[0];
  if (isInteger(x)) return x;
  if (args.length === 0) throw argumentError(1, 'math.tointeger', 'value expected');
  return toInteger(x);
}

/** `math.type(x)`: `integer`, `float`, or nil for what is no number. */
export function type(...args: LuaValue[]): LuaResult {
  const x = args[0];
  if (isInteger(x)) return 'integer';
  if (isFloat(x)) return 'float';
  if (args.length === 0) throw argumentError(1, 'math.type', 'value expected');
  return undefined;
}

function checkInt(args: LuaValue[], position: number, functionName: string): number | Int64 {
  const value = args[position - 1];
  return isInteger(value) ? value : integer(checkInteger64(args, position, functionName));
}

/** `math.ult(a, b)`: a < b as unsigned integers. */
export function ult(...args: LuaValue[]): LuaResult {
  return compareUnsigned64(checkInt(args, 1, 'math.ult'), checkInt(args, 2, 'math.ult')) < 0;
}

/** `math.max(x, ...)`. Strings must spell numbers, but are compared as what they are, as in PUC. */
export function max(first: LuaValue, second: LuaValue): LuaResult {
  if (arguments.length === 2 && typeof first === 'number' && typeof second === 'number') {
    return first < second ? second : first;
  }
  const count = arguments.length;
  if (count === 0) throw argumentError(1, 'math.max', 'value expected');
  numberAt(first, 1, count, 'math.max');
  let largest = first;
  for (let position = 2; position <= count; position++) {
    const value = arguments[position - 1] as LuaValue;
    numberAt(value, position, count, 'math.max');
    if (lessThan(largest, value, -1)) largest = value;
  }
  return largest;
}

/** `math.min(x, ...)`. */
export function min(first: LuaValue, second: LuaValue): LuaResult {
  if (arguments.length === 2 && typeof first === 'number' && typeof second === 'number') {
    return second < first ? second : first;
  }
  const count = arguments.length;
  if (count === 0) throw argumentError(1, 'math.min', 'value expected');
  numberAt(first, 1, count, 'math.min');
  let smallest = first;
  for (let position = 2; position <= count; position++) {
    const value = arguments[position - 1] as LuaValue;
    numberAt(value, position, count, 'math.min');
    if (lessThan(value, smallest, -1)) smallest = value;
  }
  return smallest;
}
