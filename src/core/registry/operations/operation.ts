/** Operations on entries and the algebra of lists of them. */
import { createEntry, type Entry, sameContent } from '../entry.ts';
import type { EntryId } from '../entry-id.ts';
import type { EntryState } from '../entry-state.ts';

export const OperationKind = {
  Create: 'entry.create',
  Update: 'entry.update',
  Delete: 'entry.delete',
} as const;

export type OperationKind = (typeof OperationKind)[keyof typeof OperationKind];

/** One change of one entry; `entry` of a deletion is the deleted one. */
export interface Operation {
  readonly kind: OperationKind;
  readonly entry: Entry;
  /** The entry before an update or deletion; needed to invert it. */
  readonly original?: Entry;
}

/** An ordered list of operations. */
export type ChangeSet = readonly Operation[];

export function createOperation(entry: Entry): Operation {
  return { kind: OperationKind.Create, entry };
}

export function updateOperation(entry: Entry, original?: Entry): Operation {
  return { kind: OperationKind.Update, entry, original };
}

/** A deletion by entry, or by id alone (the registry fills in the rest). */
export function deleteOperation(entry: Entry | EntryId): Operation {
  if (typeof entry !== 'string') return { kind: OperationKind.Delete, entry, original: entry };
  return { kind: OperationKind.Delete, entry: createEntry({ id: entry, kind: '' }) };
}

/** The operations from one entry (or none) to another (or none) of the same id. A change of kind is a new entry. */
function difference(before: Entry | undefined, after: Entry | undefined): Operation[] {
  if (before === undefined) return after === undefined ? [] : [createOperation(after)];
  if (after === undefined) return [deleteOperation(before)];
  if (before.kind !== after.kind) return [deleteOperation(before), createOperation(after)];
  return [updateOperation(after, before)];
}

/** The operations from one set of entries to another, not yet sorted: see sortOperations. Of duplicate ids the last counts. */
export function buildDelta(from: Iterable<Entry>, to: Iterable<Entry>): Operation[] {
  const before = new Map<EntryId, Entry>();
  for (const entry of from) before.set(entry.id, entry);
  const after = new Map<EntryId, Entry>();
  for (const entry of to) after.set(entry.id, entry);
  const operations: Operation[] = [];
  for (const [id, entry] of before) if (!after.has(id)) operations.push(deleteOperation(entry));
  for (const [id, entry] of after) {
    const old = before.get(id);
    if (old === undefined || !sameContent(old, entry)) operations.push(...difference(old, entry));
  }
  return operations;
}

/** As `buildDelta`, for states; costs what differs where one was made from the other. */
export function stateDelta(from: EntryState, to: EntryState): Operation[] {
  return from.differences(to).flatMap((id) => {
    const [before, after] = [from.get(id), to.get(id)];
    return before !== undefined && after !== undefined && sameContent(before, after) ? [] : difference(before, after);
  });
}

/**
 * One change set with the effect of several in sequence: create+update = create, create+delete = nothing,
 * update+delete = delete, delete+create = update (or both, when the kind differs). Ids keep the order of their first
 * operation.
 */
export function squash(operations: Iterable<Operation>): Operation[] {
  const spans = new Map<EntryId, { before: Entry | undefined; after: Entry | undefined }>();
  for (const operation of operations) {
    const id = operation.entry.id;
    const after = operation.kind === OperationKind.Delete ? undefined : operation.entry;
    const span = spans.get(id);
    if (span !== undefined) {
      span.after = after;
    } else {
      // Without the original, the new entry stands for it: the kind is right, and the effect stays an update or deletion.
      const before = operation.kind === OperationKind.Create ? undefined : (operation.original ?? operation.entry);
      spans.set(id, { before, after });
    }
  }
  return [...spans.values()].flatMap((span) => difference(span.before, span.after));
}

/**
 * The change set that undoes another: reversed, creations become deletions and so on. Operations that lack their
 * original cannot be undone; `onSkipped` hears of them.
 */
export function invert(
  operations: ChangeSet,
  onSkipped: (operation: Operation) => void = () => undefined,
): Operation[] {
  const inverse: Operation[] = [];
  for (const operation of [...operations].reverse()) {
    if (operation.kind === OperationKind.Create) inverse.push(deleteOperation(operation.entry));
    else if (operation.original === undefined) onSkipped(operation);
    else if (operation.kind === OperationKind.Delete) inverse.push(createOperation(operation.original));
    else inverse.push(updateOperation(operation.original, operation.entry));
  }
  return inverse;
}
