/** Versions in memory: they end with the process. */
import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import { EntryState } from '../entry-state.ts';
import { applyBaseline } from '../merge-files.ts';
import { replay } from '../operations/change-validation.ts';
import { OperationKind } from '../operations/operation.ts';
import {
  changedEntries,
  countOperations,
  rootVersion,
  summarize,
  type Version,
  type VersionRecord,
  versionNotFound,
} from '../version.ts';
import { differenceOf } from './difference.ts';
import type { Detachment, FileChanges, History, RestoredState, VersionDraft } from './history.ts';
import { versionsToDelete } from './retention.ts';
import { SourceLog } from './source-log.ts';

/** The error for a version whose parent is not the current one any more. */
export function headMoved(expected: number, actual: number): WippyError {
  return new WippyError('registry changed during apply', {
    kind: ErrorKind.Conflict,
    retryable: true,
    details: { expected_version: expected, actual_version: actual },
    hint: 'Take a new snapshot, make the changes again and apply them.',
  });
}

/** Where the versions in memory go on from those of another history. */
export type HistoryStart = (known: EntryState) => Promise<RestoredState>;

const beginning: HistoryStart = async () => ({
  version: summarize(rootVersion),
  state: EntryState.empty,
  baseline: EntryState.empty,
  pinned: new Set(),
  detached: null,
});

/** Draft and id to a version. */
export function versionOf(
  draft: VersionDraft,
  id: number,
  outcome: Version['outcome'],
  fingerprint: string | null,
): Version {
  const { changes, ...fields } = draft;
  return Object.freeze({
    ...fields,
    id,
    outcome,
    operations: countOperations(changes),
    entries: changedEntries(changes),
    fingerprint,
  });
}

export interface MemoryHistoryOptions {
  /** The number of versions that are kept; 0, the default, keeps all. */
  readonly keep?: number;
  /** Default: nothing. */
  readonly start?: HistoryStart;
  /** Versions of another history that can be gone back to, and the current one of them. */
  readonly older?: { readonly versions: readonly VersionRecord[]; readonly head: number };
}

/** A history that ends with the process. */
export function createMemoryHistory({ keep = 0, start = beginning, older }: MemoryHistoryOptions = {}): History {
  const versions = new Map<number, VersionRecord>([[0, rootVersion]]);
  for (const version of older?.versions ?? []) versions.set(version.id, version);
  const failed = new Map<number, VersionRecord>();
  const sources = new SourceLog();
  let first: Version = summarize(versions.get(older?.head ?? 0) ?? rootVersion);
  let head = older?.head ?? 0;
  let lastId = Math.max(...versions.keys());
  let started = false;
  let detached: Detachment | null = null;

  const headVersion = (): Version => {
    const record = versions.get(head);
    return record === undefined ? first : summarize(record);
  };
  /** The versions made since the start, up to the head, oldest first. */
  const chain = (): VersionRecord[] => {
    const records: VersionRecord[] = [];
    for (
      let record = versions.get(head);
      record !== undefined && record.id !== first.id;
      record = versions.get(record.parent ?? -1)
    ) {
      records.unshift(record);
    }
    return records;
  };
  const prune = (count: number): { deleted: number; kept: number } => {
    const all = [...versions.values(), ...failed.values()].filter(({ id }) => id !== 0).sort((a, b) => a.id - b.id);
    const deleted = versionsToDelete(all, head, count);
    for (const id of deleted) {
      versions.delete(id);
      failed.delete(id);
    }
    return { deleted: deleted.length, kept: all.length - deleted.length };
  };
  const pruneSometimes = (): void => {
    // Deleting looks at all versions, so it is done for many at once.
    if (keep > 0 && versions.size + failed.size - 1 > keep + Math.max(100, keep / 10)) prune(keep);
  };
  const keepRecord = (version: Version, draft: VersionDraft, baseline: FileChanges['baseline']): VersionRecord =>
    Object.freeze({ ...version, changes: Object.freeze([...draft.changes]), baseline: Object.freeze([...baseline]) });

  return {
    name: 'memory',
    head: async () => headVersion(),
    detachment: async () => detached,
    async restore(known) {
      const base = await start(known);
      if (!started) {
        started = true;
        first = base.version;
        head = first.id;
        lastId = Math.max(lastId, first.id);
        detached = base.detached;
        return base;
      }
      let { state, baseline } = base;
      const pinned = new Set(base.pinned);
      for (const { changes, baseline: files } of chain()) {
        const filed = new Set(files.map(({ id }) => id));
        for (const { kind, entry } of changes) {
          // A start that made no version leaves it unknown what the files said about an entry that was changed later.
          const known = filed.has(entry.id) || baseline.has(entry.id) || state.has(entry.id);
          if (!known && kind !== OperationKind.Create) pinned.add(entry.id);
        }
        state = replay(state, changes);
        baseline = applyBaseline(baseline, files);
      }
      return { version: headVersion(), state, baseline, pinned, detached };
    },
    async append(draft, files) {
      if (draft.parent !== head) throw headMoved(draft.parent, head);
      started = true;
      const version = versionOf(draft, ++lastId, 'applied', null);
      versions.set(version.id, keepRecord(version, draft, files.baseline));
      sources.note(version, files.sources);
      head = version.id;
      detached = files.detached;
      pruneSometimes();
      return version;
    },
    async appendFailed(draft, error) {
      const version = Object.freeze({ ...versionOf(draft, ++lastId, 'failed', null), error });
      failed.set(version.id, keepRecord(version, draft, []));
      pruneSometimes();
      return version;
    },
    async noteGit(id, git) {
      const records = versions.has(id) ? versions : failed;
      const record = records.get(id);
      if (id !== 0 && record !== undefined) records.set(id, Object.freeze({ ...record, git }));
    },
    async amend(files) {
      const record = versions.get(head);
      if (record !== undefined) {
        versions.set(head, Object.freeze({ ...record, baseline: [...record.baseline, ...files.baseline] }));
        sources.note(record, files.sources);
      }
      detached = files.detached;
    },
    async moveHead(id, _changes, files) {
      if (!versions.has(id)) throw versionNotFound(id);
      head = id;
      detached = files.detached;
    },
    async revoke(id, error, _changes, files) {
      const record = versions.get(id);
      if (head !== id || record === undefined || record.parent === null) throw headMoved(id, head);
      versions.delete(id);
      failed.set(id, Object.freeze({ ...record, outcome: 'failed' as const, fingerprint: null, error }));
      head = record.parent;
      detached = files.detached;
    },
    get: async (id) => versions.get(id) ?? failed.get(id),
    async find(id) {
      const record = versions.get(id) ?? failed.get(id);
      return record === undefined ? undefined : summarize(record);
    },
    list: async () => [...versions.values()].map(summarize).sort((a, b) => a.id - b.id),
    async log(limit = Number.POSITIVE_INFINITY) {
      const all = [...versions.values(), ...failed.values()].filter(({ id }) => id !== 0);
      return all
        .sort((a, b) => b.id - a.id)
        .slice(0, limit)
        .map(summarize);
    },
    difference: async (from, to) => differenceOf(versions, from, to),
    sources: async (id) => sources.at(id),
    prune: async (count) => prune(count),
    close: async () => undefined,
  };
}
