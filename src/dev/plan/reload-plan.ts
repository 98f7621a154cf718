/** What a change of entries does to a running application. Pure: entries in, plan out. */

import type { KindRegistry } from '../../core/kinds/index.ts';
import {
  type DependencyGraph,
  type EntryState,
  type Operation,
  OperationKind,
  sameContent,
} from '../../core/registry/index.ts';
import { codeUsers } from './code-users.ts';
import type { EnvironmentReaders } from './environment-readers.ts';
import { dependentsOf, planServices } from './service-plan.ts';

/** Something that is affected, and the way from it to the entry that changed: `[service, ..., changed entry]`. */
export interface Affected {
  readonly id: string;
  readonly because: readonly string[];
}

export interface ReloadPlan {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly deleted: readonly string[];
  /** Functions that run new code from then on. */
  readonly swapped: readonly Affected[];
  /** Services that stop and start again. */
  readonly restarted: readonly Affected[];
  /** Those of them whose entry is as it was: nothing restarts them but the plan. The others restart with their entry. */
  readonly forCode: readonly string[];
  /** Other services that run from then on, and that run no more. */
  readonly started: readonly string[];
  readonly stopped: readonly string[];
  /** Services whose failure does not speak against the change: optional ones, and those that failed before it. */
  readonly mayFail: ReadonlySet<string>;
}

export interface PlanInput {
  readonly operations: readonly Operation[];
  readonly after: EntryState;
  /** The dependencies of `after`. */
  readonly graph: DependencyGraph;
  readonly kinds: Pick<
    KindRegistry,
    'definition' | 'entryReferences' | 'updatesInPlace' | 'sameCode' | 'configuration'
  >;
  /** The ids of all services. */
  readonly services: () => readonly string[];
  /** Entries that have to read something again that is no entry; default none. */
  readonly again?: Pick<EnvironmentReaders, 'readers' | 'configured'>;
  /** Whether an id is a service, and one that is to run. */
  readonly service: (id: string) => 'wanted' | 'idle' | undefined;
  /** Whether a service runs because somebody has started it. */
  readonly asked: (id: string) => boolean;
  /** Whether a service has failed: a change of anything that it depends on is worth another try. */
  readonly failed: (id: string) => boolean;
  /** Whether the process of a service takes new code by itself. */
  readonly upgrades: (id: string) => boolean;
}

export function planReload(input: PlanInput): ReloadPlan {
  const { operations, after, kinds, service } = input;
  const ids = (kind: OperationKind): string[] => operations.filter((item) => item.kind === kind).map(entryId);
  // An entry whose kind changes is deleted and created.
  const gone = new Set(ids(OperationKind.Delete));
  const come = new Set(ids(OperationKind.Create));
  const remade = new Set([...gone].filter((id) => come.has(id)));
  const created = [...come].filter((id) => !remade.has(id)).sort();
  const deleted = [...gone].filter((id) => !remade.has(id)).sort();
  const updated = [...new Set([...ids(OperationKind.Update), ...remade])].sort();

  const stale = staleCode(input);
  const swapped: Affected[] = [];
  const roots = new Map<string, readonly string[]>();
  const forCode = new Set<string>();
  for (const { kind, entry, original } of operations) {
    if (service(entry.id) === undefined || kind === OperationKind.Create) continue;
    const way = input.again?.readers.get(entry.id);
    if (way !== undefined) {
      roots.set(entry.id, [entry.id, ...way]);
      // Its configuration is as it was, so its handler finds nothing to do.
      if (original !== undefined && sameContent(entry, original) && !input.again?.configured.has(entry.id))
        forCode.add(entry.id);
      continue;
    }
    if (kind === OperationKind.Update && original !== undefined && kinds.updatesInPlace(entry, original)) continue;
    roots.set(entry.id, [entry.id]);
  }
  for (const [id, because] of stale) {
    const entry = after.get(id);
    if (entry === undefined || created.includes(id)) continue;
    const effect = kinds.definition(entry.kind)?.onCodeChange;
    if (effect === 'swap') swapped.push({ id, because });
    if (effect !== 'restart' || roots.has(id) || because.length === 1 || input.upgrades(id)) continue;
    roots.set(id, because);
    forCode.add(id);
  }
  for (const [id, because] of retries(input, roots)) {
    roots.set(id, because);
    forCode.add(id);
  }
  const next = planServices(input);
  const restarted = [...dependentsOf(roots, next)]
    .filter(([id]) => next.runs.has(id) && service(id) === 'wanted')
    .map(([id, because]) => ({ id, because }));
  const started = [...next.runs].filter((id) => service(id) !== 'wanted').sort();
  const starting = [...restarted.map(({ id }) => id), ...started];
  return {
    created,
    updated,
    deleted,
    swapped: swapped.sort(byId),
    restarted: restarted.sort(byId),
    forCode: [...forCode].filter((id) => next.runs.has(id) && service(id) === 'wanted').sort(),
    started,
    stopped: input
      .services()
      .filter((id) => !next.runs.has(id) && (service(id) === 'wanted' || gone.has(id)))
      .sort(),
    mayFail: new Set(starting.filter((id) => next.optional.has(id) || input.failed(id))),
  };
}

/** Entries whose code has changed or that take in code that has, with the way to the change. */
function staleCode(input: PlanInput): Map<string, readonly string[]> {
  const { operations, kinds, again } = input;
  const stale = new Map<string, readonly string[]>();
  const open: string[] = [];
  for (const operation of operations) {
    const way = operation.kind === OperationKind.Delete ? undefined : again?.readers.get(operation.entry.id);
    if (way === undefined && !changesCode(operation, kinds)) continue;
    stale.set(operation.entry.id, [operation.entry.id, ...(way ?? [])]);
    open.push(operation.entry.id);
  }
  // First in, first out, so that each reason is a shortest one.
  for (let index = 0; index < open.length; index += 1) {
    const id = open[index] as string;
    for (const user of codeUsers(input, id)) {
      if (stale.has(user)) continue;
      stale.set(user, [user, ...(stale.get(id) ?? [])]);
      open.push(user);
    }
  }
  return stale;
}

/** Failed services that depend on a changed entry, directly or not, and are no roots yet. */
function retries(
  { operations, after, graph, service, failed }: PlanInput,
  roots: ReadonlyMap<string, unknown>,
): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const reached = new Map<string, readonly string[]>();
  const open: string[] = [];
  for (const { entry } of operations) {
    reached.set(entry.id, [entry.id]);
    open.push(entry.id);
  }
  for (let index = 0; index < open.length; index += 1) {
    const id = open[index] as string;
    const because = reached.get(id) ?? [];
    const retry = failed(id) && service(id) === 'wanted' && after.get(id) !== undefined && because.length > 1;
    if (retry && !roots.has(id)) found.set(id, because);
    for (const dependent of graph.dependents(id)) {
      if (reached.has(dependent)) continue;
      reached.set(dependent, [dependent, ...because]);
      open.push(dependent);
    }
  }
  return found;
}

function changesCode({ kind, entry, original }: Operation, kinds: PlanInput['kinds']): boolean {
  return kind !== OperationKind.Delete && (original === undefined || !kinds.sameCode(entry, original));
}

function entryId({ entry }: Operation): string {
  return entry.id;
}

function byId(a: Affected, b: Affected): number {
  return a.id < b.id ? -1 : 1;
}
