/**
 * How Lua values are represented in JavaScript.
 *
 * | Lua | JavaScript |
 * |---|---|
 * | nil | `undefined` |
 * | boolean | boolean |
 * | integer | a number that is a safe integer and not -0; beyond ±(2^53-1) an `Int64` |
 * | float | any other number; a float that looks like a safe integer (1.0, -0.0) is a `Float` |
 * | string | a string whose UTF-16 units are bytes (0-255) |
 * | table | `LuaTable` |
 * | function | a JavaScript function that follows the calling convention below |
 * | thread | `Coroutine` |
 * | userdata | `Userdata` |
 *
 * Calling convention: arguments are positional; one result is returned bare, any other number of results as an array
 * (an array of one is allowed). `SUSPEND` as a result means that the callee was suspended: the caller saves its state
 * with the runtime and returns `SUSPEND` too. Argument and result arrays are never changed after they were handed over.
 */

import type { Coroutine } from './coroutine.ts';

export type LuaFunction = (...args: LuaValue[]) => LuaResult;

export type LuaValue =
  | undefined
  | boolean
  | number
  | string
  | Float
  | Int64
  | LuaTable
  | LuaFunction
  | Coroutine
  | Userdata;

/** What a function gives back: one value, or an array of values. */
export type LuaResult = LuaValue | LuaValue[];

/** No values at all: what a function without `return` gives back. */
export const EMPTY: LuaValue[] = [];
Object.freeze(EMPTY);

/** The result that means "suspended". An array, so that the check for several results finds it without cost. */
export const SUSPEND: LuaValue[] = ['suspended'];
Object.freeze(SUSPEND);

const NO_ELEMENTS: LuaValue[] = [];
Object.freeze(NO_ELEMENTS);

/** The array part of every table that has none yet; replaced, never written to. */
export { NO_ELEMENTS };

/**
 * A Lua table. Its string fields that look like identifiers are own properties of the object, so that V8's inline
 * caches serve them; `$` cannot begin a Lua identifier, so the four internal fields cannot be spelled as one.
 * The prototype chain is empty: no field of the host is inherited.
 */
export class LuaTable {
  /** Array part: element i is index i+1; holes are `undefined`, the last element may be. */
  declare $a: LuaValue[];
  /** Everything else; a key with value `undefined` is a deleted one that a traversal may still stand on. */
  declare $m: Map<LuaValue | bigint, LuaValue> | undefined;
  declare $t: LuaTable | undefined;
  /** Number of string fields that were added by dynamic keys; `MAP_MODE` once string keys live in the map. */
  declare $s: number;
  constructor() {
    this.$a = NO_ELEMENTS;
    this.$m = undefined;
    this.$t = undefined;
    this.$s = 0;
  }
}

/** A float whose value looks like a safe integer (or is -0). Immutable. */
export class Float {
  declare readonly n: number;
  constructor(n: number) {
    this.n = n;
  }
}

/**
 * A 64-bit integer beyond the safe range, `high * 2^32 + (low >>> 0)`. Immutable; both halves are int32, which V8 keeps
 * in the object. Made by `int64` and `integer`, which give a number where that holds the integer.
 */
export class Int64 {
  declare readonly high: number;
  declare readonly low: number;
  constructor(high: number, low: number) {
    this.high = high;
    this.low = low;
  }
}

/** A host object that Lua may hold and, through its metatable, use. Lua reaches neither `data` nor `typeName`. */
export class Userdata<T = unknown> {
  declare readonly data: T;
  declare $t: LuaTable | undefined;
  constructor(data: T, metatable: LuaTable | undefined) {
    this.data = data;
    this.$t = metatable;
  }
}

for (const constructor of [LuaTable, Float, Int64, Userdata]) {
  Object.setPrototypeOf(constructor.prototype, null);
  delete (constructor.prototype as { constructor?: unknown }).constructor;
}

/** `$s` of a table whose string keys live in the map. */
export const MAP_MODE = -1;
/** `$s` of a table that was frozen by `table.freeze`: nothing may change it. */
export const FROZEN = -2;

/** A float as a Lua value: boxed only where it looks like an integer. */
export function float(n: number): number | Float {
  return Number.isSafeInteger(n) ? new Float(n) : n;
}

/** The integer with these halves, which must be int32, as a Lua value. */
export function int64(high: number, low: number): number | Int64 {
  // From -(2^53-1) to 2^53-1.
  if (high >= -0x20_0000 && high < 0x20_0000 && (high !== -0x20_0000 || low !== 0)) {
    return high * 0x1_0000_0000 + (low >>> 0);
  }
  return new Int64(high, low);
}

/** Memory that is a bigint and its halves at once: the quickest way from one to the other. */
const whole = new BigInt64Array(1);
const halves = new Int32Array(whole.buffer);
const LOW = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

/** A 64-bit integer as a Lua value; wraps modulo 2^64. */
export function integer(b: bigint): number | Int64 {
  whole[0] = b;
  return int64(halves[HIGH] as number, halves[LOW] as number);
}

/** True for values of subtype integer. */
export function isInteger(value: LuaValue): value is number | Int64 {
  return typeof value === 'number' ? Number.isSafeInteger(value) && !Object.is(value, -0) : value instanceof Int64;
}

/** True for values of subtype float. */
export function isFloat(value: LuaValue): value is number | Float {
  return typeof value === 'number' ? !Number.isSafeInteger(value) : value instanceof Float;
}

export function isNumber(value: LuaValue): value is number | Float | Int64 {
  return typeof value === 'number' || value instanceof Float || value instanceof Int64;
}

/** The value of any Lua number as a double. */
export function toDouble(value: number | Float | Int64): number {
  if (typeof value === 'number') return value;
  return value instanceof Float ? value.n : value.high * 0x1_0000_0000 + (value.low >>> 0);
}

/** The value of an integer (not a float) as a bigint. */
export function toBigInt(value: number | Int64): bigint {
  if (typeof value === 'number') return BigInt(value);
  halves[HIGH] = value.high;
  halves[LOW] = value.low;
  return whole[0] as bigint;
}

/** The values of a result as an array. */
export function resultValues(result: LuaResult): LuaValue[] {
  return Array.isArray(result) ? result : [result];
}

/** What a protected call gives: true, then the results. */
export function withStatus(result: LuaResult): LuaValue[] {
  if (!(result instanceof Array)) return [true, result];
  switch (result.length) {
    case 0:
      return [true];
    case 1:
      return [true, result[0]];
    case 2:
      return [true, result[0], result[1]];
    default:
      return [true, ...result];
  }
}

/** The first value of a result. */
export function firstValue(result: LuaResult): LuaValue {
  return Array.isArray(result) ? result[0] : result;
}
