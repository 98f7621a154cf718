import type { PID } from '../pid/pid.ts';
import type { ProcessState } from './process.ts';
import type { ProcessRecord } from './process-record.ts';

/** A process as shown to people and to `system.processes`. */
export interface ProcessInfo {
  readonly pid: PID;
  readonly parent: PID | null;
  /** Entry id of its code. */
  readonly source: string;
  readonly state: ProcessState;
  readonly steps: number;
  /** Unix time in milliseconds, to the second. */
  readonly startedAt: number;
  readonly queuedEvents: number;
  readonly pendingCommands: number;
  readonly actor: string | null;
  /** Whether its code has changed since it began or was upgraded. */
  readonly outdated: boolean;
}

export interface WorkerStatistics {
  readonly executed: number;
  readonly stolen: number;
  readonly localQueue: number;
  readonly injectQueue: number;
}

export interface SchedulerStatistics {
  /** Processes that have not ended. */
  readonly processes: number;
  readonly submitted: number;
  readonly steps: number;
  readonly ready: number;
  readonly globalQueue: number;
  readonly workers: readonly WorkerStatistics[];
}

/** @param epoch Unix milliseconds from which `startedAt` of the record counts. */
export function processInfo(record: ProcessRecord, epoch: number): ProcessInfo {
  return {
    pid: record.pid,
    parent: record.context.caller,
    source: record.context.id,
    state: record.stateName,
    steps: record.steps,
    startedAt: epoch + record.startedAt * 1000,
    queuedEvents: record.queued,
    pendingCommands: record.pendingCount,
    actor: record.context.actor?.id ?? null,
    outdated: record.process.outdated?.() ?? false,
  };
}
