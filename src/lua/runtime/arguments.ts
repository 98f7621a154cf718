/**
 * Argument checks for natives, with the messages of PUC Lua's `luaL_check*`. Positions count from 1.
 */

import { argumentError, type LuaError } from './errors.ts';
import { numberToString, parseNumber } from './numbers.ts';
import { typeName } from './type-names.ts';
import {
  type Float,
  Int64,
  isNumber,
  type LuaFunction,
  LuaTable,
  type LuaValue,
  toBigInt,
  toDouble,
  Userdata,
} from './values.ts';

export { argumentError };

/** `bad argument #1 to 'insert' (table expected, got nil)`. Returns the error; the caller throws it. */
export function typeError(
  value: LuaValue,
  position: number,
  functionName: string,
  expected: string,
  present = true,
): LuaError {
  return argumentError(position, functionName, `${expected} expected, got ${present ? typeName(value) : 'no value'}`);
}

function wrong(args: LuaValue[], position: number, functionName: string, expected: string): LuaError {
  return typeError(args[position - 1], position, functionName, expected, args.length >= position);
}

/** Any value, but it must be there. */
export function checkAny(args: LuaValue[], position: number, functionName: string): LuaValue {
  if (args.length < position) throw argumentError(position, functionName, 'value expected');
  return args[position - 1];
}

export function checkTable(args: LuaValue[], position: number, functionName: string): LuaTable {
  const value = args[position - 1];
  if (value instanceof LuaTable) return value;
  throw wrong(args, position, functionName, 'table');
}

export function checkFunction(args: LuaValue[], position: number, functionName: string): LuaFunction {
  const value = args[position - 1];
  if (typeof value === 'function') return value;
  throw wrong(args, position, functionName, 'function');
}

/** Data of userdata that natives take for a string: error values, as in the Go runtime (`string.find(err, "...")`). */
export abstract class StringLike {
  /** A byte string. */
  abstract readonly message: string;
}

/** A byte string; numbers are converted, as everywhere in Lua's library. */
export function checkString(args: LuaValue[], position: number, functionName: string): string {
  const value = args[position - 1];
  if (typeof value === 'string') return value;
  if (isNumber(value)) return numberToString(value);
  if (value instanceof Userdata && value.data instanceof StringLike) return value.data.message;
  throw wrong(args, position, functionName, 'string');
}

export function optionalString<T>(args: LuaValue[], position: number, functionName: string, otherwise: T): string | T {
  return args[position - 1] === undefined ? otherwise : checkString(args, position, functionName);
}

/** A Lua number as it is (integer or float); numeric strings are converted. */
export function checkNumber(args: LuaValue[], position: number, functionName: string): number | Float | Int64 {
  const value = args[position - 1];
  if (isNumber(value)) return value;
  if (typeof value === 'string') {
    const parsed = parseNumber(value);
    if (parsed !== undefined) return parsed;
  }
  throw wrong(args, position, functionName, 'number');
}

/** A number as a double. */
export function checkDouble(args: LuaValue[], position: number, functionName: string): number {
  return toDouble(checkNumber(args, position, functionName));
}

/**
 * An integer as a JavaScript number. Integers beyond ±2^53 come back rounded (enough for positions and lengths);
 * use `checkInteger64` where every bit counts.
 */
export function checkInteger(args: LuaValue[], position: number, functionName: string): number {
  const value = args[position - 1];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  return Number(checkInteger64(args, position, functionName));
}

export function optionalInteger<T>(args: LuaValue[], position: number, functionName: string, otherwise: T): number | T {
  return args[position - 1] === undefined ? otherwise : checkInteger(args, position, functionName);
}

/** An integer with all its 64 bits, signed. */
export function checkInteger64(args: LuaValue[], position: number, functionName: string): bigint {
  const value = checkNumber(args, position, functionName);
  if (value instanceof Int64) return toBigInt(value);
  const double = toDouble(value);
  if (Number.isInteger(double) && double >= -(2 ** 63) && double < 2 ** 63) return BigInt(double);
  throw argumentError(position, functionName, 'number has no integer representation');
}

/** The data of a userdata made with this class; `expected` is the type's name in messages. */
export function checkUserdata<T>(
  args: LuaValue[],
  position: number,
  functionName: string,
  constructor: new (...args: never[]) => T,
  expected: string,
): T {
  const value = args[position - 1];
  if (value instanceof Userdata && value.data instanceof constructor) return value.data;
  throw wrong(args, position, functionName, expected);
}
