// biome-ignore-all lint/complexity/noArguments: `arguments.length` tells nil from no value without the cost of a rest array
import { argumentError, checkAny, typeError } from '../../runtime/arguments.ts';
import { LuaError } from '../../runtime/errors.ts';
import { metafield, metatableOf } from '../../runtime/metatables.ts';
import { isFrozen } from '../../runtime/table.ts';
import { type LuaResult, LuaTable, type LuaValue } from '../../runtime/values.ts';

/** `getmetatable(value)`: its metatable, or what that declares as `__metatable`. */
export function getmetatable(...args: LuaValue[]): LuaResult {
  const metatable = metatableOf(checkAny(args, 1, 'getmetatable'));
  if (metatable === undefined) return undefined;
  const shown = metafield(metatable, '__metatable');
  return shown === undefined ? metatable : shown;
}

/** `setmetatable(table, metatable | nil)`: returns the table. Protected metatables and frozen tables keep theirs. */
export function setmetatable(table: LuaValue, metatable: LuaValue): LuaResult {
  if (!(table instanceof LuaTable)) throw typeError(table, 1, 'setmetatable', 'table', arguments.length > 0);
  if (!(metatable instanceof LuaTable) && (metatable !== undefined || arguments.length < 2)) {
    throw argumentError(2, 'setmetatable', 'nil or table expected');
  }
  const current = table.$t;
  if (current !== undefined && metafield(current, '__metatable') !== undefined) {
    throw LuaError.located('cannot change a protected metatable');
  }
  if (isFrozen(table)) throw LuaError.located('attempt to modify a frozen table');
  table.$t = metatable;
  return table;
}
