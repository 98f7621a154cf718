/** Arguments of string functions on their fast paths; whatever is unusual goes to the checks of the runtime. */

import { checkInteger, checkString } from '../../runtime/arguments.ts';
import { LuaError } from '../../runtime/errors.ts';
import type { LuaValue } from '../../runtime/values.ts';

/** The longest string that a library function makes, in bytes; V8's own limit is about twice that. */
export const MAX_STRING = 2 ** 28;

export function tooLarge(): LuaError {
  return LuaError.located('resulting string too large');
}

/**
 * The arguments that were given, as the checks want them: a function with fixed parameters tells an absent argument from
 * nil by `arguments.length` alone.
 */
function given(count: number, values: LuaValue[]): LuaValue[] {
  return count < values.length ? values.slice(0, count) : values;
}

/** The string at this position, which the caller has found not to be one: a number, or an error. */
export function convertString(count: number, values: LuaValue[], position: number, functionName: string): string {
  return checkString(given(count, values), position, functionName);
}

/** The integer at this position. */
export function convertInteger(count: number, values: LuaValue[], position: number, functionName: string): number {
  const value = values[position - 1];
  if (typeof value === 'number' && (value | 0) === value) return value;
  return checkInteger(given(count, values), position, functionName);
}

/** A position counted from the end where negative; 0 where it lies before the beginning. */
export function absolute(position: number, length: number): number {
  if (position >= 0) return position;
  return -position > length ? 0 : length + position + 1;
}
