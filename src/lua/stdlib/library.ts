import { recordOf } from '../runtime/shapes.ts';
import { freeze } from '../runtime/table.ts';
import type { LuaTable, LuaValue } from '../runtime/values.ts';

/**
 * A frozen library table. Its functions are own properties however many they are, so that V8's inline caches serve
 * `math.floor` (tables filled by dynamic keys move to a map). The names are Lua identifiers.
 */
export function library(fields: Readonly<Record<string, LuaValue>>, metatable?: LuaTable): LuaTable {
  const table = recordOf(fields);
  table.$t = metatable;
  freeze(table);
  return table;
}
