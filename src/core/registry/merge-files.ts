/**
 * The entries of the files over those of the registry. Both may have changed since the files were last looked at: the
 * registry by changes at run time, the files by edits. For each entry the later change counts: what was changed at run
 * time stays as long as the files say about this entry what they said before, and an edit of an entry takes effect.
 * See docs/adr/0010-registry-history.md.
 */
import { type Entry, sameContent } from './entry.ts';
import { compareEntryIds, type EntryId } from './entry-id.ts';
import type { EntryState } from './entry-state.ts';
import type { BaselineChange } from './version.ts';

export interface MergeInput {
  /** What the files say. */
  readonly files: EntryState;
  /** What the files said before. */
  readonly baseline: EntryState;
  /** The registry. */
  readonly current: EntryState;
  /** Entries of which it is not known what the files said before; the registry counts. */
  readonly pinned?: ReadonlySet<EntryId>;
}

export interface MergedState {
  readonly state: EntryState;
  /** Entries that an edit of the files took back from a change at run time. */
  readonly replaced: readonly EntryId[];
  /** Entries that differ from the files. */
  readonly kept: readonly EntryId[];
}

/** Whether two entries, or the lack of them, are equal. */
export function sameEntry(a: Entry | undefined, b: Entry | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sameContent(a, b));
}

/** The three-way merge. */
export function mergeFiles({ files, baseline, current, pinned = new Set() }: MergeInput): MergedState {
  if (current.size === 0 && baseline.size === 0 && pinned.size === 0) return { state: files, replaced: [], kept: [] };
  const changes: [EntryId, Entry | undefined][] = [];
  const replaced: EntryId[] = [];
  const kept: EntryId[] = [];
  // Where all three hold the same entry there is nothing to decide.
  const ids = new Set([...files.differences(baseline), ...current.differences(baseline), ...pinned]);
  for (const id of [...ids].sort(compareEntryIds)) {
    const [file, before, now] = [files.get(id), baseline.get(id), current.get(id)];
    if (pinned.has(id) || sameEntry(file, before)) {
      if (sameEntry(file, now)) continue;
      changes.push([id, now]);
      kept.push(id);
    } else if (!sameEntry(now, before) && !sameEntry(now, file)) {
      replaced.push(id);
    }
  }
  return { state: files.with(changes), replaced, kept };
}

/** How what the files say changed. */
export function baselineChanges(before: EntryState, after: EntryState): BaselineChange[] {
  return before
    .differences(after)
    .map((id) => ({ id, before: before.get(id), after: after.get(id) }))
    .filter((change) => !sameEntry(change.before, change.after));
}

/** The changes in the other direction, last first. */
export function invertBaseline(changes: readonly BaselineChange[]): BaselineChange[] {
  return [...changes].reverse().map(({ id, before, after }) => ({ id, before: after, after: before }));
}

/** One change for each entry in place of several in sequence; those without effect vanish. */
export function squashBaseline(changes: readonly BaselineChange[]): BaselineChange[] {
  const spans = new Map<EntryId, BaselineChange>();
  for (const change of changes) {
    spans.set(change.id, { ...change, before: (spans.get(change.id) ?? change).before });
  }
  return [...spans.values()].filter(({ before, after }) => !sameEntry(before, after));
}

/** A state after changes of its entries. */
export function applyBaseline(state: EntryState, changes: readonly BaselineChange[]): EntryState {
  return state.with(changes.map(({ id, after }) => [id, after] as const));
}
