/** The queues of the application and the drivers behind them, by entry id. */

import { contextKey } from '../../infrastructure/app-context.ts';
import type { Attachment, Publishing, QueueDriver, QueueSettings, QueueStatistics } from './driver.ts';
import { driverNotFound, queueNotFound } from './errors.ts';
import type { Message } from './message.ts';

export class QueueRegistry {
  private readonly drivers = new Map<string, QueueDriver>();
  /** Queue to driver. */
  private readonly queues = new Map<string, string>();

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
    if (former !== undefined && former !== driver) this.drivers.get(former)?.remove(settings.id);
    this.queues.set(settings.id, driver);
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

  attach(queue: string, onReady: () => void): Attachment {
    return this.of(queue).attach(queue, onReady);
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

export const queuesKey = contextKey<QueueRegistry>('queues');
