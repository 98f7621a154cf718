/** Tells processes that code they run has changed. Reference: lua/core/process of the Wippy documentation, OUTDATED. */

import type { KindRegistry } from '../../../core/kinds/index.ts';
import { type Operation, OperationKind, registryEventSystem, type StateChange } from '../../../core/registry/index.ts';
import type { EventBus } from '../../../infrastructure/event-bus/index.ts';
import type { UpgradableProcesses } from '../../../system/processes/upgradable-processes.ts';
import type { CodeStore } from './code-store.ts';

/** An entry that is gone has nothing to upgrade to. */
function changesCode({ kind, entry, original }: Operation, kinds: Pick<KindRegistry, 'sameCode'>): boolean {
  return kind !== OperationKind.Delete && (original === undefined || !kinds.sameCode(entry, original));
}

/** Watches the versions of the registry until the signal aborts: what no version holds has never happened. */
export function announceChangedCode(
  bus: EventBus,
  code: CodeStore,
  processes: UpgradableProcesses,
  kinds: Pick<KindRegistry, 'sameCode'>,
  signal: AbortSignal,
): void {
  bus.subscribe(
    { system: registryEventSystem, kind: 'version.*' },
    ({ data }) => {
      const changed = (data as StateChange).changes
        .filter((change) => changesCode(change, kinds))
        .map(({ entry }) => entry.id);
      if (changed.length === 0) return;
      const affected = code.dependents(changed);
      processes.codeChanged((source) => code.closure(source).filter((id) => affected.has(id)));
    },
    { signal },
  );
}
