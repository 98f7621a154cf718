/**
 * Channels between the tasks of one process, with Go's rules: an unbuffered send meets a receive, a buffered one waits
 * while the buffer is full, receiving from a closed channel gives what is left and then nil, false.
 */

import { Message } from '../../../core/relay/message.ts';
import { RingQueue } from '../../../core/scheduler/ring-queue.ts';
import { typeError } from '../../../lua/runtime/arguments.ts';
import { LuaError } from '../../../lua/runtime/errors.ts';
import { shape } from '../../../lua/runtime/shapes.ts';
import { EMPTY, type LuaResult, type LuaTable, type LuaValue, Userdata } from '../../../lua/runtime/values.ts';
import { library } from '../../../lua/stdlib/library.ts';
import { park, type Task } from './task.ts';
import { type Selection, Waiter, WaiterList } from './waiters.ts';

/** Wakes a parked task with the values that its call returns. */
export interface Waker {
  readonly currentTask: Task;
  wake(task: Task, input: LuaResult): void;
  /** Wakes it with an error, which is made at the place where it waits. */
  wakeWithError(task: Task, create: () => LuaError): void;
}

function sendOnClosed(): LuaError {
  return LuaError.located('send on closed channel');
}

/** What `channel.select` gives. */
export function selected(channel: Channel, value: LuaValue, ok: boolean): LuaTable {
  Selected ??= shape(['channel', 'value', 'ok']);
  return new Selected(channel, value, ok);
}

let Selected: (new (...fields: LuaValue[]) => LuaTable) | undefined;

/** The capacity of a channel that always has room: V8 keeps it, unlike infinity, without an object. */
export const UNLIMITED = 2 ** 30;

/** The most values that the first allocation of a buffer holds. */
const FIRST_BUFFER = 8;

/** A channel, and at the same time its Lua value: equal to itself however Lua comes by it. */
export class Channel extends Userdata<Channel> {
  readonly capacity: number;
  private readonly waker: Waker;
  /** Makes the value of a message when it is received; null where no messages are posted. */
  private readonly view: ((message: Message) => LuaValue) | null;
  private buffer: RingQueue<LuaValue | Message> | null = null;
  private receivers: WaiterList | null = null;
  private senders: WaiterList | null = null;
  private ownReceiveCase: SelectCase | null = null;
  closed = false;

  constructor(waker: Waker, capacity: number, view: ((message: Message) => LuaValue) | null = null) {
    metatable ??= createMetatable();
    super(undefined as unknown as Channel, metatable);
    (this as { data: Channel }).data = this;
    this.waker = waker;
    this.capacity = capacity;
    this.view = view;
  }

  /** Values in the buffer. */
  get size(): number {
    return this.buffer === null ? 0 : this.buffer.length;
  }

  /** Sends without waiting; false where nobody takes the value. Throws on a closed channel. */
  trySend(value: LuaValue): boolean {
    if (this.closed) throw sendOnClosed();
    const receiver = this.receivers === null ? null : this.receivers.shift();
    if (receiver !== null) {
      this.deliver(receiver, value, true);
      return true;
    }
    if (this.size >= this.capacity) return false;
    this.keep(value);
    return true;
  }

  private keep(value: LuaValue | Message): void {
    this.buffer ??= new RingQueue(Math.min(this.capacity, FIRST_BUFFER));
    this.buffer.push(value);
  }

  /** `channel:send(value)`. */
  send(value: LuaValue): LuaResult {
    if (this.trySend(value)) return true;
    this.addSender(this.waker.currentTask.waiter, value);
    return park();
  }

  /** Sends on behalf of nobody: a value for which there is no room waits without limit. Dropped on a closed channel. */
  post(value: LuaValue): void {
    if (this.closed || this.trySend(value)) return;
    this.addSender(new Waiter(null), value);
  }

  /**
   * Gives a message to a channel that views messages: to a waiting receiver, else it is kept however many there are. False
   * where it was kept.
   */
  postMessage(message: Message): boolean {
    if (this.closed) return true;
    const receiver = this.receivers === null ? null : this.receivers.shift();
    if (receiver === null) {
      this.keep(message);
      return false;
    }
    this.deliver(receiver, this.seen(message), true);
    return true;
  }

  /** The value of something from the buffer. A program may send into the channel of a topic, too. */
  private seen(item: LuaValue | Message): LuaValue {
    return this.view !== null && item instanceof Message ? this.view(item) : (item as LuaValue);
  }

  /** Takes the messages out that nobody has received. */
  takeMessages(): Message[] {
    const messages: Message[] = [];
    for (let left = this.size; left > 0; left--) {
      const item = this.buffer?.shift();
      if (item instanceof Message) messages.push(item);
    }
    return messages;
  }

