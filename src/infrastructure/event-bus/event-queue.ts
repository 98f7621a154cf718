/** A subscriber that reads events when it wants to: a bounded queue with a stated policy for a slow reader. */
import type { Event } from './event.ts';

/**
 * What happens to an event for a full queue. `drop-oldest` and `drop-newest` lose one event and count it; `hold` makes
 * the dispatcher wait for room, so nothing is lost but every other subscriber waits too (publishers never wait: their
 * events stay in the queue of the bus). Choose `hold` only for a reader that is known to keep reading.
 */
export type OverflowPolicy = 'drop-oldest' | 'drop-newest' | 'hold';

/** Events in order, one at a time. Ends when the subscription ends and the queued events are read. */
export class EventQueue implements AsyncIterable<Event> {
  readonly capacity: number;
  readonly overflow: OverflowPolicy;
  readonly #close: () => void;
  #events: Event[] = [];
  #readers: ((event: Event | undefined) => void)[] = [];
  #room: (() => void)[] = [];
  #dropped = 0;
  #closed = false;

  constructor(capacity: number, overflow: OverflowPolicy, close: () => void) {
    this.capacity = capacity;
    this.overflow = overflow;
    this.#close = close;
  }

  /** Events lost because the reader was too slow. */
  get dropped(): number {
    return this.#dropped;
  }

  get size(): number {
    return this.#events.length;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The next event, or undefined once the subscription has ended. */
  receive(): Promise<Event | undefined> {
    const event = this.#events.shift();
    if (event !== undefined) {
      this.#room.shift()?.();
      return Promise.resolve(event);
    }
    if (this.#closed) return Promise.resolve(undefined);
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Event> {
    for (let event = await this.receive(); event !== undefined; event = await this.receive()) yield event;
  }

  /** Ends the subscription; queued events can still be read. */
  close(): void {
    this.#close();
  }

  /** For the bus: hands an event over; a promise if the dispatcher has to wait. */
  offer(event: Event): void | Promise<void> {
    if (this.#closed) return undefined;
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader(event);
      return undefined;
    }
    if (this.#events.length < this.capacity) {
      this.#events.push(event);
      return undefined;
    }
    if (this.overflow === 'hold') {
      return new Promise<void>((resolve) => this.#room.push(resolve)).then(() => this.offer(event));
    }
    this.#dropped++;
    if (this.overflow === 'drop-oldest') {
      this.#events.shift();
      this.#events.push(event);
    }
    return undefined;
  }

  /** For the bus: the subscription has ended. */
  end(): void {
    this.#closed = true;
    for (const reader of this.#readers.splice(0)) reader(undefined);
    for (const wake of this.#room.splice(0)) wake();
  }
}
