/** `tostring` for every value, for all of the library. Rules: manual, 6.1, and `luaL_tolstring`. */

import { call } from '../runtime/call.ts';
import { LuaError } from '../runtime/errors.ts';
import { metamethod } from '../runtime/metatables.ts';
import { numberToString } from '../runtime/numbers.ts';
import { saveContinuation } from '../runtime/state.ts';
import { typeName } from '../runtime/type-names.ts';
import { Float, firstValue, Int64, isNumber, type LuaResult, type LuaValue, SUSPEND } from '../runtime/values.ts';

const ids = new WeakMap<object, string>();
let lastId = 0;

/** The first id looks like an address of a 64-bit host, and so do the rest; none says anything about the host. */
const FIRST_ADDRESS = 0x55d0c0a01000;
const ADDRESS_STEP = 0x20;

/** An id in hexadecimal that an object keeps and shares with no other. */
export function identityOf(object: object): string {
  let id = ids.get(object);
  if (id === undefined) {
    id = `0x${(FIRST_ADDRESS + lastId++ * ADDRESS_STEP).toString(16)}`;
    ids.set(object, id);
  }
  return id;
}

/** The text of a value without `__tostring`; tables and other objects are named by `__name` or type, and by their id. */
export function plainText(value: LuaValue): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return numberToString(value);
    case 'undefined':
      return 'nil';
    case 'boolean':
      return String(value);
    default:
      if (value instanceof Float || value instanceof Int64) return numberToString(value);
      return `${typeName(value)}: ${identityOf(value)}`;
  }
}

function requireText(result: LuaResult): string {
  const value = firstValue(result);
  if (typeof value === 'string') return value;
  if (isNumber(value)) return numberToString(value);
  throw LuaError.located(`'__tostring' must return a string`);
}

/** The text of a value. May return `SUSPEND`, as `__tostring` may be suspended; throws where it returns no string. */
export function toStringValue(value: LuaValue): LuaResult {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return plainText(value);
  const handler = metamethod(value, '__tostring');
  if (handler === undefined) return plainText(value);
  const result = call(handler, [value]);
  if (result === SUSPEND) {
    saveContinuation(requireText);
    return SUSPEND;
  }
  return requireText(result);
}
