/** `queue.driver.memory`: queues that live as long as the driver runs. */

import type { Clock } from '../../infrastructure/clock.ts';
import { toWippyError } from '../../infrastructure/errors.ts';
import type { Logger } from '../../infrastructure/logger/index.ts';
import type { Attachment, Publishing, QueueDriver, QueueSettings, QueueStatistics } from './driver.ts';
import { queueNotFound } from './errors.ts';
import { MemoryQueue } from './memory-queue.ts';
import type { HeaderValue, Message } from './message.ts';

export interface MemoryDriverOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Publishes to a queue of any driver; for dead letters. */
  readonly publish: (queue: string, message: Message) => Publishing;
}

export class MemoryDriver implements QueueDriver {
  private readonly options: MemoryDriverOptions;
  private readonly settings = new Map<string, QueueSettings>();
  private readonly queues = new Map<string, MemoryQueue>();
  private stopped = false;

  constructor(options: MemoryDriverOptions) {
    this.options = options;
  }

  /** Opens the queues again that a stop has closed, empty. */
  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    for (const settings of this.settings.values()) this.open(settings);
  }

  stop(): void {
    this.stopped = true;
    for (const queue of this.queues.values()) this.close(queue);
    this.queues.clear();
  }

  declare(settings: QueueSettings): void {
    this.settings.set(settings.id, settings);
    const queue = this.queues.get(settings.id);
    if (queue !== undefined) queue.settings = settings;
    else if (!this.stopped) this.open(settings);
  }

  remove(id: string): void {
    this.settings.delete(id);
    const queue = this.queues.get(id);
    this.queues.delete(id);
    if (queue !== undefined) this.close(queue);
  }

  publish(id: string, message: Message): Publishing {
    return this.require(id).publish(message);
  }

  attach(id: string, onReady: () => void): Attachment {
    return this.require(id).attach(onReady);
  }

  statistics(id: string): QueueStatistics {
    return this.require(id).statistics;
  }

  private require(id: string): MemoryQueue {
    const queue = this.queues.get(id);
    if (queue === undefined) throw queueNotFound(id, this.queues.keys());
    return queue;
  }

  private open(settings: QueueSettings): void {
    const queue: MemoryQueue = new MemoryQueue(settings, {
      clock: this.options.clock,
      bury: (message) => this.bury(queue, message),
    });
    this.queues.set(settings.id, queue);
  }

  private close(queue: MemoryQueue): void {
    const lost = queue.close();
    if (lost === 0) return;
    this.options.logger.warn('messages of a queue in memory are lost', { queue: queue.settings.id, messages: lost });
  }

  /** Moves a message to the dead letters; where that fails it stays. */
  private bury(queue: MemoryQueue, message: Message): void {
    const { id, deadLetter } = queue.settings;
    if (deadLetter === null) return;
    const headers = new Map<string, HeaderValue>(message.headers)
      .set('attempts', message.failures)
      .set('x_original_queue', id)
      .set('x_dead_letter_reason', 'max_attempts')
      .set('x_dead_letter_time', Math.floor(this.options.clock.now() / 1000));
    const stay = (thrown: unknown): void => {
      const error = toWippyError(thrown);
      this.options.logger.error('message cannot be moved to the dead letters', {
        queue: id,
        message: message.id,
        error,
      });
      queue.requeue(message);
    };
    try {
      this.options.publish(deadLetter.queue, { ...message, headers, failures: 0 }).done.catch(stay);
    } catch (thrown) {
      stay(thrown);
    }
  }
}
