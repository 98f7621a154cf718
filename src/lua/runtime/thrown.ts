/** What a protected call sees of anything that was thrown: host errors never reach Lua as they are. */

import { LuaError, where } from './errors.ts';
import type { LuaValue } from './values.ts';

/** Thrown to end a coroutine for good: no protected call catches it. */
export class Termination {
  readonly reason: unknown;
  constructor(reason: unknown) {
    this.reason = reason;
  }
}

/** Lets the host turn errors of its own into Lua values (for example structured errors). */
export type ErrorTranslator = (error: unknown) => LuaValue;

let translate: ErrorTranslator = () => undefined;

export function setErrorTranslator(translator: ErrorTranslator): void {
  translate = translator;
}

/**
 * The Lua value of something thrown. The limits of V8 become Lua errors; any other host error is named an internal
 * error, without its stack.
 */
export function thrownValue(error: unknown): LuaValue {
  if (error instanceof LuaError) return error.value;
  const translated = translate(error);
  if (translated !== undefined) return translated;
  if (error instanceof RangeError) {
    if (error.message.startsWith('Maximum call stack')) return `${where(1)}stack overflow`;
    if (error.message.startsWith('Invalid string length')) return `${where(1)}string length overflow`;
    return `${where(1)}not enough memory`;
  }
  if (error instanceof TypeError && /read only property|not extensible/.test(error.message)) {
    return `${where(1)}attempt to modify a frozen table`;
  }
  return `internal error: ${error instanceof Error ? error.message : String(error)}`;
}

/** The thrown thing as a LuaError, for hosts that report it; terminations are rethrown. */
export function asLuaError(error: unknown): LuaError {
  if (error instanceof Termination) throw error;
  return error instanceof LuaError ? error : new LuaError(thrownValue(error));
}
