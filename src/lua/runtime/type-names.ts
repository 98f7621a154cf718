import { Float, Int64, LuaTable, type LuaValue, Userdata } from './values.ts';

/** `type(value)`: the basic type's name. A userdata whose class is a run-time type says `type`. */
export function basicType(value: LuaValue): string {
  switch (typeof value) {
    case 'undefined':
      return 'nil';
    case 'boolean':
    case 'number':
    case 'string':
    case 'function':
      return typeof value;
    default:
      if (value instanceof LuaTable) return 'table';
      if (value instanceof Userdata) {
        const name = value.$t?.$m?.get('__type');
        return typeof name === 'string' ? name : 'userdata';
      }
      return value instanceof Float || value instanceof Int64 ? 'number' : 'thread';
  }
}

/** The name that error messages use: `__name` of the metatable where there is one, otherwise the basic type. */
export function typeName(value: LuaValue): string {
  if (value instanceof LuaTable || value instanceof Userdata) {
    const metatable = value.$t as (LuaTable & { __name?: LuaValue }) | undefined;
    const name = metatable?.__name ?? metatable?.$m?.get('__name');
    if (typeof name === 'string') return name;
  }
  return basicType(value);
}
