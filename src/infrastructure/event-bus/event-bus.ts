/**
 * Publish/subscribe between components. One dispatcher takes the events in the order of publication; delivery is
 * queued, so a publisher never waits and never runs a subscriber's code. Each subscriber gets its events in order, one
 * after the other; a slow or failing subscriber does not hold the others.
 * Rule: internals/events of the Wippy documentation.
 */
import { ErrorKind, WippyError } from '../errors.ts';
import { compileWildcard, type Wildcard } from '../wildcard.ts';
import type { Event, EventPattern } from './event.ts';
import { EventQueue, type OverflowPolicy } from './event-queue.ts';

/** A subscriber's code. A promise is awaited before the next event is handed over. */
export type EventHandler = (event: Event) => void | Promise<void>;

export interface SubscribeOptions {
  /** The subscription ends when this aborts. */
  signal?: AbortSignal;
}

export interface QueueOptions extends SubscribeOptions {
  /** Events held for the reader; default 16. */
  capacity?: number;
  /** Default `drop-oldest`. */
  overflow?: OverflowPolicy;
}

export interface EventBusOptions {
  /** Told about every error a subscriber's handler throws. */
  onError?: (error: unknown, event: Event) => void;
  /** Default 4096. */
  maxSubscribers?: number;
}

interface Subscriber {
  readonly system: Wildcard | undefined;
  readonly kind: Wildcard | undefined;
  deliver(event: Event): void | Promise<void>;
  end(): void;
}

/** After this many events in one go the dispatcher lets timers and I/O run. */
const eventsPerTurn = 1024;

/** The bus. `close()` ends every subscription; events published afterwards are dropped. */
export class EventBus {
  readonly #subscribers = new Set<Subscriber>();
  readonly #maxSubscribers: number;
  readonly #idleWaiters: (() => void)[] = [];
  #onError: (error: unknown, event: Event) => void;
  #queue: Event[] = [];
  #dispatching = false;
  #runningHandlers = 0;
  /** Counted over all runs of the dispatcher: a handler that publishes one event for each would otherwise never let go. */
  #handled = 0;
  #closed = false;

  constructor(options: EventBusOptions = {}) {
    this.#onError = options.onError ?? (() => undefined);
    this.#maxSubscribers = options.maxSubscribers ?? 4096;
  }

  /** Replaces the receiver of handler errors; the logger exists only after the bus. */
  set onError(report: (error: unknown, event: Event) => void) {
    this.#onError = report;
  }

  /** Whether an event of this system and kind would reach anybody; lets publishers of many events save the work. */
  hasSubscribers(system: string, kind: string): boolean {
    for (const subscriber of this.#subscribers) {
      if (subscriber.system !== undefined && !subscriber.system.matches(system)) continue;
      if (subscriber.kind === undefined || subscriber.kind.matches(kind)) return true;
    }
    return false;
  }

  get subscriberCount(): number {
    return this.#subscribers.size;
  }

  /** Queues an event and returns at once. */
  publish(event: Event): void {
    if (this.#closed) return;
    this.#queue.push(event);
    if (this.#dispatching) return;
    this.#dispatching = true;
    queueMicrotask(() => void this.#dispatch());
  }

  /**
   * Calls the handler for each matching event published from now on.
   * @returns a function that ends the subscription; events not yet handed over are dropped.
   * @throws LimitExceeded above the subscriber limit, InvalidState after `close()`.
   */
  subscribe(pattern: EventPattern, handler: EventHandler, options: SubscribeOptions = {}): () => void {
    let waiting: Event[] = [];
    let running = false;
    let ended = false;
    const drain = async (): Promise<void> => {
      running = true;
      this.#runningHandlers++;
      for (let event = waiting.shift(); event !== undefined && !ended; event = waiting.shift()) {
        try {
          await handler(event);
        } catch (error) {
          this.#reportError(error, event);
        }
      }
      running = false;
      this.#runningHandlers--;
      this.#checkIdle();
    };
    return this.#add(pattern, options.signal, {
      deliver(event) {
        waiting.push(event);
        if (!running) void drain();
      },
      end() {
        ended = true;
        waiting = [];
      },
    });
  }

  /** A bounded queue of the matching events for a reader that pulls. Errors as `subscribe`. */
  queue(pattern: EventPattern, options: QueueOptions = {}): EventQueue {
    let remove = (): void => undefined;
    const queue = new EventQueue(Math.max(1, options.capacity ?? 16), options.overflow ?? 'drop-oldest', () =>
      remove(),
    );
    remove = this.#add(pattern, options.signal, {
      deliver: (event) => queue.offer(event),
      end: () => queue.end(),
    });
    return queue;
  }

  /** Resolves when no event is queued and no handler runs; events in the queues of pulling readers do not count. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idleWaiters.push(resolve);
      queueMicrotask(() => this.#checkIdle());
    });
  }

  /** Ends all subscriptions and drops what is queued. */
  close(): void {
    this.#closed = true;
    this.#queue = [];
    for (const subscriber of [...this.#subscribers]) subscriber.end();
    this.#subscribers.clear();
  }

  #add(
    pattern: EventPattern,
    signal: AbortSignal | undefined,
    target: Pick<Subscriber, 'deliver' | 'end'>,
  ): () => void {
    if (this.#closed) {
      throw new WippyError('cannot subscribe: the event bus is closed', {
        kind: ErrorKind.InvalidState,
        retryable: false,
      });
    }
    if (this.#subscribers.size >= this.#maxSubscribers) {
      throw new WippyError(`cannot subscribe: the event bus has its maximum of ${this.#maxSubscribers} subscribers`, {
        kind: ErrorKind.LimitExceeded,
        retryable: true,
        details: { limit: this.#maxSubscribers },
        hint: 'End subscriptions that are no longer read.',
      });
    }
    const subscriber: Subscriber = {
      system: pattern.system === undefined ? undefined : compileWildcard(pattern.system),
      kind: pattern.kind === undefined ? undefined : compileWildcard(pattern.kind),
      deliver: target.deliver,
      end: target.end,
    };
    const remove = (): void => {
      signal?.removeEventListener('abort', remove);
      if (this.#subscribers.delete(subscriber)) subscriber.end();
    };
    this.#subscribers.add(subscriber);
    signal?.addEventListener('abort', remove, { once: true });
    if (signal?.aborted) remove();
    return remove;
  }

  async #dispatch(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue;
      this.#queue = [];
      for (const event of batch) {
        if (this.#closed) break;
        for (const subscriber of this.#subscribers) {
          if (subscriber.system !== undefined && !subscriber.system.matches(event.system)) continue;
          if (subscriber.kind !== undefined && !subscriber.kind.matches(event.kind)) continue;
          const wait = subscriber.deliver(event);
          if (wait !== undefined) await wait;
        }
        if (++this.#handled % eventsPerTurn === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    }
    this.#dispatching = false;
    this.#checkIdle();
  }

  #checkIdle(): void {
    if (this.#dispatching || this.#runningHandlers > 0) return;
    for (const resolve of this.#idleWaiters.splice(0)) resolve();
  }

  #reportError(error: unknown, event: Event): void {
    try {
      this.#onError(error, event);
    } catch {
      // A failing error reporter must not stop the delivery either.
    }
  }
}
