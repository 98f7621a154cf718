/**
 * Coroutines: a stack of saved activations and the loop that runs them. The innermost activation runs on the JavaScript
 * stack until it returns, throws or is suspended; those below it wait in `frames` and are entered one by one.
 */

import { LuaError } from './errors.ts';
import { type Frame, POLL, type Suspension, state } from './state.ts';
import { EMPTY, type LuaFunction, type LuaResult, type LuaValue, SUSPEND } from './values.ts';

export type CoroutineStatus = 'suspended' | 'running' | 'normal' | 'dead';

/** Saved activations of one coroutine; the limit that makes runaway recursion a Lua error (PUC: LUAI_MAXCCALLS, LUAI_MAXSTACK). */
const MAX_FRAMES = 200_000;

/** Coroutines that resume each other nest on the JavaScript stack. PUC Lua allows 200 C levels. */
const MAX_NESTING = 190;

let nesting = 0;

/** Decides at a poll whether the running process has used up its turn; the host replaces it. */
export type Preemption = () => boolean;

let preemption: Preemption = () => false;

/** Installs the host's decision; called about every few thousand operations of Lua code. It may throw to stop the coroutine. */
export function setPreemption(decide: Preemption): void {
  preemption = decide;
}

/** The reason of a suspension that the host asked for at a poll: run the coroutine again with no values. */
export const PREEMPTED: Suspension = { kind: 'poll' };

/** Asked by loops every few thousand turns: true where the coroutine is to be suspended now. */
export function tick(): boolean {
  if (synchronous > 0 || !preemption()) return false;
  state.reason = PREEMPTED;
  return true;
}

/** Natives that cannot be suspended, on the JavaScript stack now: nothing below them may be preempted. */
let synchronous = 0;

export class Coroutine {
  status: CoroutineStatus = 'suspended';
  readonly frames: Frame[] = [];
  private body: LuaFunction | null;
  /** A coroutine that the host made to run a program: it has nobody to yield to. */
  isMain = false;
  /** The host's data for a coroutine that it schedules itself. */
  owner: unknown = null;

  constructor(body: LuaFunction | null) {
    this.body = body;
  }

  /**
   * Starts or continues: `input` is the arguments at the start, afterwards the values that the suspending call returns.
   * Returns the results when the body has ended, or `SUSPEND` with the reason in `state`. An error of the body is thrown.
   */
  run(input: LuaResult): LuaResult {
    return runCoroutine(this, input);
  }

  /** Moves the activations that the suspension under way has saved on top of this coroutine's own. */
  takeSaved(): void {
    // Popping keeps the list's memory, which setting its length gives away.
    const { frames } = this;
    const { saved } = state;
    for (let frame = saved.pop(); frame !== undefined; frame = saved.pop()) frames.push(frame);
  }

  /** Ends it without running anything more. */
  kill(): void {
    this.status = 'dead';
    this.frames.length = 0;
    this.body = null;
  }

  /** The body, once. */
  takeBody(): LuaFunction | null {
    const body = this.body;
    this.body = null;
    return body;
  }
}
Object.setPrototypeOf(Coroutine.prototype, null);

function runCoroutine(coroutine: Coroutine, input: LuaResult): LuaResult {
  const previous = state.running;
  if (nesting >= MAX_NESTING) throw LuaError.located('C stack overflow');
  nesting++;
  if (previous !== null) previous.status = 'normal';
  state.running = coroutine;
  coroutine.status = 'running';
  try {
    const result = loop(coroutine, input);
    coroutine.status = result === SUSPEND ? 'suspended' : 'dead';
    return result;
  } catch (error) {
    coroutine.kill();
    throw error;
  } finally {
    nesting--;
    state.running = previous;
    if (previous !== null) previous.status = 'running';
  }
}

function loop(coroutine: Coroutine, input: LuaResult): LuaResult {
  const { frames } = coroutine;
  let value = input;
  const body = coroutine.takeBody();
  if (body !== null) {
    try {
      const args = value as LuaValue[];
      value = body(...args);
    } catch (error) {
      value = unwind(frames, error);
    }
  } else {
    value = enter(frames, value);
  }
  for (;;) {
    if (value === SUSPEND) {
      coroutine.takeSaved();
      if (state.reason !== POLL) return SUSPEND;
      if (frames.length > MAX_FRAMES) {
        value = unwind(frames, stackOverflow());
        continue;
      }
      if (preempted(frames)) {
        state.reason = PREEMPTED;
        return SUSPEND;
      }
      value = EMPTY;
    }
    if (frames.length === 0) return value;
    value = enter(frames, value);
  }
}

function preempted(frames: Frame[]): boolean {
  try {
    return preemption();
  } catch (error) {
    frames.length = 0;
    throw error;
  }
}

function enter(frames: Frame[], value: LuaResult): LuaResult {
  const frame = frames.pop();
  if (frame === undefined) return value;
  try {
    return frame.resume(value);
  } catch (error) {
    return unwind(frames, error);
  }
}

/** Pops activations until one handles the error; throws it where none does. */
function unwind(frames: Frame[], thrown: unknown): LuaResult {
  let error = thrown;
  state.saved.length = 0;
  for (let frame = frames.pop(); frame !== undefined; frame = frames.pop()) {
    if (frame.raise === undefined) continue;
    try {
      return frame.raise(error);
    } catch (next) {
      error = next;
    }
  }
  throw error;
}

function stackOverflow(): LuaError {
  return LuaError.located('stack overflow');
}

/**
 * Calls `start` and runs to its end what it starts, on behalf of a native that cannot be suspended. Polls are served; a
 * yield or a blocking operation inside is an error, as it is across C calls in PUC Lua.
 */
export function finishNow(start: () => LuaResult): LuaResult {
  const frames: Frame[] = [];
  synchronous++;
  try {
    let value = start();
    for (;;) {
      if (value === SUSPEND) {
        for (let index = state.saved.length - 1; index >= 0; index--) frames.push(state.saved[index] as Frame);
        state.saved.length = 0;
        if (state.reason === POLL) {
          if (frames.length > MAX_FRAMES) value = unwind(frames, stackOverflow());
          else value = EMPTY;
          if (value !== EMPTY) continue;
        } else {
          value = unwind(frames, LuaError.located('attempt to yield across a C-call boundary'));
          continue;
        }
      }
      if (frames.length === 0) return value;
      value = enter(frames, value);
    }
  } finally {
    synchronous--;
  }
}
