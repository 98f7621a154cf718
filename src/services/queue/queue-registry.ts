/** The queues of the application and the drivers behind them, by entry id. */

import { contextKey } from '../../infrastructure/app-context.ts';
import type { Attachment, Publishing, QueueDriver, QueueSettings, QueueStatistics } from './driver.ts';
import { driverNotFound, queueNotFound } from './errors.ts';
import type { Delivery, Message } from './message.ts';

export class QueueRegistry {
  private readonly drivers = new Map<string, QueueDriver>();
  /** Queue to driver. */
  private readonly queues = new Map<string, string>();
  private readonly consumers = new Map<string, Set<MovingAttachment>>();

  setDriver(id: string, driver: QueueDriver): void {
    this.drivers.set(id, driver);
  }

  deleteDriver(id: string): void {
    this.drivers.delete(id);
  }

  /** @throws WippyError NotFound `queue driver not found: X`. */
  declare(driver: string, settings: QueueSettings): void {
    this.driver(driver).declare(settings);
    const former = this.queues.get(settings.id);
    this.queues.set(settings.id, driver);
    if (former === undefined || former === driver) return;
    this.drivers.get(former)?.remove(settings.id);
    for (const consumer of this.consumers.get(settings.id) ?? []) consumer.moveTo(this.driver(driver));
  }

  remove(queue: string): void {
    const driver = this.queues.get(queue);
    this.queues.delete(queue);
    if (driver !== undefined) this.drivers.get(driver)?.remove(queue);
  }

  /** @throws WippyError NotFound `queue not found: X`, Unavailable for a driver that was stopped. */
  publish(queue: string, message: Message): Publishing {
    return this.of(queue).publish(queue, message);
  }

  /** A consumer follows its queue to another driver. */
  attach(queue: string, onReady: () => void): Attachment {
    const consumer = new MovingAttachment(queue, this.of(queue), onReady);
    const consumers = this.consumers.get(queue) ?? new Set();
    this.consumers.set(queue, consumers.add(consumer));
    consumer.onDetach = () => {
      if (consumers.delete(consumer) && consumers.size === 0) this.consumers.delete(queue);
    };
    return consumer;
  }

  statistics(queue: string): QueueStatistics {
    return this.of(queue).statistics(queue);
  }

  private of(queue: string): QueueDriver {
    const driver = this.queues.get(queue);
    if (driver === undefined) throw queueNotFound(queue, this.queues.keys());
    return this.driver(driver);
  }

  private driver(id: string): QueueDriver {
    const driver = this.drivers.get(id);
    if (driver === undefined) throw driverNotFound(id);
    return driver;
  }
}

/** A consumer at a queue whose driver may change. */
class MovingAttachment implements Attachment {
  onDetach: () => void = () => undefined;
  private readonly queue: string;
  private readonly onReady: () => void;
  private current: Attachment;
  /** From which driver messages came that are in the hands of the consumer. */
  private readonly taken = new WeakMap<Delivery, Attachment>();

  constructor(queue: string, driver: QueueDriver, onReady: () => void) {
    this.queue = queue;
    this.onReady = onReady;
    this.current = driver.attach(queue, onReady);
  }

  moveTo(driver: QueueDriver): void {
    this.current.detach();
    this.current = driver.attach(this.queue, this.onReady);
    this.onReady();
  }

  take(): Delivery | null {
    const delivery = this.current.take();
    if (delivery !== null) this.taken.set(delivery, this.current);
    return delivery;
  }

  giveBack(deliveries: readonly Delivery[]): void {
    const origins = new Set(deliveries.map((delivery) => this.taken.get(delivery) ?? this.current));
    for (const origin of origins) {
      origin.giveBack(deliveries.filter((delivery) => (this.taken.get(delivery) ?? this.current) === origin));
    }
  }

  detach(): void {
    this.current.detach();
    this.onDetach();
  }
}

export const queuesKey = contextKey<QueueRegistry>('queues');
