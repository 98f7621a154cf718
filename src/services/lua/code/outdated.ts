/** Tells processes that code they run has changed. Reference: lua/core/process of the Wippy documentation, OUTDATED. */

import { type Operation, OperationKind, registryEventSystem, type StateChange } from '../../../core/registry/index.ts';
import type { EventBus } from '../../../infrastructure/event-bus/index.ts';
import { deepEqual } from '../../../infrastructure/plain-data.ts';
import type { UpgradableProcesses } from '../../../system/processes/upgradable-processes.ts';
import type { CodeStore } from './code-store.ts';

/** New descriptions leave the code as it is; an entry that is gone has nothing to upgrade to. */
function changesCode({ kind, entry, original }: Operation): boolean {
  if (kind === OperationKind.Delete) return false;
  return original === undefined || original.kind !== entry.kind || !deepEqual(original.data, entry.data);
}

/** Watches the versions of the registry until the signal aborts: what no version holds has never happened. */
export function announceChangedCode(
  bus: EventBus,
  code: CodeStore,
  processes: UpgradableProcesses,
  signal: AbortSignal,
): void {
  bus.subscribe(
    { system: registryEventSystem, kind: 'version.*' },
    ({ data }) => {
      const changed = (data as StateChange).changes.filter(changesCode).map(({ entry }) => entry.id);
      if (changed.length === 0) return;
      const affected = code.dependents(changed);
      processes.codeChanged((source) => code.closure(source).filter((id) => affected.has(id)));
    },
    { signal },
  );
}
