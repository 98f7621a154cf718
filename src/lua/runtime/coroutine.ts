/**
 * Coroutines: a stack of saved activations and the loop that runs them. The innermost activation runs on the JavaScript
 * stack until it returns, throws or is suspended; those below it are linked to each other and are entered one by one.
 */

import { LuaError } from './errors.ts';
import { dropSaved, type Frame, POLL, type Suspension, state } from './state.ts';
import { EMPTY, type LuaFunction, type LuaResult, type LuaValue, SUSPEND } from './values.ts';

export type CoroutineStatus = 'suspended' | 'running' | 'normal' | 'dead';

/** Saved activations, one below the other. */
interface FrameStack {
  top: Frame | null;
  depth: number;
}

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

/** As the input of a coroutine: its suspending call fails with the error that `state.failure` makes. */
const FAILURE: LuaValue[] = ['failure'];
Object.freeze(FAILURE);

export class Coroutine implements FrameStack {
  status: CoroutineStatus = 'suspended';
  top: Frame | null = null;
  depth = 0;
  private body: LuaFunction | null;
  /** A coroutine that the host made to run a program: it has nobody to yield to. */
  isMain = false;

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

  /** Continues with an error of the suspending call; `create` makes it there, so that its position is that call's. */
  raise(create: () => LuaError): LuaResult {
    state.failure = create;
    return runCoroutine(this, FAILURE);
  }

  /** Ends it without running anything more. */
  kill(): void {
    this.status = 'dead';
    clear(this);
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
  let value = input;
  const body = coroutine.takeBody();
  if (body !== null) {
    try {
      value = value instanceof Array ? body(...value) : body(value);
    } catch (error) {
      value = unwind(coroutine, error);
    }
  } else if (value === FAILURE && coroutine.top?.relays !== true) {
    value = unwind(coroutine, state.failure());
  } else {
    value = enter(coroutine, value);
  }
  for (;;) {
    if (value === SUSPEND) {
      takeSaved(coroutine);
      if (state.reason !== POLL) return SUSPEND;
      if (coroutine.depth > MAX_FRAMES) {
        value = unwind(coroutine, stackOverflow());
        continue;
      }
      if (preempted(coroutine)) {
        state.reason = PREEMPTED;
        return SUSPEND;
      }
      value = EMPTY;
    }
    if (coroutine.top === null) return value;
    value = enter(coroutine, value);
  }
}

function preempted(stack: FrameStack): boolean {
  try {
    return preemption();
  } catch (error) {
    clear(stack);
    throw error;
  }
}

/** Moves the activations that the suspension under way has saved on top of the stack. */
function takeSaved(stack: FrameStack): void {
  const { outermost } = state;
  if (outermost === null) return;
  outermost.below = stack.top;
  stack.top = state.innermost;
  stack.depth += state.saved;
  dropSaved();
}

function pop(stack: FrameStack): Frame | null {
  const frame = stack.top;
  if (frame === null) return null;
  stack.top = frame.below;
  stack.depth--;
  frame.below = null;
  return frame;
}

function clear(stack: FrameStack): void {
  stack.top = null;
  stack.depth = 0;
}

function enter(stack: FrameStack, value: LuaResult): LuaResult {
  const frame = pop(stack);
  if (frame === null) return value;
  try {
    return frame.resume(value);
  } catch (error) {
    return unwind(stack, error);
  }
}

/** Pops activations until one handles the error; throws it where none does. */
function unwind(stack: FrameStack, thrown: unknown): LuaResult {
  let error = thrown;
  dropSaved();
  for (let frame = pop(stack); frame !== null; frame = pop(stack)) {
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
  const stack: FrameStack = { top: null, depth: 0 };
  synchronous++;
  try {
    let value = start();
    for (;;) {
      if (value === SUSPEND) {
        takeSaved(stack);
        if (state.reason === POLL) {
          if (stack.depth > MAX_FRAMES) value = unwind(stack, stackOverflow());
          else value = EMPTY;
          if (value !== EMPTY) continue;
        } else {
          value = unwind(stack, LuaError.located('attempt to yield across a C-call boundary'));
          continue;
        }
      }
      if (stack.top === null) return value;
      value = enter(stack, value);
    }
  } finally {
    synchronous--;
  }
}
