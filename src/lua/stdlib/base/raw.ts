// biome-ignore-all lint/complexity/noArguments: `arguments.length` tells nil from no value without the cost of a rest array
import { argumentError, typeError } from '../../runtime/arguments.ts';
import { rawEquals } from '../../runtime/comparison.ts';
import { rawGet, rawLength, rawSet } from '../../runtime/table.ts';
import { type LuaResult, LuaTable, type LuaValue } from '../../runtime/values.ts';

function checkCount(actual: number, wanted: number, functionName: string): void {
  if (actual < wanted) throw argumentError(actual + 1, functionName, 'value expected');
}

/** `rawequal(a, b)`: equality without `__eq`. */
export function rawequal(left: LuaValue, right: LuaValue): LuaResult {
  checkCount(arguments.length, 2, 'rawequal');
  return rawEquals(left, right);
}

/** `rawget(table, key)`: indexing without `__index`. */
export function rawget(table: LuaValue, key: LuaValue): LuaResult {
  if (!(table instanceof LuaTable)) throw typeError(table, 1, 'rawget', 'table', arguments.length > 0);
  checkCount(arguments.length, 2, 'rawget');
  return rawGet(table, key);
}

/** `rawset(table, key, value)`: assignment without `__newindex`; returns the table. */
export function rawset(table: LuaValue, key: LuaValue, value: LuaValue): LuaResult {
  if (!(table instanceof LuaTable)) throw typeError(table, 1, 'rawset', 'table', arguments.length > 0);
  checkCount(arguments.length, 3, 'rawset');
  rawSet(table, key, value);
  return table;
}

/** `rawlen(table | string)`: length without `__len`. */
export function rawlen(value: LuaValue): LuaResult {
  if (value instanceof LuaTable) return rawLength(value);
  if (typeof value === 'string') return value.length;
  throw argumentError(1, 'rawlen', 'table or string expected');
}
