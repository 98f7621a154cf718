import type { Outcome } from '../../core/scheduler/process.ts';
import type { ProcessRecord } from '../../core/scheduler/process-record.ts';
import type { ProcessLifecycle } from '../../core/scheduler/scheduler.ts';
import type { Event } from '../../infrastructure/event-bus/event.ts';

export const PROCESS_SYSTEM = 'process';
export const PROCESS_STARTED = 'process.started';
export const PROCESS_STOPPED = 'process.stopped';

/** The part of the event bus that is needed here. */
export interface EventPublisher {
  publish(event: Event): void;
  /** Whether anybody would get such an event; without it every event is published. */
  hasSubscribers?(system: string, kind: string): boolean;
}

/** Publishes `process.started` and `process.stopped`; the path is the text of the PID. */
export class EventLifecycle implements ProcessLifecycle {
  private readonly bus: EventPublisher;

  constructor(bus: EventPublisher) {
    this.bus = bus;
  }

  started(record: ProcessRecord): void {
    if (!this.wanted(PROCESS_STARTED)) return;
    const { pid, context } = record;
    this.bus.publish({
      system: PROCESS_SYSTEM,
      kind: PROCESS_STARTED,
      path: pid.text,
      data: { pid, host: pid.host, source: context.id, parent: context.caller },
    });
  }

  ended(record: ProcessRecord, outcome: Outcome): void {
    if (!this.wanted(PROCESS_STOPPED)) return;
    const { pid, context } = record;
    this.bus.publish({
      system: PROCESS_SYSTEM,
      kind: PROCESS_STOPPED,
      path: pid.text,
      data: { pid, host: pid.host, source: context.id, error: outcome.error },
    });
  }

  private wanted(kind: string): boolean {
    return this.bus.hasSubscribers?.(PROCESS_SYSTEM, kind) ?? true;
  }
}
