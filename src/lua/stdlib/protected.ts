/** `error`, `pcall`, `xpcall`. Rules: manual, 2.3 and 6.1. */

import { argumentError, checkInteger, typeError } from '../runtime/arguments.ts';
import { call } from '../runtime/call.ts';
import { LuaError, where } from '../runtime/errors.ts';
import { type Activation, NATIVE } from '../runtime/stack.ts';
import { dropSaved, type Frame, saveFrame } from '../runtime/state.ts';
import { Termination, thrownValue } from '../runtime/thrown.ts';
import { firstValue, type LuaResult, type LuaValue, SUSPEND, withStatus } from '../runtime/values.ts';

function failed(error: unknown): LuaValue[] {
  if (error instanceof Termination) throw error;
  return [false, thrownValue(error)];
}

/** A protected call whose function was suspended. */
class ProtectedFrame implements Frame {
  below: Frame | null = null;

  describe(): Activation {
    return NATIVE;
  }

  resume(result: LuaResult): LuaResult {
    return withStatus(result);
  }

  raise(error: unknown): LuaResult {
    return failed(error);
  }
}

export function pcall(...args: LuaValue[]): LuaResult {
  if (args.length === 0) throw argumentError(1, 'pcall', 'value expected');
  const [callee, ...rest] = args;
  try {
    const result = typeof callee === 'function' ? callee(...rest) : call(callee, rest);
    if (result !== SUSPEND) return withStatus(result);
  } catch (error) {
    dropSaved();
    return failed(error);
  }
  saveFrame(new ProtectedFrame());
  return SUSPEND;
}

/** How often an error inside a message handler is handed to the handler again (PUC: until the C stack overflows). */
const MAX_HANDLER_DEPTH = 10;

class HandledFrame implements Frame {
  below: Frame | null = null;
  private readonly handler: LuaValue;
  constructor(handler: LuaValue) {
    this.handler = handler;
  }

  describe(): Activation {
    return NATIVE;
  }

  resume(result: LuaResult): LuaResult {
    return withStatus(result);
  }

  raise(error: unknown): LuaResult {
    return handle(this.handler, error, 0);
  }
}

/** The handler was suspended: its results follow `false`. */
class HandlerFrame implements Frame {
  below: Frame | null = null;
  private readonly handler: LuaValue;
  private readonly depth: number;
  constructor(handler: LuaValue, depth: number) {
    this.handler = handler;
    this.depth = depth;
  }

  resume(result: LuaResult): LuaResult {
    return [false, firstValue(result)];
  }

  raise(error: unknown): LuaResult {
    return handle(this.handler, error, this.depth + 1);
  }
}

function handle(handler: LuaValue, thrown: unknown, from: number): LuaResult {
  let error = thrown;
  for (let depth = from; depth < MAX_HANDLER_DEPTH; depth++) {
    if (error instanceof Termination) throw error;
    try {
      const result = call(handler, [thrownValue(error)]);
      if (result === SUSPEND) {
        saveFrame(new HandlerFrame(handler, depth));
        return SUSPEND;
      }
      return [false, firstValue(result)];
    } catch (next) {
      dropSaved();
      error = next;
    }
  }
  return [false, 'error in error handling'];
}

export function xpcall(...args: LuaValue[]): LuaResult {
  const [callee, handler, ...rest] = args;
  if (typeof handler !== 'function') throw typeError(handler, 2, 'xpcall', 'function', args.length > 1);
  try {
    const result = typeof callee === 'function' ? callee(...rest) : call(callee, rest);
    if (result !== SUSPEND) return withStatus(result);
  } catch (error) {
    dropSaved();
    return handle(handler, error, 0);
  }
  saveFrame(new HandledFrame(handler));
  return SUSPEND;
}

/** `error(value [, level])`: text gets the position of the function at that level in front. */
export function error(value?: LuaValue, level?: LuaValue): LuaResult {
  const depth = level === undefined ? 1 : checkInteger([value, level], 2, 'error');
  if (typeof value === 'string' && depth > 0) throw new LuaError(where(depth) + value);
  throw new LuaError(value);
}
