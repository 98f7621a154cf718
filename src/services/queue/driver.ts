/** What a broker must be able to do. */

import type { Delivery, Message } from './message.ts';

/** Where messages go that were delivered in vain. */
export interface DeadLetter {
  /** Entry id of the other queue. */
  readonly queue: string;
  /** Deliveries before the message goes there. */
  readonly maxAttempts: number;
}

export interface QueueSettings {
  /** Entry id. */
  readonly id: string;
  /** Messages that may wait before publishers have to. */
  readonly maxLength: number;
  readonly deadLetter: DeadLetter | null;
}

export interface QueueStatistics {
  /** Waiting or in the hands of consumers. */
  readonly messageCount: number;
  /** Ready to be delivered. */
  readonly ready: number;
  readonly inFlight: number;
  readonly consumerCount: number;
}

/** A consumer at a queue. */
export interface Attachment {
  /** Takes the next message, or null where none is ready; `onReady` is called when there may be one. */
  take(): Delivery | null;
  /** Puts messages back that were taken and not worked on, at the front and in their order. */
  giveBack(deliveries: readonly Delivery[]): void;
  detach(): void;
}

export interface Publishing {
  /** Settles when the queue has taken the message. */
  readonly done: Promise<void>;
  /** Gives the message up while it still waits for room. */
  cancel(): void;
}

export interface QueueDriver {
  /** Makes the queue, or gives one that is there other settings; its messages stay. */
  declare(settings: QueueSettings): void;
  remove(queue: string): void;
  /** @throws WippyError NotFound, or Unavailable for a driver that was stopped. */
  publish(queue: string, message: Message): Publishing;
  attach(queue: string, onReady: () => void): Attachment;
  statistics(queue: string): QueueStatistics;
}
