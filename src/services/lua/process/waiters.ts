/** Who waits at a channel, in order. */

import type { LuaValue } from '../../../lua/runtime/values.ts';
import type { Task } from './task.ts';

/** One wait at one channel: of a receiver, or of a sender with its value. */
export class Waiter {
  /** Null for a value that no task sends: a message of a topic. */
  readonly task: Task | null;
  /** The select that it belongs to, of which only the first wait counts. */
  readonly selection: Selection | null;
  value: LuaValue = undefined;
  list: WaiterList | null = null;
  previous: Waiter | null = null;
  next: Waiter | null = null;

  constructor(task: Task | null, selection: Selection | null = null) {
    this.task = task;
    this.selection = selection;
  }
}

/** The waits of one select. */
export class Selection {
  private readonly waiters: Waiter[] = [];

  /** Another wait of the task. */
  add(task: Task): Waiter {
    const waiter = new Waiter(task, this);
    this.waiters.push(waiter);
    return waiter;
  }

  /** Ends all waits: one of them has come to its end. A select in a loop must leave nothing behind at quiet channels. */
  end(): void {
    for (const waiter of this.waiters) waiter.list?.remove(waiter);
  }
}

/** First in, first out; members can leave from anywhere. */
export class WaiterList {
  private first: Waiter | null = null;
  private last: Waiter | null = null;

  get isEmpty(): boolean {
    return this.first === null;
  }

  push(waiter: Waiter): void {
    waiter.list = this;
    waiter.previous = this.last;
    if (this.last === null) this.first = waiter;
    else this.last.next = waiter;
    this.last = waiter;
  }

  shift(): Waiter | null {
    const waiter = this.first;
    if (waiter !== null) this.remove(waiter);
    return waiter;
  }

  remove(waiter: Waiter): void {
    const { previous, next } = waiter;
    if (previous === null) this.first = next;
    else previous.next = next;
    if (next === null) this.last = previous;
    else next.previous = previous;
    waiter.list = null;
    waiter.previous = null;
    waiter.next = null;
  }
}
