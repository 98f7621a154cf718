/** The order in which operations are offered to handlers. */
import { type DependencyExtractor, DependencyTargets } from '../dependencies.ts';
import { compareEntryIds, type EntryId } from '../entry-id.ts';
import { type Operation, OperationKind } from './operation.ts';
import { orderedComponents } from './ordered-components.ts';

const kindRank: Readonly<Record<OperationKind, number>> = {
  [OperationKind.Delete]: 0,
  [OperationKind.Create]: 1,
  [OperationKind.Update]: 2,
};

/** Position of the operation that makes (or deletes) each id. */
function positions(operations: readonly Operation[], deletions: boolean): Map<EntryId, number> {
  const result = new Map<EntryId, number>();
  operations.forEach((operation, index) => {
    if ((operation.kind === OperationKind.Delete) === deletions) result.set(operation.entry.id, index);
  });
  return result;
}

/**
 * Sorts operations, at most one creation or update and one deletion per id, so that
 * - an id is deleted before it is created again,
 * - a creation or update follows those of what it depends on,
 * - a deletion follows the updates and deletions of what depended on it before.
 * The result does not depend on the order of the input. Operations of a dependency cycle are kept together in the order of
 * their ids, and `onCycle` hears the ids.
 */
export function sortOperations(
  operations: readonly Operation[],
  extract: DependencyExtractor,
  onCycle: (ids: EntryId[]) => void = () => undefined,
): Operation[] {
  const sorted = [...operations].sort(
    (a, b) => compareEntryIds(a.entry.id, b.entry.id) || kindRank[a.kind] - kindRank[b.kind],
  );
  const made = positions(sorted, false);
  const deleted = positions(sorted, true);
  const madeTargets = new DependencyTargets([...made.values()].map((index) => sorted[index].entry));
  const deletedTargets = new DependencyTargets([...deleted.values()].map((index) => sorted[index].entry));
  const successors: number[][] = sorted.map(() => []);
  sorted.forEach(({ kind, entry, original }, index) => {
    if (kind !== OperationKind.Delete) {
      const deletion = deleted.get(entry.id);
      if (deletion !== undefined) successors[deletion].push(index);
      for (const id of madeTargets.resolve(entry, extract(entry))) successors[made.get(id) as number].push(index);
    }
    const before = kind === OperationKind.Delete ? (original ?? entry) : original;
    if (before === undefined) return;
    for (const id of deletedTargets.resolve(before, extract(before))) {
      // An update that follows the new entry of this id cannot also precede the deletion of the old one.
      if (kind === OperationKind.Update && made.has(id)) continue;
      successors[index].push(deleted.get(id) as number);
    }
  });
  const groups = orderedComponents(successors);
  for (const group of groups) {
    if (group.length > 1) onCycle([...new Set(group.map((index) => sorted[index].entry.id))]);
  }
  return groups.flat().map((index) => sorted[index]);
}
