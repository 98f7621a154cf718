/** Lua values as host values (null, boolean, number, bigint, string, bytes, list, map) and back. */

import { WippyError } from '../../../infrastructure/errors.ts';
import { numberToString } from '../../../lua/runtime/numbers.ts';
import { rawLength, rawSet, Traversal } from '../../../lua/runtime/table.ts';
import {
  Float,
  float,
  Int64,
  integer,
  LuaTable,
  type LuaValue,
  toBigInt,
  Userdata,
} from '../../../lua/runtime/values.ts';
import { errorData } from '../../../lua/stdlib/errors/value.ts';
import { errorFromLua, errorToLua } from './errors.ts';
import { hostValueOf } from './host-values.ts';
import { fromBytes, fromLuaString, toLuaString } from './text.ts';

/** Deepest nesting that is converted; deeper structures are an error. */
const MAX_DEPTH = 200;

/**
 * A host value as a Lua value: null is nil, lists are arrays, maps are tables, text is UTF-8, PIDs and dates are text.
 * Throws a WippyError for what nests too deeply.
 */
export function toLua(value: unknown, depth = 0): LuaValue {
  switch (typeof value) {
    case 'undefined':
    case 'boolean':
      return value;
    case 'number':
      return Object.is(value, -0) ? float(value) : value;
    case 'bigint':
      return integer(value);
    case 'string':
      return toLuaString(value);
    case 'object':
      return value === null ? undefined : objectToLua(value, depth);
    default:
      return undefined;
  }
}

function objectToLua(value: object, depth: number): LuaValue {
  if (depth > MAX_DEPTH) throw new WippyError(`the value nests deeper than ${MAX_DEPTH} levels`, { kind: 'Invalid' });
  if (value instanceof LuaTable || value instanceof Userdata || value instanceof Float || value instanceof Int64) {
    return value;
  }
  if (value instanceof Uint8Array) return fromBytes(value);
  if (value instanceof WippyError || value instanceof Error) return errorToLua(value);
  if (value instanceof Date) return value.toISOString();
  const table = new LuaTable();
  if (Array.isArray(value)) {
    if (value.length > 0) table.$a = value.map((item) => toLua(item, depth + 1));
    return table;
  }
  const special = hostValueOf(value);
  if (special !== undefined) return special;
  const entries = value instanceof Map ? value.entries() : Object.entries(value);
  for (const [key, item] of entries) {
    const converted = toLua(item, depth + 1);
    if (converted !== undefined) rawSet(table, typeof key === 'string' ? toLuaString(key) : toLua(key), converted);
  }
  return table;
}

/**
 * A Lua value as a host value. A table with an array part is a list (its other keys are dropped, as in the Go runtime),
 * any other a map with text keys; an empty table is an empty map. Functions and threads become null.
 * Throws a WippyError for cycles.
 */
export function fromLua(value: LuaValue, path: LuaTable[] = []): unknown {
  switch (typeof value) {
    case 'undefined':
      return null;
    case 'string':
      return fromLuaString(value);
    case 'function':
      return null;
    case 'object':
      if (value instanceof LuaTable) return tableFromLua(value, path);
      if (value instanceof Float) return value.n;
      if (value instanceof Int64) return toBigInt(value);
      if (value instanceof Userdata) return errorData(value) === undefined ? value.data : errorFromLua(value);
      return null;
    default:
      return value;
  }
}

function tableFromLua(table: LuaTable, path: LuaTable[]): unknown {
  if (path.includes(table))
    throw new WippyError('a table that contains itself cannot be converted', { kind: 'Invalid' });
  if (path.length > MAX_DEPTH)
    throw new WippyError(`the table nests deeper than ${MAX_DEPTH} levels`, { kind: 'Invalid' });
  path.push(table);
  const length = rawLength(table);
  let result: unknown;
  if (length > 0) {
    result = table.$a.slice(0, length).map((item) => fromLua(item, path));
  } else {
    const map: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    const traversal = new Traversal(table);
    while (traversal.advance()) map[keyText(traversal.key)] = fromLua(traversal.value, path);
    result = map;
  }
  path.pop();
  return result;
}

function keyText(key: LuaValue): string {
  if (typeof key === 'string') return fromLuaString(key);
  if (typeof key === 'number' || key instanceof Float || key instanceof Int64) return numberToString(key);
  return String(key);
}
