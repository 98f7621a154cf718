/** What `wippy dev` tells, as values; see docs/reference/cli.md. Paths of files are relative to the project. */
import type { Diagnostic } from '../../project/diagnostics/diagnostic.ts';
import type { Affected } from '../plan/reload-plan.ts';

/** Version of the form of the events. */
export const EVENTS_SCHEMA = 1;

export interface ChangedEntries {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly deleted: readonly string[];
}

export interface HelloEvent {
  readonly event: 'hello';
  readonly schema: number;
  readonly version: string;
  readonly pid: number;
}

/** What is wrong with the project and does not keep it from running: the findings of `wippy validate`. */
export interface Findings {
  /** Left out where there are none. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** The application runs; also after it could not start at first, and after it was started anew. */
export interface ReadyEvent extends Findings {
  readonly event: 'ready';
  readonly registryVersion: number;
  readonly durationMs: number;
  readonly services: readonly string[];
}

/** A save took effect. */
export interface AppliedEvent extends Findings {
  readonly event: 'applied';
  readonly registryVersion: number;
  readonly files: readonly string[];
  readonly entries: ChangedEntries;
  readonly swapped: readonly string[];
  readonly restarted: readonly { readonly service: string; readonly because: readonly string[] }[];
  readonly started: readonly string[];
  readonly stopped: readonly string[];
  /** The version that was gone back to. */
  readonly rollback?: number;
  /** With `rollback`: whether the files say something else from now on. */
  readonly detached?: boolean;
  /** Settings that count from the next start of the application on. */
  readonly needsRestart?: readonly string[];
  readonly durationMs: number;
}

/** A save changed nothing: the former version goes on. */
export interface RejectedEvent {
  readonly event: 'rejected';
  readonly registryVersion: number;
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly durationMs: number;
}

/** A save that leaves every entry as it was. */
export interface NoopEvent extends Findings {
  readonly event: 'noop';
  readonly registryVersion: number;
  readonly files: readonly string[];
  readonly needsRestart?: readonly string[];
  readonly durationMs: number;
}

/** A service changed its state by itself. */
export interface ServiceEvent {
  readonly event: 'service';
  readonly service: string;
  readonly state: string;
  readonly attempt?: number;
  readonly retryInMs?: number;
  readonly error?: { readonly message: string };
}

/** Something that the user should know. */
export interface NoticeEvent {
  readonly event: 'notice';
  readonly message: string;
  readonly hint?: string;
}

export interface StoppedEvent {
  readonly event: 'stopped';
  readonly exitCode: number;
}

export type DevEvent =
  | HelloEvent
  | ReadyEvent
  | AppliedEvent
  | RejectedEvent
  | NoopEvent
  | ServiceEvent
  | NoticeEvent
  | StoppedEvent;

/** The form of affected services in events: the way to the change, with the file that made it as the last step. */
export function restarts(
  affected: readonly Affected[],
  fileOf: (entry: string) => string | undefined,
): AppliedEvent['restarted'] {
  return affected.map(({ id, because }) => {
    const file = fileOf(because.at(-1) ?? id);
    return { service: id, because: file === undefined ? because : [...because, file] };
  });
}
