/** The global `errors`: errors with a kind, retryability and details. */

import { argumentError, checkAny, checkString } from '../runtime/arguments.ts';
import { state } from '../runtime/state.ts';
import { rawGet } from '../runtime/table.ts';
import { type LuaResult, LuaTable, type LuaValue } from '../runtime/values.ts';
import { createErrorValue, ERROR_KINDS, errorData, stackTable } from './errors/value.ts';
import { library } from './library.ts';
import { identityOf } from './tostring.ts';

/** The frozen library table. */
export function createErrors(): LuaTable {
  return library({ ...ERROR_KINDS, call_stack: callStack, is, new: create, wrap });
}

/** `errors.new(text | {message, kind, retryable, details})`. Fields of another type than their own are left out. */
function create(...args: LuaValue[]): LuaResult {
  const given = checkAny(args, 1, 'errors.new');
  if (typeof given === 'string') return createErrorValue({ message: given });
  if (!(given instanceof LuaTable)) throw argumentError(1, 'errors.new', 'expected string or table');
  const message = rawGet(given, 'message');
  if (message === undefined) throw argumentError(1, 'errors.new', 'message field is required');
  if (typeof message !== 'string') throw argumentError(1, 'errors.new', 'message must be a string');
  const kind = rawGet(given, 'kind');
  const retryable = rawGet(given, 'retryable');
  const details = rawGet(given, 'details');
  return createErrorValue({
    message,
    kind: typeof kind === 'string' ? kind : '',
    retryable: typeof retryable === 'boolean' ? retryable : null,
    details: details instanceof LuaTable ? details : null,
  });
}

/** `errors.wrap(error | text, context)`: the same message, kind, retryability and details, with a context above them. */
function wrap(...args: LuaValue[]): LuaResult {
  const below = checkAny(args, 1, 'errors.wrap');
  const above = checkAny(args, 2, 'errors.wrap');
  const cause = errorData(below);
  if (cause === undefined && typeof below !== 'string') {
    throw argumentError(1, 'errors.wrap', 'expected string or error object');
  }
  const context = typeof above === 'string' ? above : errorData(above)?.message;
  if (context === undefined) throw argumentError(2, 'errors.wrap', 'expected string or error object');
  if (cause === undefined) return createErrorValue({ message: below as string, context });
  const { message, kind, retryable, details } = cause;
  return createErrorValue({ message, kind, retryable, details, context, cause });
}

/** `errors.is(value, kind)`: false for what is no error value. */
function is(...args: LuaValue[]): LuaResult {
  const error = errorData(checkAny(args, 1, 'errors.is'));
  const kind = checkString(args, 2, 'errors.is');
  return error !== undefined && error.kind === kind;
}

/** `errors.call_stack(error)`: `{thread, frames}`, or nil where there is no stack. */
function callStack(...args: LuaValue[]): LuaResult {
  const error = errorData(args[0]);
  if (error === undefined || error.stack.length === 0) return undefined;
  return stackTable(error, state.running === null ? 'main' : `thread: ${identityOf(state.running)}`);
}
