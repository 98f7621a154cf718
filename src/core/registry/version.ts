/** Versions of the registry and the way from one to another. */
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { Entry } from './entry.ts';
import type { EntryId } from './entry-id.ts';
import { type ChangeSet, OperationKind } from './operations/operation.ts';

/** What made a change: a start, saved files, a command of the command line, Lua code, or going back to a version. */
export const causeKinds = ['boot', 'watch', 'cli', 'lua', 'rollback'] as const;
export type CauseKind = (typeof causeKinds)[number];

/** Why a change was made. */
export interface VersionCause {
  readonly kind: CauseKind;
  /** With `watch`: the saved files, relative to the project. */
  readonly files?: readonly string[];
  /** With `lua`: the process or function that asked. */
  readonly actor?: string;
  /** With `rollback`: the version that was gone back to. */
  readonly version?: number;
  /** One line for people. */
  readonly message?: string;
}

/** The commit of the repository that the files were read from. */
export interface GitState {
  readonly commit: string;
  /** Whether files differed from the commit. */
  readonly dirty: boolean;
}

export interface OperationCounts {
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
}

export interface Version {
  /** Ascending, never given twice; 0 is the root, the empty change set. */
  readonly id: number;
  /** The version it was made from; null for the root. It need not be kept any more. */
  readonly parent: number | null;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly cause: VersionCause;
  readonly git: GitState | null;
  /** `failed` for a change set that was refused: it has a number, but the registry never was in its state. */
  readonly outcome: 'applied' | 'failed';
  /** How long the transaction took, milliseconds. */
  readonly duration: number;
  readonly operations: OperationCounts;
  /** Ids of the entries that changed, in the order of the operations. */
  readonly entries: readonly EntryId[];
  /** Equal for equal sets of entries; null where the history does not compute it. */
  readonly fingerprint: string | null;
  /** Why it failed. */
  readonly error?: string;
}

/** What the files say about one entry, before and after a version. */
export interface BaselineChange {
  readonly id: EntryId;
  readonly before: Entry | undefined;
  readonly after: Entry | undefined;
}

/** A version with its operations, which hold the entries before and after. */
export interface VersionRecord extends Version {
  readonly changes: ChangeSet;
  /** How the definitions in the files changed with it; see merge-files.ts. */
  readonly baseline: readonly BaselineChange[];
}

/** The version before any change. */
export const rootVersion: VersionRecord = Object.freeze({
  id: 0,
  parent: null,
  time: 0,
  cause: Object.freeze({ kind: 'boot' as const }),
  git: null,
  outcome: 'applied' as const,
  duration: 0,
  operations: Object.freeze({ created: 0, updated: 0, deleted: 0 }),
  entries: Object.freeze([]),
  fingerprint: null,
  changes: Object.freeze([]),
  baseline: Object.freeze([]),
});

/** A version without its operations. */
export function summarize(record: VersionRecord): Version {
  const { changes: _changes, baseline: _baseline, ...version } = record;
  return Object.freeze(version);
}

/** How many operations of each kind. */
export function countOperations(changes: ChangeSet): OperationCounts {
  const count = (wanted: OperationKind): number => changes.filter(({ kind }) => kind === wanted).length;
  return {
    created: count(OperationKind.Create),
    updated: count(OperationKind.Update),
    deleted: count(OperationKind.Delete),
  };
}

/** The ids of a change set, each once. */
export function changedEntries(changes: ChangeSet): EntryId[] {
  return [...new Set(changes.map(({ entry }) => entry.id))];
}

/** The error for a version that a history does not have. */
export function versionNotFound(id: number): WippyError {
  return new WippyError('version not found in history', {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { version_id: id },
    hint: `There is no version ${id}; list the versions to see which exist.`,
  });
}

export interface VersionPath {
  /** Versions to undo, newest first. */
  readonly back: readonly number[];
  /** Versions to do, oldest first. */
  readonly forward: readonly number[];
}

/**
 * The way between two versions over their nearest common ancestor.
 * @param parents the parent of each version that exists.
 * @throws Internal `failed to compute version path` if there is none.
 */
export function versionPath(parents: ReadonlyMap<number, number | null>, from: number, to: number): VersionPath {
  const ancestors = (start: number): number[] => {
    const chain: number[] = [];
    const seen = new Set<number>();
    for (let id: number | null | undefined = start; typeof id === 'number' && !seen.has(id); id = parents.get(id)) {
      chain.push(id);
      seen.add(id);
    }
    return chain;
  };
  const back = ancestors(from);
  const forward = ancestors(to);
  const wanted = new Set(forward);
  const common = back.find((id) => wanted.has(id));
  if (common === undefined) {
    throw new WippyError('failed to compute version path', {
      kind: ErrorKind.Internal,
      retryable: false,
      details: { from, to },
      hint: 'The versions between the two are not kept any more.',
    });
  }
  return {
    back: back.slice(0, back.indexOf(common)),
    forward: forward.slice(0, forward.indexOf(common)).reverse(),
  };
}
