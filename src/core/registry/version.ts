/** Versions of the registry and the way from one to another. */
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { ChangeSet } from './operations/operation.ts';

/** Why a change was made. */
export interface VersionCause {
  /** `runtime` is a change by the application itself; only those are replayed over the files of the next start. */
  readonly source: 'boot' | 'reload' | 'runtime' | 'rollback' | 'command';
  /** One line for people: the saved files, the process that asked. */
  readonly message?: string;
}

export interface Version {
  /** Ascending; 0 is the root, the empty change set. */
  readonly id: number;
  /** The version it was made from; null for the root. */
  readonly parent: number | null;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly cause: VersionCause;
  readonly outcome: 'committed';
  /** How long the transaction took, milliseconds. */
  readonly duration: number;
  /** Number of operations. */
  readonly size: number;
}

/** A version with its operations, which hold the entries before and after. */
export interface VersionRecord extends Version {
  readonly changes: ChangeSet;
}

/** A change set that was refused; it is no version. */
export interface RejectedChange {
  readonly parent: number;
  readonly time: number;
  readonly cause: VersionCause;
  readonly outcome: 'rejected';
  readonly duration: number;
  readonly changes: ChangeSet;
  readonly error: string;
}

/** The version before any change. */
export const rootVersion: VersionRecord = Object.freeze({
  id: 0,
  parent: null,
  time: 0,
  cause: Object.freeze({ source: 'boot' as const }),
  outcome: 'committed' as const,
  duration: 0,
  size: 0,
  changes: Object.freeze([]),
});

/** A version without its operations. */
export function summarize(record: VersionRecord): Version {
  const { changes: _changes, ...version } = record;
  return Object.freeze(version);
}

export interface VersionPath {
  /** Versions to undo, newest first. */
  readonly back: readonly number[];
  /** Versions to do, oldest first. */
  readonly forward: readonly number[];
}

/**
 * The way between two versions over their nearest common ancestor.
 * @throws Internal `failed to compute version path` if there is none.
 */
export function versionPath(
  parentOf: (id: number) => number | null | undefined,
  from: number,
  to: number,
): VersionPath {
  const ancestors = (start: number): number[] => {
    const chain: number[] = [];
    const seen = new Set<number>();
    for (let id: number | null | undefined = start; typeof id === 'number' && !seen.has(id); id = parentOf(id)) {
      chain.push(id);
      seen.add(id);
    }
    return chain;
  };
  const back = ancestors(from);
  const forward = ancestors(to);
  const common = back.find((id) => forward.includes(id));
  if (common === undefined) {
    throw new WippyError('failed to compute version path', {
      kind: ErrorKind.Internal,
      retryable: false,
      details: { from, to },
    });
  }
  return {
    back: back.slice(0, back.indexOf(common)),
    forward: forward.slice(0, forward.indexOf(common)).reverse(),
  };
}
