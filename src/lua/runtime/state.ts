/**
 * What the running Lua code shares with the runtime: which coroutine runs, and what is being saved while a suspension
 * unwinds the JavaScript stack. One isolate runs one coroutine at a time, so there is one such record.
 */

import type { Coroutine } from './coroutine.ts';
import type { Activation } from './stack.ts';
import { type LuaResult, type LuaValue, SUSPEND } from './values.ts';

/** A suspended activation. `resume` goes on with the value of the call that suspended it. */
export interface Frame {
  /** The activation that called it; null for the outermost one, and while it is not saved. */
  below: Frame | null;
  resume(value: LuaResult): LuaResult;
  /** Handles an error of the call that suspended it (only protected calls do); rethrows what it does not handle. */
  raise?(error: unknown): LuaResult;
  /** What it is on the Lua stack; frames that are part of their caller have none. */
  describe?(): Activation;
  /** It continues another coroutine with the value, and so does it with an error for the call that waits there. */
  readonly relays?: boolean;
}

/** Why the running code was suspended. */
export type Suspension =
  /** A counter ran out: the stack was saved so that it stays shallow and the process can be preempted. */
  | { kind: 'poll' }
  /** `coroutine.yield(...)`. */
  | { kind: 'yield'; values: LuaResult }
  /** A host operation is to complete; the host knows which from `request`. */
  | { kind: 'block'; request: unknown };

export const POLL: Suspension = { kind: 'poll' };

interface State {
  /** The frames saved by the suspension that is under way: the innermost and the outermost one, and how many they are. */
  innermost: Frame | null;
  outermost: Frame | null;
  saved: number;
  reason: Suspension;
  running: Coroutine | null;
  /** Makes the error that the coroutine which runs next is continued with. */
  failure: () => unknown;
  /** The host's object on whose behalf Lua runs now (a process); natives of the host look here. */
  host: unknown;
}

export const state: State = {
  innermost: null,
  outermost: null,
  saved: 0,
  reason: POLL,
  running: null,
  failure: () => undefined,
  host: null,
};

/** Suspends the running coroutine until the host resumes it with the values of the request. Natives: `return block(request)`. */
export function block(request: unknown): LuaValue[] {
  state.reason = { kind: 'block', request };
  return SUSPEND;
}

/** Saves an activation: the one that called those that the suspension under way has saved so far. */
export function saveFrame(frame: Frame): void {
  frame.below = null;
  if (state.outermost === null) state.innermost = frame;
  else state.outermost.below = frame;
  state.outermost = frame;
  state.saved++;
}

/** An activation that only does something with the value that it has waited for. */
class Continuation implements Frame {
  below: Frame | null = null;
  private readonly finish: (value: LuaResult) => LuaResult;

  constructor(finish: (value: LuaResult) => LuaResult) {
    this.finish = finish;
  }

  resume(value: LuaResult): LuaResult {
    const { finish } = this;
    return finish(value);
  }
}

/** Saves an activation of which nothing is left but `finish`, which makes its result from the value that it waits for. */
export function saveContinuation(finish: (value: LuaResult) => LuaResult): void {
  saveFrame(new Continuation(finish));
}

/** Forgets what was saved, as an error goes through it. */
export function dropSaved(): void {
  state.innermost = null;
  state.outermost = null;
  state.saved = 0;
}
