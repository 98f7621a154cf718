/** Where versions are kept. */
import type { EntryId } from '../entry-id.ts';
import type { EntryState } from '../entry-state.ts';
import type { ChangeSet, Operation } from '../operations/operation.ts';
import type { BaselineChange, GitState, Version, VersionCause, VersionRecord } from '../version.ts';

/**
 * The registry was taken to an older version while the files stayed as they are. It keeps that version until the files are
 * edited, which their fingerprint tells.
 */
export interface Detachment {
  /** The version that was gone back to. */
  readonly version: number;
  /** Fingerprint of the entries that the files held at that time. */
  readonly files: string;
}

/** Texts of the project's files, by path; null for a file that is gone. */
export interface SourceSnapshot {
  readonly texts: ReadonlyMap<string, string | null>;
  /** Whether files that are not named are gone. */
  readonly complete: boolean;
}

/** A version without what the history adds: id, counts, fingerprint. */
export interface VersionDraft {
  /** The version that must be the current one. */
  readonly parent: number;
  readonly time: number;
  readonly cause: VersionCause;
  readonly git: GitState | null;
  readonly duration: number;
  readonly changes: ChangeSet;
}

/** What changes beside the entries themselves. */
export interface FileChanges {
  readonly baseline: readonly BaselineChange[];
  readonly detached: Detachment | null;
  readonly sources?: SourceSnapshot;
}

/** Where a new process goes on. */
export interface RestoredState {
  /** The current version. */
  readonly version: Version;
  readonly state: EntryState;
  /** What the files said when they were last recorded; see merge-files.ts. */
  readonly baseline: EntryState;
  /** Entries of `state` that stay whatever the files say, because it is not known what they said before. */
  readonly pinned: ReadonlySet<EntryId>;
  readonly detached: Detachment | null;
}

/** What the registry holds after a version. */
export interface CurrentEntries {
  readonly state: EntryState;
  readonly baseline: EntryState;
}

/** What differs between two versions. */
export interface Difference {
  /** At most one creation, update or deletion of each id (two where its kind changed); not sorted. */
  readonly operations: readonly Operation[];
  /** How what the files say differs. */
  readonly baseline: readonly BaselineChange[];
}

export interface PruneReport {
  /** Versions that were deleted, and that are left, without the root. */
  readonly deleted: number;
  readonly kept: number;
}

/** A back end. The root version exists without being saved. Ids ascend; none is given twice. */
export interface History {
  readonly name: 'memory' | 'sqlite' | 'none';
  /** The current version; the root at first. */
  head(): Promise<Version>;
  /** Set while the registry does not follow the files. */
  detachment(): Promise<Detachment | null>;
  /** @param known entries of which equal ones need not be made again. */
  restore(known: EntryState): Promise<RestoredState>;
  /**
   * Keeps a version and makes it the head, both or neither.
   * @param current makes a branch where another process has moved the head; without it that is a Conflict.
   */
  append(draft: VersionDraft, files: FileChanges, current?: () => CurrentEntries): Promise<Version>;
  /** Keeps a change set that was refused; the head stays. */
  appendFailed(draft: VersionDraft, error: string): Promise<Version>;
  /** Notes the commit of a version, applied or failed, where it was not known before; one that is gone is no error. */
  noteGit(id: number, git: GitState | null): Promise<void>;
  /** Records what the files say now where that makes no new version. */
  amend(files: FileChanges): Promise<void>;
  /** Makes an existing version the head; changes and files lead there from the present one. @throws NotFound */
  moveHead(id: number, changes: ChangeSet, files: FileChanges): Promise<void>;
  /**
   * Marks the head as failed and makes its parent the head; changes and files lead there.
   * @throws Conflict if the version is not the head.
   */
  revoke(id: number, error: string, changes: ChangeSet, files: FileChanges): Promise<void>;
  /** A version, applied or failed, with its operations; undefined if there is none. */
  get(id: number): Promise<VersionRecord | undefined>;
  /** A version, applied or failed, without its operations. */
  find(id: number): Promise<Version | undefined>;
  /** All applied versions, the root first, ascending. */
  list(): Promise<Version[]>;
  /** Applied and failed versions, newest first, without the root. */
  log(limit?: number): Promise<Version[]>;
  /**
   * What leads from one applied version to another.
   * @throws NotFound `version not found in history`, Internal `failed to compute version path`.
   */
  difference(from: number, to: number): Promise<Difference>;
  /** The texts of the files that belong to a version; undefined where none were recorded. */
  sources(id: number): Promise<ReadonlyMap<string, string> | undefined>;
  /** Deletes all but the newest `keep` versions and what lies between them and the head. */
  prune(keep: number): Promise<PruneReport>;
  close(): Promise<void>;
}
