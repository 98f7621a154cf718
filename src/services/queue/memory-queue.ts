/** A queue in memory: first in, first out. */

import { RingQueue } from '../../core/scheduler/ring-queue.ts';
import type { Clock, TimerHandle } from '../../infrastructure/clock.ts';
import type { WippyError } from '../../infrastructure/errors.ts';
import { copyPayload } from '../lua/convert/payloads.ts';
import type { Attachment, Publishing, QueueSettings, QueueStatistics } from './driver.ts';
import { queueClosed } from './errors.ts';
import { Delivery, type Message } from './message.ts';

interface Publisher {
  readonly message: Message;
  resolve(): void;
  reject(error: WippyError): void;
}

export interface MemoryQueueOptions {
  readonly clock: Clock;
  /** Takes a message that was delivered in vain too often. */
  readonly bury: (message: Message, settings: QueueSettings) => void;
}

/** Milliseconds before a message that has failed again is delivered again; the first time it is at once. */
function redeliveryDelay(failures: number): number {
  return failures <= 1 ? 0 : Math.min(1000, 10 * 2 ** Math.min(failures - 2, 10));
}

export class MemoryQueue {
  settings: QueueSettings;
  private readonly options: MemoryQueueOptions;
  /** Given back by consumers that stopped; these come before all others. */
  private readonly returned: Message[] = [];
  private readonly messages = new RingQueue<Message>();
  private readonly publishers = new Set<Publisher>();
  private readonly consumers = new Set<() => void>();
  private readonly delayed = new Map<Message, TimerHandle>();
  private inFlight = 0;
  private closed = false;

  constructor(settings: QueueSettings, options: MemoryQueueOptions) {
    this.settings = settings;
    this.options = options;
  }

  get statistics(): QueueStatistics {
    const ready = this.returned.length + this.messages.length;
    const { inFlight, delayed, publishers, consumers } = this;
    return {
      messageCount: ready + inFlight + delayed.size + publishers.size,
      ready,
      inFlight,
      consumerCount: consumers.size,
    };
  }

  /** Takes the message, at once or when there is room. */
  publish(message: Message): Publishing {
    if (this.closed) throw queueClosed(this.settings.id);
    if (this.publishers.size === 0 && this.hasRoom) {
      this.add(message);
      return { done: Promise.resolve(), cancel: () => undefined };
    }
    let publisher!: Publisher;
    const done = new Promise<void>((resolve, reject) => {
      publisher = { message, resolve, reject };
    });
    this.publishers.add(publisher);
    return { done, cancel: () => this.publishers.delete(publisher) };
  }

  attach(onReady: () => void): Attachment {
    if (this.closed) throw queueClosed(this.settings.id);
    this.consumers.add(onReady);
    return {
      take: () => this.take(),
      giveBack: (deliveries) => {
        this.inFlight -= deliveries.length;
        if (this.closed) return;
        this.returned.unshift(...deliveries.map(({ message }) => message));
        this.wake();
      },
      detach: () => this.consumers.delete(onReady),
    };
  }

  /** Refuses everybody from now on. @returns the number of messages that are lost. */
  close(): number {
    this.closed = true;
    const lost = this.returned.length + this.messages.length + this.delayed.size + this.publishers.size;
    for (const timer of this.delayed.values()) this.options.clock.clearTimer(timer);
    for (const publisher of this.publishers) publisher.reject(queueClosed(this.settings.id));
    this.delayed.clear();
    this.publishers.clear();
    this.consumers.clear();
    this.returned.length = 0;
    while (this.messages.shift() !== undefined);
    return lost;
  }

  private get hasRoom(): boolean {
    return this.returned.length + this.messages.length < this.settings.maxLength;
  }

  private add(message: Message): void {
    this.messages.push(message);
    this.wake();
  }

  private wake(): void {
    for (const onReady of this.consumers) onReady();
  }

  private take(): Delivery | null {
    const message = this.returned.shift() ?? this.messages.shift();
    if (message === undefined) return null;
    this.inFlight++;
    this.admit();
    const delivered = { ...message, body: copyPayload(message.body) };
    return new Delivery(delivered, (acknowledged) => this.settled(message, acknowledged));
  }

  /** Lets publishers in that wait for room. */
  private admit(): void {
    for (const publisher of this.publishers) {
      if (!this.hasRoom) return;
      this.publishers.delete(publisher);
      this.add(publisher.message);
      publisher.resolve();
    }
  }

  private settled(message: Message, acknowledged: boolean): void {
    this.inFlight--;
    if (acknowledged || this.closed) return;
    const failed = { ...message, failures: message.failures + 1 };
    const { deadLetter } = this.settings;
    if (deadLetter !== null && failed.failures >= deadLetter.maxAttempts) {
      this.options.bury(failed, this.settings);
      return;
    }
    this.requeue(failed);
  }

  /** Adds at the end, beyond the limit if need be: a message that was accepted is not lost. */
  requeue(message: Message): void {
    const delay = redeliveryDelay(message.failures);
    if (delay === 0) {
      this.add(message);
      return;
    }
    const timer = this.options.clock.setTimer(() => {
      this.delayed.delete(message);
      this.add(message);
    }, delay);
    this.delayed.set(message, timer);
  }
}
