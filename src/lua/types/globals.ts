/** What a program finds as types without declaring them. */

import type { LuaFunction, LuaValue } from '../runtime/values.ts';
import { inferType } from './infer.ts';
import { PRIMITIVES, type PrimitiveName } from './model.ts';
import { readType, typeValue } from './value.ts';

/** `nil` is no name in Lua; `string` is the string library, which its metatable makes usable as the type. */
const NAMES: readonly PrimitiveName[] = ['boolean', 'number', 'integer', 'any', 'unknown', 'never'];

/**
 * `typeof(v)` where no type is declared: the type of the value at hand, a type itself as it is. The compiler looks for
 * this very function before it takes a declared type instead.
 */
export const typeOf: LuaFunction = (value) => (readType(value) === null ? typeValue(inferType(value)) : value);

/**
 * The globals by name: `number integer boolean any unknown never`, each also with a capital (`Number`), `String`, and
 * `typeof`. All values are shared and immutable.
 */
export function createTypeGlobals(): Record<string, LuaValue> {
  const globals: Record<string, LuaValue> = {};
  for (const name of NAMES) {
    const value = typeValue(PRIMITIVES[name]);
    globals[name] = value;
    globals[name.charAt(0).toUpperCase() + name.slice(1)] = value;
  }
  globals.String = typeValue(PRIMITIVES.string);
  globals.typeof = typeOf;
  return globals;
}
