/** The services that a change of entries touches. */
import type { KindRegistry } from '../../core/kinds/index.ts';
import {
  compareEntryIds,
  type DependencyGraph,
  type Entry,
  type EntryId,
  type Operation,
  OperationKind,
} from '../../core/registry/index.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';

export interface AffectedService {
  readonly id: EntryId;
  readonly action: 'start' | 'restart' | 'stop';
}

/** Services are the entries with a lifecycle, written or by default. */
function isService(entry: Entry, kinds: KindRegistry): boolean {
  if (isPlainObject(entry.data) && isPlainObject(entry.data['lifecycle'])) return true;
  if (kinds.definition(entry.kind) === undefined) return false;
  const { config } = kinds.check(entry);
  return isPlainObject(config) && config['lifecycle'] !== undefined;
}

interface Moment {
  readonly graph: DependencyGraph;
  readonly get: (id: EntryId) => Entry | undefined;
}

/** Changed services, and those that depend on a changed entry, directly or not; in the order of ids. */
export function affectedServices(
  operations: readonly Operation[],
  before: Moment,
  after: Moment,
  kinds: KindRegistry,
): AffectedService[] {
  const ids = operations.filter(({ kind }) => kind !== OperationKind.Create).map(({ entry }) => entry.id);
  const made = operations.filter(({ kind }) => kind !== OperationKind.Delete).map(({ entry }) => entry.id);
  const touched = new Set([...ids, ...made, ...before.graph.allDependents(ids), ...after.graph.allDependents(made)]);
  const result: AffectedService[] = [];
  for (const id of [...touched].sort(compareEntryIds)) {
    const [old, now] = [before.get(id), after.get(id)];
    const [was, is] = [old !== undefined && isService(old, kinds), now !== undefined && isService(now, kinds)];
    if (was || is) result.push({ id, action: was && is ? 'restart' : is ? 'start' : 'stop' });
  }
  return result;
}
