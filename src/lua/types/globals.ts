/** What a program finds as types without declaring them. */

import type { LuaValue } from '../runtime/values.ts';
import { inferType } from './infer.ts';
import { PRIMITIVES, type PrimitiveName } from './model.ts';
import { readType, typeValue } from './value.ts';

/** `nil` is no name in Lua; `string` is the string library, which its metatable makes usable as the type. */
const NAMES: readonly PrimitiveName[] = ['boolean', 'number', 'integer', 'any', 'unknown', 'never'];

/**
 * The globals by name: `number integer boolean any unknown never`, each also with a capital (`Number`), `String`, and
 * `typeof(v)`, which gives the type of the value at hand. All values are shared and immutable.
 */
export function createTypeGlobals(): Record<string, LuaValue> {
  const globals: Record<string, LuaValue> = {};
  for (const name of NAMES) {
    const value = typeValue(PRIMITIVES[name]);
    globals[name] = value;
    globals[name.charAt(0).toUpperCase() + name.slice(1)] = value;
  }
  globals.String = typeValue(PRIMITIVES.string);
  globals.typeof = (value) => (readType(value) === null ? typeValue(inferType(value)) : value);
  return globals;
}
