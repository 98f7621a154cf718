/** All entries at one moment. */
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { PersistentMap } from '../../infrastructure/persistent-map.ts';
import { closestName } from '../../infrastructure/suggest.ts';
import type { Entry } from './entry.ts';
import { compareEntryIds, type EntryId, namespaceOf } from './entry-id.ts';

/** The error for an id that has no entry. */
export function entryNotFound(id: EntryId, known: Iterable<EntryId> = []): WippyError {
  const closest = closestName(id, known);
  return new WippyError('entry not found', {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { path: id },
    hint: closest === undefined ? undefined : `Did you mean "${closest}"?`,
  });
}

function groupByNamespace(entries: readonly Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const namespace = namespaceOf(entry.id);
    const group = groups.get(namespace);
    if (group === undefined) groups.set(namespace, [entry]);
    else group.push(entry);
  }
  return groups;
}

/** The order of a set whose other entries have been sorted already: what changed is merged into it. */
interface Sorting {
  readonly sorted: readonly Entry[];
  readonly changed: ReadonlySet<EntryId>;
}

const byId = (a: Entry, b: Entry): number => compareEntryIds(a.id, b.id);

function mergeSorted({ sorted, changed }: Sorting, entries: PersistentMap<Entry>): Entry[] {
  const news = [...changed].flatMap((id) => entries.get(id) ?? []).sort(byId);
  const result: Entry[] = [];
  let next = 0;
  for (const entry of sorted) {
    if (changed.has(entry.id)) continue;
    while (next < news.length && byId(news[next], entry) < 0) result.push(news[next++]);
    result.push(entry);
  }
  return [...result, ...news.slice(next)];
}

/** What is left of two lists without what they begin and end with alike. */
function differingStretch(known: readonly Entry[], list: readonly Entry[]) {
  const shortest = Math.min(known.length, list.length);
  let start = 0;
  while (start < shortest && known[start] === list[start]) start += 1;
  let end = 0;
  while (end < shortest - start && known[known.length - 1 - end] === list[list.length - 1 - end]) end += 1;
  return { before: known.slice(start, known.length - end), after: list.slice(start, list.length - end) };
}

/** An immutable set of entries by id; lists are in the order of ids. A changed copy costs what the change costs. */
export class EntryState {
  static readonly empty = new EntryState(PersistentMap.empty());
  readonly #entries: PersistentMap<Entry>;
  readonly #sorting: Sorting | undefined;
  #sorted: readonly Entry[] | undefined;
  #namespaces: ReadonlyMap<string, readonly Entry[]> | undefined;
  /** The list that the state was made from, in its order; only where no id is in it twice. */
  #list: readonly Entry[] | undefined;

  private constructor(entries: PersistentMap<Entry>, sorting?: Sorting) {
    this.#entries = entries;
    this.#sorting = sorting;
  }

  /** A state of entries; of several with one id the last counts. */
  static from(entries: Iterable<Entry>): EntryState {
    const list = [...entries];
    const state = new EntryState(PersistentMap.from(list.map((entry) => [entry.id, entry] as const)));
    return state.#listed(list);
  }

  /** As `from`, for entries that are mostly those of this state: what they share costs next to nothing. */
  following(entries: Iterable<Entry>): EntryState {
    const list = [...entries];
    const known = this.#list;
    if (known === undefined) return EntryState.from(list);
    const { before, after } = differingStretch(known, list);
    const changes = new Map<EntryId, Entry | undefined>();
    for (const { id } of before) changes.set(id, undefined);
    for (const entry of after) {
      // An id that is also elsewhere in the list: the last one counts.
      if (this.has(entry.id) && !changes.has(entry.id)) return EntryState.from(list);
      changes.set(entry.id, entry);
    }
    for (const [id, entry] of changes) if (this.get(id) === entry) changes.delete(id);
    return this.with(changes).#listed(list);
  }

  /** The ids of entries that are not the same in both, equal or not. Costs what differs where one was made from the other. */
  differences(other: EntryState): EntryId[] {
    if (this.#entries === other.#entries) return [];
    return this.#entries.differences(other.#entries).sort(compareEntryIds);
  }

  #listed(list: readonly Entry[]): EntryState {
    if (list.length === this.size) this.#list = list;
    return this;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(id: EntryId): Entry | undefined {
    return this.#entries.get(id);
  }

  has(id: EntryId): boolean {
    return this.#entries.has(id);
  }

  /** @throws NotFound `entry not found`. */
  require(id: EntryId): Entry {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw entryNotFound(id, this.#entries.keys());
    return entry;
  }

  /** A copy with other entries for some ids; undefined takes the entry out. */
  with(changes: Iterable<readonly [EntryId, Entry | undefined]>): EntryState {
    let entries = this.#entries;
    const touched: EntryId[] = [];
    for (const [id, entry] of changes) {
      entries = entry === undefined ? entries.delete(id) : entries.set(id, entry);
      touched.push(id);
    }
    return entries === this.#entries ? this : new EntryState(entries, this.#sortingWith(touched));
  }

  /** All entries by id. */
  entries(): readonly Entry[] {
    this.#sorted ??= Object.freeze(
      this.#sorting === undefined ? [...this.#entries.values()].sort(byId) : mergeSorted(this.#sorting, this.#entries),
    );
    return this.#sorted;
  }

  /** The names of the namespaces that have entries, sorted. */
  namespaces(): readonly string[] {
    return [...this.#byNamespace().keys()];
  }

  /** The entries of exactly this namespace, by name. */
  namespace(name: string): readonly Entry[] {
    return this.#byNamespace().get(name) ?? [];
  }

  #byNamespace(): ReadonlyMap<string, readonly Entry[]> {
    this.#namespaces ??= groupByNamespace(this.entries());
    return this.#namespaces;
  }

  #sortingWith(touched: readonly EntryId[]): Sorting | undefined {
    const sorted = this.#sorted ?? this.#sorting?.sorted;
    if (sorted === undefined) return undefined;
    const before = this.#sorted === undefined ? (this.#sorting?.changed ?? []) : [];
    const changed = new Set([...before, ...touched]);
    // Merging many changes costs as much as sorting, and the list of them would grow without end.
    return changed.size > sorted.length / 4 + 16 ? undefined : { sorted, changed };
  }
}
