/** Metatables: whose they are and how a metamethod is found. */

import { FROZEN_MAP } from './table.ts';
import { LuaTable, type LuaValue, MAP_MODE, Userdata } from './values.ts';

/** The metatable that all strings share; the string library fills it. */
let stringMetatable: LuaTable | undefined;

export function setStringMetatable(metatable: LuaTable | undefined): void {
  stringMetatable = metatable;
}

export function metatableOf(value: LuaValue): LuaTable | undefined {
  if (value instanceof LuaTable || value instanceof Userdata) return value.$t;
  return typeof value === 'string' ? stringMetatable : undefined;
}

/** A field of a metatable by its name, raw. Names of metamethods are identifiers. */
export function metafield(metatable: LuaTable, name: string): LuaValue {
  const value = (metatable as unknown as Record<string, LuaValue>)[name];
  if (value !== undefined) return value;
  return metatable.$s === MAP_MODE || metatable.$s === FROZEN_MAP ? metatable.$m?.get(name) : undefined;
}

/** The metamethod of a value, or undefined. */
export function metamethod(value: LuaValue, name: string): LuaValue {
  const metatable = metatableOf(value);
  return metatable === undefined ? undefined : metafield(metatable, name);
}
