/** Which entries take in the code of which. */
import type { KindRegistry } from '../../core/kinds/index.ts';
import type { DependencyGraph, EntryState } from '../../core/registry/index.ts';

export interface CodeUsersInput {
  readonly after: EntryState;
  /** The dependencies of `after`. */
  readonly graph: DependencyGraph;
  readonly kinds: Pick<KindRegistry, 'entryReferences'>;
}

/** The entries that take in the code of an entry directly. */
export function codeUsers({ after, graph, kinds }: CodeUsersInput, id: string): string[] {
  // Whoever names the entry in any way is found without looking at all entries.
  return graph.dependents(id).filter((user) => {
    const entry = after.get(user);
    return entry !== undefined && kinds.entryReferences(entry).some(({ code, target }) => code && target === id);
  });
}
