/** Which services run after a change, and which restart with others: by the rules of the supervisor. */
import { type Entry, OperationKind } from '../../core/registry/index.ts';
import { serviceDependencies, withNeeds } from '../../core/supervisor/index.ts';
import type { PlanInput } from './reload-plan.ts';

export interface ServicePlan {
  /** All services, with those that they need directly. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
  /** Those that are to run. */
  readonly runs: ReadonlySet<string>;
  readonly optional: ReadonlySet<string>;
}

export function planServices(input: PlanInput): ServicePlan {
  const { operations, after, graph, kinds, service } = input;
  const lifecycle = (entry: Entry | undefined): Lifecycle | undefined =>
    entry === undefined ? undefined : (kinds.configuration(entry) as { lifecycle?: Lifecycle } | undefined)?.lifecycle;
  const touched = operations.filter(({ kind }) => kind !== OperationKind.Delete).map(({ entry }) => entry.id);
  const all = new Set([...input.services(), ...touched.filter((id) => lifecycle(after.get(id)) !== undefined)]);
  for (const id of all) if (after.get(id) === undefined) all.delete(id);
  const needs = new Map<string, readonly string[]>();
  for (const id of all) {
    const { services } = serviceDependencies(id, {
      isService: (other) => all.has(other),
      requires: () => lifecycle(after.get(id))?.requires ?? [],
      references: (other) => graph.dependencies(other),
      exists: (other) => after.get(other) !== undefined,
    });
    needs.set(id, services);
  }
  const starts = new Set(touched);
  const roots = [...all].filter((id) => {
    const wanted = service(id) === 'wanted';
    if (wanted && input.asked(id)) return true;
    return (wanted || starts.has(id)) && lifecycle(after.get(id))?.autoStart === true;
  });
  const optional = new Set([...all].filter((id) => lifecycle(after.get(id))?.startup === 'optional'));
  return { needs, runs: withNeeds(roots, (id) => needs.get(id) ?? []), optional };
}

/** The services with those that need them, directly or not, and the way from each to the change. */
export function dependentsOf(
  roots: ReadonlyMap<string, readonly string[]>,
  { needs }: ServicePlan,
): Map<string, readonly string[]> {
  const found = new Map(roots);
  if (found.size === 0) return found;
  for (let grown = true; grown; ) {
    grown = false;
    for (const [id, services] of needs) {
      if (found.has(id)) continue;
      const cause = services.find((other) => found.has(other));
      if (cause === undefined) continue;
      found.set(id, [id, ...(found.get(cause) ?? [])]);
      grown = true;
    }
  }
  return found;
}

interface Lifecycle {
  readonly requires?: readonly string[];
  readonly autoStart?: boolean;
  readonly startup?: string;
}
