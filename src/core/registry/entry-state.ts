/** All entries at one moment. */
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
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

/** An immutable set of entries by id; iteration is in the order of ids. */
export class EntryState {
  static readonly empty = new EntryState(new Map());
  readonly #entries: ReadonlyMap<EntryId, Entry>;
  #sorted: readonly Entry[] | undefined;
  #namespaces: ReadonlyMap<string, readonly Entry[]> | undefined;

  private constructor(entries: ReadonlyMap<EntryId, Entry>) {
    this.#entries = entries;
  }

  /** A state of entries; of several with one id the last counts. */
  static from(entries: Iterable<Entry>): EntryState {
    const map = new Map<EntryId, Entry>();
    for (const entry of entries) map.set(entry.id, entry);
    return new EntryState(map);
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

  /** All entries by id. */
  entries(): readonly Entry[] {
    this.#sorted ??= Object.freeze([...this.#entries.values()].sort((a, b) => compareEntryIds(a.id, b.id)));
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
}
