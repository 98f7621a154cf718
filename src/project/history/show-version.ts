/** Versions of a history with what they changed. */
import {
  compareEntryIds,
  type History,
  type Operation,
  OperationKind,
  squash,
  type Version,
  versionNotFound,
} from '../../core/registry/index.ts';
import { diffEntry, type EntryDiff } from './diff-entries.ts';
import { parseRange, parseVersion } from './version-range.ts';

export interface ShownVersion {
  readonly version: Version;
  readonly head: number;
  readonly diffs: readonly EntryDiff[];
}

/** The diffs of operations, in the order of ids; what was deleted and made again is one. */
export function diffOperations(operations: readonly Operation[]): EntryDiff[] {
  const spans = new Map<string, { before: Operation['original']; after: Operation['original'] }>();
  for (const { kind, entry, original } of squash(operations)) {
    const before = kind === OperationKind.Create ? spans.get(entry.id)?.before : (original ?? entry);
    spans.set(entry.id, { before, after: kind === OperationKind.Delete ? undefined : entry });
  }
  return [...spans]
    .sort(([a], [b]) => compareEntryIds(a, b))
    .map(([id, { before, after }]) => diffEntry(id, before, after));
}

/** A version and its change set. @throws NotFound, Invalid for a word that names none */
export async function showVersion(history: History, word: string): Promise<ShownVersion> {
  const head = (await history.head()).id;
  const id = parseVersion(word, head);
  const record = await history.get(id);
  if (record === undefined) throw versionNotFound(id);
  return { version: record, head, diffs: diffOperations(record.changes) };
}

export interface ComparedVersions {
  readonly from: number;
  readonly to: number;
  readonly diffs: readonly EntryDiff[];
}

/** What differs between the two ends of a range. @throws NotFound, Invalid */
export async function compareVersions(history: History, range: string): Promise<ComparedVersions> {
  const [from, to] = parseRange(range, (await history.head()).id);
  const { operations } = await history.difference(from, to);
  return { from, to, diffs: diffOperations(operations) };
}
