/** What a change of entries does to a running application. Pure: entries in, plan out. */

import type { KindRegistry } from '../../core/kinds/index.ts';
import {
  type DependencyGraph,
  type Entry,
  type EntryState,
  type Operation,
  OperationKind,
} from '../../core/registry/index.ts';
import { serviceDependencies } from '../../core/supervisor/index.ts';
import { codeUsers } from './code-users.ts';

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
  /** Services that come with the change and start by themselves, and that go with it. */
  readonly started: readonly string[];
  readonly stopped: readonly string[];
}

export interface PlanInput {
  readonly operations: readonly Operation[];
  readonly after: EntryState;
  /** The dependencies of `after`. */
  readonly graph: DependencyGraph;
  readonly kinds: Pick<KindRegistry, 'definition' | 'entryReferences' | 'updatesInPlace' | 'sameCode' | 'check'>;
  /** The ids of all services. */
  readonly services: () => readonly string[];
  /** Whether an id is a service, and one that is to run. */
  readonly service: (id: string) => 'wanted' | 'idle' | undefined;
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
  const affected = withDependents(roots, input);
  const restarted = [...affected]
    .filter(([id]) => after.get(id) !== undefined && service(id) === 'wanted')
    .map(([id, because]) => ({ id, because }));
  return {
    created,
    updated,
    deleted,
    swapped: swapped.sort(byId),
    restarted: restarted.sort(byId),
    forCode: [...forCode].filter((id) => service(id) === 'wanted').sort(),
    started: created.filter((id) => startsItself(after.get(id), kinds)),
    stopped: deleted.filter((id) => service(id) !== undefined),
  };
}

/** Entries whose code has changed or that take in code that has, with the way to the change. */
function staleCode(input: PlanInput): Map<string, readonly string[]> {
  const { operations, kinds } = input;
  const stale = new Map<string, readonly string[]>();
  const open: string[] = [];
  for (const operation of operations) {
    if (!changesCode(operation, kinds)) continue;
    stale.set(operation.entry.id, [operation.entry.id]);
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

/** The services that stop and start with others, by the rules of the supervisor. */
function withDependents(
  roots: ReadonlyMap<string, readonly string[]>,
  { after, graph, kinds, service, services: all }: PlanInput,
): Map<string, readonly string[]> {
  const found = new Map(roots);
  if (found.size === 0) return found;
  const candidates = all().flatMap((id) => after.get(id) ?? []);
  const needs = new Map(
    candidates.map((entry) => [
      entry.id,
      serviceDependencies(entry.id, {
        isService: (id) => service(id) !== undefined,
        requires: () => requiredBy(entry, kinds),
        references: (id) => graph.dependencies(id),
        exists: (id) => after.get(id) !== undefined,
      }).services,
    ]),
  );
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

interface WithLifecycle {
  readonly lifecycle?: { readonly requires?: readonly string[]; readonly autoStart?: boolean };
}

function lifecycleOf(entry: Entry, kinds: PlanInput['kinds']): WithLifecycle['lifecycle'] {
  return (kinds.check(entry).config as WithLifecycle | undefined)?.lifecycle;
}

function requiredBy(entry: Entry, kinds: PlanInput['kinds']): readonly string[] {
  return lifecycleOf(entry, kinds)?.requires ?? [];
}

function startsItself(entry: Entry | undefined, kinds: PlanInput['kinds']): boolean {
  return entry !== undefined && lifecycleOf(entry, kinds)?.autoStart === true;
}

function entryId({ entry }: Operation): string {
  return entry.id;
}

function byId(a: Affected, b: Affected): number {
  return a.id < b.id ? -1 : 1;
}
