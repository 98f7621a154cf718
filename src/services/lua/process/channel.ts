/**
 * Channels between the tasks of one process, with Go's rules: an unbuffered send meets a receive, a buffered one waits
 * while the buffer is full, receiving from a closed channel gives what is left and then nil, false.
 */

import { LuaError } from '../../../lua/runtime/errors.ts';
import type { LuaResult, LuaValue } from '../../../lua/runtime/values.ts';
import { park, type Task } from './task.ts';

/** Wakes a parked task with the values that its call returns. */
export interface Waker {
  readonly currentTask: Task;
  wake(task: Task, input: LuaResult): void;
}

/** Several waits of which only the first counts. */
export interface Selection {
  done: boolean;
}

interface Receiver {
  task: Task;
  selection: Selection | null;
  /** What the task is woken with. */
  deliver: (value: LuaValue, ok: boolean) => LuaResult;
}

interface Sender {
  task: Task;
  selection: Selection | null;
  value: LuaValue;
  sent: LuaResult;
}

const received = (value: LuaValue, ok: boolean): LuaResult => [value, ok];

/** A queue from which the ends of cancelled selections are dropped when they come up. */
class Waiting<T extends { selection: Selection | null }> {
  private items: T[] = [];
  private head = 0;

  push(item: T): void {
    this.items.push(item);
  }

  shift(): T | undefined {
    while (this.head < this.items.length) {
      const item = this.items[this.head] as T;
      this.items[this.head++] = undefined as unknown as T;
      if (this.head === this.items.length) {
        this.items.length = 0;
        this.head = 0;
      } else if (this.head > 1024 && this.head * 2 > this.items.length) {
        this.items = this.items.slice(this.head);
        this.head = 0;
      }
      const { selection } = item;
      if (selection === null) return item;
      if (selection.done) continue;
      selection.done = true;
      return item;
    }
    return undefined;
  }

  get hasLive(): boolean {
    for (let index = this.head; index < this.items.length; index++) {
      const { selection } = this.items[index] as T;
      if (selection === null || !selection.done) return true;
    }
    return false;
  }
}

export class Channel {
  readonly capacity: number;
  private readonly waker: Waker;
  private buffer: LuaValue[] = [];
  private head = 0;
  private receivers: Waiting<Receiver> | null = null;
  private senders: Waiting<Sender> | null = null;
  closed = false;
  /** Told when a receiver begins to wait: topics deliver what they hold. */
  onReceiver: (() => void) | null = null;

  constructor(waker: Waker, capacity: number) {
    this.waker = waker;
    this.capacity = capacity;
  }

  /** Values in the buffer. */
  get size(): number {
    return this.buffer.length - this.head;
  }

  private push(value: LuaValue): void {
    this.buffer.push(value);
  }

  private take(): LuaValue {
    const value = this.buffer[this.head];
    this.buffer[this.head++] = undefined;
    if (this.head === this.buffer.length) {
      this.buffer = [];
      this.head = 0;
    } else if (this.head > 256 && this.head * 2 > this.buffer.length) {
      this.buffer = this.buffer.slice(this.head);
      this.head = 0;
    }
    return value;
  }

  /** Sends without waiting; false where nobody takes the value. Throws on a closed channel. */
  trySend(value: LuaValue): boolean {
    if (this.closed) throw LuaError.located('send on closed channel');
    const receiver = this.receivers?.shift();
    if (receiver !== undefined) {
      this.waker.wake(receiver.task, receiver.deliver(value, true));
      return true;
    }
    if (this.size >= this.capacity) return false;
    this.push(value);
    return true;
  }

  send(value: LuaValue): LuaResult {
    if (this.trySend(value)) return true;
    this.addSender(value, null, true);
    return park();
  }

  addSender(value: LuaValue, selection: Selection | null, sent: LuaResult): void {
    this.senders ??= new Waiting();
    this.senders.push({ task: this.waker.currentTask, selection, value, sent });
  }

  /** Whether `tryReceive` would give something. */
  get hasValue(): boolean {
    return this.size > 0 || this.closed || (this.senders?.hasLive ?? false);
  }

  /** Whether `trySend` would succeed or throw. */
  get hasRoom(): boolean {
    return this.closed || this.size < this.capacity || (this.receivers?.hasLive ?? false);
  }

  /** Receives without waiting: value and whether it was sent, or null where nothing is there. */
  tryReceive(): [LuaValue, boolean] | null {
    if (this.size > 0) {
      const value = this.take();
      const sender = this.senders?.shift();
      if (sender !== undefined) {
        this.push(sender.value);
        this.waker.wake(sender.task, sender.sent);
      }
      return [value, true];
    }
    const sender = this.senders?.shift();
    if (sender !== undefined) {
      this.waker.wake(sender.task, sender.sent);
      return [sender.value, true];
    }
    return this.closed ? [undefined, false] : null;
  }

  receive(): LuaResult {
    const ready = this.tryReceive();
    if (ready !== null) return ready;
    this.addReceiver(null, received);
    return park();
  }

  addReceiver(selection: Selection | null, deliver: (value: LuaValue, ok: boolean) => LuaResult): void {
    this.receivers ??= new Waiting();
    this.receivers.push({ task: this.waker.currentTask, selection, deliver });
    this.onReceiver?.();
  }

  /** Closes; waiting receivers get nil, false. Waiting senders stay: their values are still received. */
  close(): void {
    if (this.closed) throw LuaError.located('close of closed channel');
    this.closed = true;
    for (let receiver = this.receivers?.shift(); receiver !== undefined; receiver = this.receivers?.shift()) {
      this.waker.wake(receiver.task, receiver.deliver(undefined, false));
    }
  }
}
