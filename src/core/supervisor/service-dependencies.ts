/** Which services must run before which. */
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

export interface DependencySources {
  isService(id: string): boolean;
  /** Ids that the service's lifecycle requires. */
  requires(id: string): readonly string[];
  /** Ids that an entry refers to; also asked about entries that are no services. */
  references(id: string): readonly string[];
  /** True for an id that is an entry, service or not. */
  exists(id: string): boolean;
}

export interface ServiceDependencies {
  /** Services that must run first. */
  readonly services: readonly string[];
  /** Required ids that are neither services nor entries. */
  readonly missing: readonly string[];
}

/** The services an id leads to; entries that are no services are walked through. */
export function serviceDependencies(id: string, sources: DependencySources): ServiceDependencies {
  const services = new Set<string>();
  const missing: string[] = [];
  const open: string[] = [...sources.references(id)];
  for (const required of sources.requires(id)) {
    if (sources.isService(required) || sources.exists(required)) open.push(required);
    else missing.push(required);
  }
  const seen = new Set([id]);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (sources.isService(next)) services.add(next);
    else open.push(...sources.references(next));
  }
  return { services: [...services].sort(), missing };
}

/** The ids with everything they lead to, dependencies before dependents. Errors by id for those that cannot start. */
export interface StartPlan {
  readonly order: readonly string[];
  readonly blocked: ReadonlyMap<string, WippyError>;
}

/** Plans a start of services; the order is the same for every order of the roots. */
export function planStart(roots: Iterable<string>, dependencies: (id: string) => ServiceDependencies): StartPlan {
  const order: string[] = [];
  const blocked = new Map<string, WippyError>();
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (id: string): void => {
    const start = path.indexOf(id);
    if (start >= 0) {
      const cycle = [...path.slice(start), id];
      const error = new WippyError(
        `failed to determine start dependency levels: cycle detected: ${cycle.join(' -> ')}`,
        { kind: ErrorKind.Invalid, retryable: false, details: { services: cycle } },
      );
      for (const member of cycle) blocked.set(member, error);
      return;
    }
    if (done.has(id)) return;
    const { services, missing } = dependencies(id);
    if (missing.length > 0) {
      const pairs = missing.map((required) => `${id} requires ${required}`).join(', ');
      const message = `service startup blocked by missing dependencies: ${pairs}`;
      blocked.set(id, new WippyError(message, { kind: ErrorKind.Invalid, retryable: false, details: { missing } }));
    }
    path.push(id);
    for (const service of services) visit(service);
    path.pop();
    done.add(id);
    order.push(id);
  };
  for (const root of [...roots].sort()) visit(root);
  return { order, blocked };
}

/** Stops services, each as soon as those of the set that need it have stopped. Cycles are cut where they are entered. */
export async function stopInOrder(
  ids: ReadonlySet<string>,
  dependencies: (id: string) => readonly string[],
  stop: (id: string) => Promise<void>,
): Promise<void> {
  const stops = new Map<string, Promise<void>>();
  const stopOne = (id: string, path: readonly string[]): Promise<void> => {
    const known = stops.get(id);
    if (known !== undefined) return known;
    const dependents = [...ids].filter(
      (other) => other !== id && !path.includes(other) && dependencies(other).includes(id),
    );
    const stopping = Promise.all(dependents.map((other) => stopOne(other, [...path, id]))).then(() => stop(id));
    stops.set(id, stopping);
    return stopping;
  };
  await Promise.all([...ids].map((id) => stopOne(id, [])));
}

/** The ids with everything they need, directly or not. */
export function withNeeds(ids: Iterable<string>, dependencies: (id: string) => readonly string[]): Set<string> {
  const found = new Set(ids);
  for (const id of found) for (const needed of dependencies(id)) found.add(needed);
  return found;
}

/** The ids of `all` that need one of the given ones, directly or not, with the ids themselves. */
export function withDependents(
  ids: Iterable<string>,
  all: Iterable<string>,
  dependencies: (id: string) => readonly string[],
): Set<string> {
  const found = new Set(ids);
  const others = [...all];
  for (let grown = true; grown; ) {
    grown = false;
    for (const id of others) {
      if (found.has(id) || !dependencies(id).some((other) => found.has(other))) continue;
      found.add(id);
      grown = true;
    }
  }
  return found;
}
