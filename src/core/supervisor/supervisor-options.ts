/** What the supervisor is given, and what it tells. */
import type { Clock } from '../../infrastructure/clock.ts';
import type { WippyError } from '../../infrastructure/errors.ts';
import type { EventBus } from '../../infrastructure/event-bus/index.ts';
import type { Logger } from '../../infrastructure/logger/index.ts';

export interface SupervisorOptions {
  bus: EventBus;
  /** Ids that an entry refers to; default none. */
  references?: (id: string) => readonly string[];
  /** True for the id of an entry; default false. */
  exists?: (id: string) => boolean;
  clock?: Clock;
  logger?: Logger;
  random?: () => number;
}

/** How a start ended. */
export interface StartReport {
  /** Wanted services that run. */
  readonly running: readonly string[];
  /** Required services that do not run and will not by themselves, with the reason. */
  readonly failed: ReadonlyMap<string, WippyError>;
}

export interface StopOptions {
  /** Whether services that depend on it are stopped (and, by a restart, started again) too; default true. */
  dependents?: boolean;
}
