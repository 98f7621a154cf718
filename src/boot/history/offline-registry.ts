/** The registry of an application that does not run: changes make versions, and no handler is asked. */
import type { KindRegistry } from '../../core/kinds/index.ts';
import { type Entry, type History, Registry } from '../../core/registry/index.ts';
import { EventBus } from '../../infrastructure/event-bus/index.ts';

/** @param entries what the files say now; undefined where they cannot be read. */
export async function attachRegistry(
  history: History,
  kinds: KindRegistry,
  entries: readonly Entry[] | undefined,
): Promise<Registry> {
  const registry = new Registry({
    bus: new EventBus(),
    router: {
      route: () => 'data',
      kinds: () => kinds.kinds(),
      participants: () => [],
      references: (entry) => kinds.references(entry),
    },
    history,
  });
  await registry.attach(entries);
  return registry;
}
