import type { Outcome } from '../../core/scheduler/process.ts';
import type { ProcessRecord } from '../../core/scheduler/process-record.ts';
import type { ProcessLifecycle } from '../../core/scheduler/scheduler.ts';

/** Handlers of the start, the upgrades and the end of processes, called in the order of registration. */
export class LifecycleRegistry implements ProcessLifecycle {
  private handlers: readonly { readonly name: string; readonly lifecycle: ProcessLifecycle }[] = [];

  /** A handler with a known name takes the place of the former one. */
  register(name: string, lifecycle: ProcessLifecycle): void {
    const entry = { name, lifecycle };
    this.handlers = this.handlers.some((handler) => handler.name === name)
      ? this.handlers.map((handler) => (handler.name === name ? entry : handler))
      : [...this.handlers, entry];
  }

  /** False when there is no such handler. */
  unregister(name: string): boolean {
    const before = this.handlers.length;
    this.handlers = this.handlers.filter((handler) => handler.name !== name);
    return this.handlers.length < before;
  }

  started(record: ProcessRecord): void {
    const handlers = this.handlers;
    for (let index = 0; index < handlers.length; index++) handlers[index].lifecycle.started(record);
  }

  upgraded(record: ProcessRecord): void {
    for (const { lifecycle } of this.handlers) lifecycle.upgraded?.(record);
  }

  ended(record: ProcessRecord, outcome: Outcome): void {
    const handlers = this.handlers;
    for (let index = 0; index < handlers.length; index++) handlers[index].lifecycle.ended(record, outcome);
  }
}
