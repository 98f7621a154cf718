import { freeze } from '../runtime/table.ts';
import { LuaTable, type LuaValue } from '../runtime/values.ts';

/**
 * A frozen library table. Its functions are own properties however many they are, so that V8's inline caches serve
 * `math.floor` (tables filled by dynamic keys move to a map). The names are Lua identifiers.
 */
export function library(fields: Readonly<Record<string, LuaValue>>, metatable?: LuaTable): LuaTable {
  const table = new LuaTable();
  table.$t = metatable;
  for (const [name, value] of Object.entries(fields)) (table as unknown as Record<string, LuaValue>)[name] = value;
  freeze(table);
  return table;
}
