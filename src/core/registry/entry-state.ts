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

/** An immutable set of entries by id; lists are in the order of ids. A changed copy costs what the change costs. */
export class EntryState {
  static readonly empty = new EntryState(PersistentMap.empty());
  readonly #entries: PersistentMap<Entry>;
  readonly #sorting: Sorting | undefined;
  #sorted: readonly Entry[] | undefined;
  #namespaces: ReadonlyMap<string, readonly Entry[]> | undefined;

  private constructor(entries: PersistentMap<Entry>, sorting?: Sorting) {
    this.#entries = entries;
    this.#sorting = sorting;
  }

  /** A state of entries; of several with one id the last counts. */
  static from(entries: Iterable<Entry>): EntryState {
    const pairs = [...entries].map((entry) => [entry.id, entry] as const);
    return new EntryState(PersistentMap.from(pairs));
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
