/** Whether a change set fits a state, and the state it leads to. */
import { ErrorKind, type ErrorOptions, WippyError } from '../../../infrastructure/errors.ts';
import type { Entry } from '../entry.ts';
import { describeEntryId, type EntryId } from '../entry-id.ts';
import type { EntryState } from '../entry-state.ts';
import { createOperation, deleteOperation, type Operation, OperationKind, updateOperation } from './operation.ts';

function invalidOperation(message: string, kind: ErrorOptions['kind'], id: EntryId, hint?: string): WippyError {
  return new WippyError(`invalid operation: ${message}`, { kind, retryable: false, details: { entry: id }, hint });
}

function complete(operation: Operation, current: Entry | undefined): Operation {
  const { entry, kind } = operation;
  const where = describeEntryId(entry.id);
  switch (kind) {
    case OperationKind.Create:
      if (current !== undefined) {
        const hint = `Update it instead; it has kind ${current.kind}.`;
        throw invalidOperation(`entry already exists: ${where}`, ErrorKind.Conflict, entry.id, hint);
      }
      return createOperation(entry);
    case OperationKind.Update:
      if (current === undefined) {
        throw invalidOperation(`entry does not exist: ${where}`, ErrorKind.NotFound, entry.id, 'Create it instead.');
      }
      if (current.kind !== entry.kind) {
        const message = `cannot change entry kind from ${current.kind} to ${entry.kind} for ${where}`;
        throw invalidOperation(
          message,
          ErrorKind.Invalid,
          entry.id,
          'Delete the entry and create it with the other kind.',
        );
      }
      return updateOperation(entry, current);
    case OperationKind.Delete:
      if (current === undefined) {
        throw invalidOperation(`cannot delete non-existent entry: ${where}`, ErrorKind.NotFound, entry.id);
      }
      return deleteOperation(current);
    default:
      throw invalidOperation(`unknown operation kind: ${String(kind)}`, ErrorKind.Invalid, entry.id);
  }
}

export interface ValidatedChanges {
  /** The operations with their originals filled in from the state. */
  readonly operations: Operation[];
  readonly state: EntryState;
}

/**
 * Applies operations in the given order to a state.
 * @throws Conflict, NotFound or Invalid with the text `invalid operation: ...`.
 */
export function validateChanges(state: EntryState, operations: Iterable<Operation>): ValidatedChanges {
  const changed = new Map<EntryId, Entry | undefined>();
  const completed: Operation[] = [];
  for (const operation of operations) {
    const { id } = operation.entry;
    const result = complete(operation, changed.has(id) ? changed.get(id) : state.get(id));
    changed.set(id, result.kind === OperationKind.Delete ? undefined : result.entry);
    completed.push(result);
  }
  return { operations: completed, state: state.with(changed) };
}

/** The state after operations, whether they fit or not: creations replace, deletions of nothing do nothing. */
export function replay(state: EntryState, operations: Iterable<Operation>): EntryState {
  const changed = new Map<EntryId, Entry | undefined>();
  for (const { kind, entry } of operations) {
    changed.set(entry.id, kind === OperationKind.Delete ? undefined : entry);
  }
  return state.with(changed);
}
