/**
 * What the running Lua code shares with the runtime: which coroutine runs, and what is being saved while a suspension
 * unwinds the JavaScript stack. One isolate runs one coroutine at a time, so there is one such record.
 */

import type { Coroutine } from './coroutine.ts';
import type { Activation } from './stack.ts';
import { type LuaResult, type LuaValue, SUSPEND } from './values.ts';

/** A suspended activation. `resume` goes on with the value of the call that suspended it. */
export interface Frame {
  resume(value: LuaResult): LuaResult;
  /** Handles an error of the call that suspended it (only protected calls do); rethrows what it does not handle. */
  raise?(error: unknown): LuaResult;
  /** What it is on the Lua stack; frames that are part of their caller have none. */
  describe?(): Activation;
}

/** Why the running code was suspended. */
export type Suspension =
  /** A counter ran out: the stack was saved so that it stays shallow and the process can be preempted. */
  | { kind: 'poll' }
  /** `coroutine.yield(...)`. */
  | { kind: 'yield'; values: LuaValue[] }
  /** A host operation is to complete; the host knows which from `request`. */
  | { kind: 'block'; request: unknown };

export const POLL: Suspension = { kind: 'poll' };

interface State {
  /** Frames saved by the suspension that is under way, innermost first. */
  saved: Frame[];
  reason: Suspension;
  running: Coroutine | null;
  /** The host's object on whose behalf Lua runs now (a process); natives of the host look here. */
  host: unknown;
}

export const state: State = {
  saved: [],
  reason: POLL,
  running: null,
  host: null,
};

/** Suspends the running coroutine until the host resumes it with the values of the request. Natives: `return block(request)`. */
export function block(request: unknown): LuaValue[] {
  state.reason = { kind: 'block', request };
  return SUSPEND;
}
