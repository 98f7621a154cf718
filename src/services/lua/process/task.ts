/** Green threads of one process, and what they wait for. */

import { Coroutine } from '../../../lua/runtime/coroutine.ts';
import type { LuaError } from '../../../lua/runtime/errors.ts';
import { type Suspension, state } from '../../../lua/runtime/state.ts';
import { EMPTY, type LuaFunction, type LuaResult, SUSPEND } from '../../../lua/runtime/values.ts';
import { Waiter } from './waiters.ts';

/** A coroutine that the process schedules: the main one, and one for each `coroutine.spawn`. */
export class Task extends Coroutine {
  /** What it is resumed with. */
  input: LuaResult;
  /** Makes the error that it is resumed with instead. */
  failure: (() => LuaError) | null = null;
  next: Task | null = null;
  private ownWaiter: Waiter | null = null;

  constructor(body: LuaFunction, input: LuaResult = EMPTY) {
    super(body);
    this.isMain = true;
    this.input = input;
  }

  /** Runs it until it ends or waits, as `run`. */
  proceed(): LuaResult {
    const { input, failure } = this;
    this.input = EMPTY;
    if (failure === null) return this.run(input);
    this.failure = null;
    return this.raise(failure);
  }

  /** Its wait at a channel; a task waits at one channel at a time, unless it selects. */
  get waiter(): Waiter {
    this.ownWaiter ??= new Waiter(this);
    return this.ownWaiter;
  }
}

/** The reason of a task that waits in a queue inside the process (a channel, the inbox): whoever wakes it knows. */
export const PARKED: Suspension = { kind: 'block', request: null };

/** Suspends the running task until something inside the process wakes it: `return park()`. */
export function park(): LuaResult {
  state.reason = PARKED;
  return SUSPEND;
}

/** First in, first out; the links are in the tasks. */
export class TaskQueue {
  private first: Task | null = null;
  private last: Task | null = null;

  get isEmpty(): boolean {
    return this.first === null;
  }

  push(task: Task): void {
    if (this.last === null) this.first = task;
    else this.last.next = task;
    this.last = task;
  }

  /** Puts a task in front of all others. */
  unshift(task: Task): void {
    task.next = this.first;
    this.first = task;
    if (this.last === null) this.last = task;
  }

  shift(): Task | null {
    const task = this.first;
    if (task === null) return null;
    this.first = task.next;
    if (this.first === null) this.last = null;
    task.next = null;
    return task;
  }
}
