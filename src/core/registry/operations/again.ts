/** Updates of entries that stay the same, for handlers that have to read once more what is outside of the entries. */
import { createEntry } from '../entry.ts';
import type { EntryId } from '../entry-id.ts';
import type { EntryState } from '../entry-state.ts';
import { type Operation, updateOperation } from './operation.ts';

/** Adds an update for each of the entries that exists before and after and that no operation changes. */
export function withAgain(
  operations: readonly Operation[],
  again: ReadonlySet<EntryId>,
  before: EntryState,
  after: EntryState,
): { readonly operations: readonly Operation[]; readonly after: EntryState } {
  const changed = new Set(operations.map(({ entry }) => entry.id));
  const added: Operation[] = [];
  for (const id of again) {
    const [original, entry] = [before.get(id), after.get(id)];
    if (original === undefined || entry === undefined || changed.has(id)) continue;
    // Another object: what is kept for an entry is kept by object, such as the configuration with its variables.
    added.push(updateOperation(createEntry({ ...entry }), original));
  }
  if (added.length === 0) return { operations, after };
  return {
    operations: [...operations, ...added],
    after: after.with(added.map(({ entry }) => [entry.id, entry] as const)),
  };
}