  private addSender(waiter: Waiter, value: LuaValue): void {
    waiter.value = value;
    this.senders ??= new WaiterList();
    this.senders.push(waiter);
  }

  /** Receives without waiting: value and whether it was sent, or null where nothing is there. */
  tryReceive(): [LuaValue, boolean] | null {
    const sender = this.senders === null ? null : this.senders.shift();
    if (this.buffer !== null && this.buffer.length > 0) {
      const item = this.buffer.shift();
      if (sender !== null) this.buffer.push(this.take(sender));
      return [this.seen(item), true];
    }
    if (sender !== null) return [this.take(sender), true];
    return this.closed ? [undefined, false] : null;
  }

  /** `channel:receive()`. */
  receive(): LuaResult {
    const ready = this.tryReceive();
    if (ready !== null) return ready;
    this.addReceiver(this.waker.currentTask.waiter);
    return park();
  }

  private addReceiver(waiter: Waiter): void {
    this.receivers ??= new WaiterList();
    this.receivers.push(waiter);
  }

  /** Makes the running task wait here as a part of its select. */
  addCase(selection: Selection, { sends, value }: SelectCase): void {
    const waiter = selection.add(this.waker.currentTask);
    if (sends) this.addSender(waiter, value);
    else this.addReceiver(waiter);
  }

  /** Gives a value to a receiver that has left the list. */
  private deliver({ task, selection }: Waiter, value: LuaValue, ok: boolean): void {
    if (selection === null) {
      this.waker.wake(task as Task, [value, ok]);
    } else {
      selection.end();
      this.waker.wake(task as Task, selected(this, value, ok));
    }
  }

  /** Takes the value of a sender that has left the list, and lets it go on. */
  private take(sender: Waiter): LuaValue {
    const { task, selection, value } = sender;
    sender.value = undefined;
    if (selection !== null) {
      selection.end();
      this.waker.wake(task as Task, selected(this, value, true));
    } else if (task !== null) {
      this.waker.wake(task, true);
    }
    return value;
  }

  /**
   * Closes. Waiting receivers get nil, false; waiting senders raise an error, their values are lost. What is in the buffer
   * can still be received. Closing twice is fine.
   */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (let waiter = this.receivers?.shift() ?? null; waiter !== null; waiter = this.receivers?.shift() ?? null) {
      this.deliver(waiter, undefined, false);
    }
    for (let waiter = this.senders?.shift() ?? null; waiter !== null; waiter = this.senders?.shift() ?? null) {
      waiter.selection?.end();
      if (waiter.task !== null) this.waker.wakeWithError(waiter.task, sendOnClosed);
    }
  }

  /** What `channel:case_receive()` gives. A case has no state, so one serves every select. */
  get receiveCase(): SelectCase {
    this.ownReceiveCase ??= new SelectCase(this, false, undefined);
    return this.ownReceiveCase;
  }
}

/** One possibility of a select, and at the same time its Lua value. */
export class SelectCase extends Userdata<null> {
  readonly channel: Channel;
  readonly sends: boolean;
  readonly value: LuaValue;

  constructor(channel: Channel, sends: boolean, value: LuaValue) {
    caseMetatable ??= library({ __name: 'channel.case', __metatable: false });
    super(null, caseMetatable);
    this.channel = channel;
    this.sends = sends;
    this.value = value;
  }
}

let caseMetatable: LuaTable | undefined;
let metatable: LuaTable | undefined;

/** The channel in an argument; throws `bad argument` where there is none. */
export function checkChannel(args: readonly LuaValue[], position: number, functionName: string): Channel {
  const value = args[position - 1];
  if (value instanceof Channel) return value;
  throw typeError(value, position, functionName, 'channel', args.length >= position);
}

function createMetatable(): LuaTable {
  return library({
    __name: 'channel',
    __metatable: false,
    __index: library({
      send: (self, value) => (self instanceof Channel ? self : checkChannel([self], 1, 'send')).send(value),
      receive: (self) => (self instanceof Channel ? self : checkChannel([self], 1, 'receive')).receive(),
      close: (self) => {
        checkChannel([self], 1, 'close').close();
        return EMPTY;
      },
      case_send: (self, value) => new SelectCase(checkChannel([self], 1, 'case_send'), true, value),
      case_receive: (self) => checkChannel([self], 1, 'case_receive').receiveCase,
    }),
    __tostring: (self) => {
      const { size, capacity, closed } = checkChannel([self], 1, 'tostring');
      return `channel{size=${size}, capacity=${capacity < UNLIMITED ? capacity : 'unlimited'}, closed=${closed}}`;
    },
  });
}
