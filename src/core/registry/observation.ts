/** Watching specific entries. */
import type { EventBus } from '../../infrastructure/event-bus/index.ts';
import type { Entry } from './entry.ts';
import type { EntryId } from './entry-id.ts';
import { type ChangeSet, type Operation, OperationKind } from './operations/operation.ts';
import { registryEventSystem } from './transaction.ts';
import type { Version } from './version.ts';

/** Kinds of the events after a change of state; data = StateChange, path = the version id. */
export const StateEvent = {
  /** A new version was made. */
  Created: 'version.create',
  /** An existing version became the current one. */
  Applied: 'version.apply',
  /** A state was loaded without a new version. */
  Loaded: 'version.load',
} as const;

/** Data of the events `version.*`. */
export interface StateChange {
  readonly version: Version;
  readonly changes: ChangeSet;
}

/** What happened to an observed entry. */
export interface EntryChange {
  readonly id: EntryId;
  readonly before: Entry | undefined;
  readonly after: Entry | undefined;
  readonly version: Version;
}

function entryChange(id: EntryId, operations: readonly Operation[], version: Version): EntryChange | undefined {
  if (operations.length === 0) return undefined;
  const first = operations[0];
  const last = operations[operations.length - 1];
  return {
    id,
    before: first.kind === OperationKind.Create ? undefined : first.original,
    after: last.kind === OperationKind.Delete ? undefined : last.entry,
    version,
  };
}

/**
 * Calls back after each committed change of any of the ids, in order, once per id and change of state.
 * @returns a function that ends the observation.
 */
export function observeEntries(
  bus: EventBus,
  ids: Iterable<EntryId>,
  observer: (change: EntryChange) => void | Promise<void>,
  signal?: AbortSignal,
): () => void {
  const wanted = new Set(ids);
  return bus.subscribe(
    { system: registryEventSystem, kind: 'version.*' },
    async (event) => {
      const { version, changes } = event.data as StateChange;
      for (const id of wanted) {
        const own = changes.filter((operation) => operation.entry.id === id);
        const change = entryChange(id, own, version);
        if (change !== undefined) await observer(change);
      }
    },
    { signal },
  );
}
