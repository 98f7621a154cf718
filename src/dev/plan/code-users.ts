/** Which entries take in the code of which. */
import type { KindRegistry } from '../../core/kinds/index.ts';
import type { EntryState } from '../../core/registry/index.ts';

const NONE: readonly string[] = [];

/** Gives the entries that take in the code of an entry directly. */
export function codeUsers(
  state: EntryState,
  kinds: Pick<KindRegistry, 'entryReferences'>,
): (id: string) => readonly string[] {
  const users = new Map<string, string[]>();
  for (const entry of state.entries()) {
    for (const { code, target } of kinds.entryReferences(entry)) {
      if (!code) continue;
      const known = users.get(target);
      if (known === undefined) users.set(target, [entry.id]);
      else known.push(entry.id);
    }
  }
  return (id) => users.get(id) ?? NONE;
}
