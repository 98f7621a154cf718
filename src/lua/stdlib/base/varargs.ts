// biome-ignore-all lint/complexity/noArguments: `arguments.length` tells nil from no value without the cost of a rest array
import { argumentError, checkAny, checkInteger } from '../../runtime/arguments.ts';
import { LuaError, where } from '../../runtime/errors.ts';
import type { LuaResult, LuaValue } from '../../runtime/values.ts';

/** `select('#', ...)` counts, `select(n, ...)` gives the arguments from the n-th on; negative n counts from the end. */
export function select(selector: LuaValue, ...rest: LuaValue[]): LuaResult {
  if (selector === '#') return rest.length;
  const n =
    typeof selector === 'number' && Number.isSafeInteger(selector)
      ? selector
      : checkInteger(arguments.length === 0 ? [] : [selector], 1, 'select');
  if (n > 0) return n === 1 ? rest : rest.slice(n - 1);
  if (n === 0 || -n > rest.length) throw argumentError(1, 'select', 'index out of range');
  return rest.slice(rest.length + n);
}

/**
 * `assert(value [, message])`: all its arguments where the first is true, otherwise an error with the message. Text gets
 * the position of the caller, as in Lua 5.3; any other value is raised as it is.
 */
export function assert(...args: LuaValue[]): LuaResult {
  const first = args[0];
  if (first !== undefined && first !== false) return args.length === 1 ? first : args;
  checkAny(args, 1, 'assert');
  const message = args.length > 1 ? args[1] : 'assertion failed!';
  throw new LuaError(typeof message === 'string' ? where(1) + message : message);
}
