/** What callers of the registry give it and get from it. */
import type { Clock } from '../../infrastructure/clock.ts';
import type { EventBus } from '../../infrastructure/event-bus/index.ts';
import type { Logger } from '../../infrastructure/logger/index.ts';
import type { Entry } from './entry.ts';
import type { EntryId } from './entry-id.ts';
import type { EntryRouter } from './entry-router.ts';
import type { EntryState } from './entry-state.ts';
import type { History, SourceSnapshot } from './history/history.ts';
import type { GitState, Version, VersionCause } from './version.ts';

export interface RegistryOptions {
  bus: EventBus;
  router: EntryRouter;
  /** Default: memory. */
  history?: History;
  clock?: Clock;
  logger?: Logger;
  /** Milliseconds for one operation or participant; default 30000. */
  operationTimeout?: number;
  /** Default: the generic ones. */
  dependencyPatterns?: readonly string[];
}

/** The entries at one version. */
export interface RegistrySnapshot {
  readonly version: Version;
  readonly state: EntryState;
}

export interface ApplyOptions {
  cause?: VersionCause;
  /** The version the change set was made for; another current one is a Conflict. */
  expectedVersion?: number;
}

export interface RollbackOptions {
  cause?: Partial<VersionCause>;
  git?: GitState | null;
  /** What the files say now, where they were written back. */
  files?: Iterable<Entry>;
  /** The texts of the files that were written back. */
  sources?: SourceSnapshot;
}

export interface LoadOptions {
  cause?: VersionCause;
  /** Makes a version of the difference to the last recorded state, and records what the files say. */
  record?: boolean;
  /** Tells the commit that the entries were read from; asked only for a new version. Later versions carry it too. */
  git?: () => Promise<GitState | null>;
  /** Tells the texts of the files, which are kept with the version; asked only for a new version. */
  sources?: () => Promise<SourceSnapshot>;
  /** Ends a detachment: the entries count again where they differ from the version that was gone back to. */
  follow?: boolean;
  /**
   * Entries that handlers are offered again although they are the same, because something else that they read has
   * changed.
   */
  again?: ReadonlySet<EntryId>;
  /** Whether changes that were made at run time stay where the files have not changed; default true. */
  keepChanges?: boolean;
}

/** How a load came out. */
export interface LoadReport {
  readonly version: Version;
  /** Entries that an edit of the files took back from a change at run time. */
  readonly replaced: readonly EntryId[];
  /** Entries that differ from the given ones, because they were changed at run time. */
  readonly kept: readonly EntryId[];
}
