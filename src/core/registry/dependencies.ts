/** Which entries depend on which. */
import type { Entry } from './entry.ts';
import { completeEntryId, type EntryId, namespaceOf } from './entry-id.ts';

/** The texts by which an entry names what it depends on: ids (may be relative), `group:g`, `ns:n`. */
export type DependencyExtractor = (entry: Entry) => readonly string[];

export const groupPrefix = 'group:';
export const namespacePrefix = 'ns:';

/** The groups that `meta.groups` lists. */
export function groupsOf(entry: Entry): readonly string[] {
  const groups = entry.meta['groups'];
  return Array.isArray(groups) ? groups.filter((group): group is string => typeof group === 'string') : [];
}

function push<K>(map: Map<K, EntryId[]>, key: K, id: EntryId): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [id]);
  else list.push(id);
}

/** Finds the entries that a dependency text means, among a fixed set of entries. */
export class DependencyTargets {
  readonly #ids = new Set<EntryId>();
  readonly #groups = new Map<string, EntryId[]>();
  readonly #namespaces = new Map<string, EntryId[]>();

  constructor(entries: Iterable<Entry>) {
    for (const entry of entries) {
      if (this.#ids.has(entry.id)) continue;
      this.#ids.add(entry.id);
      push(this.#namespaces, namespaceOf(entry.id), entry.id);
      for (const group of groupsOf(entry)) push(this.#groups, group, entry.id);
    }
  }

  /** Ids meant by the texts of an entry; missing ones and the entry itself are left out. */
  resolve(entry: Entry, texts: Iterable<string>): Set<EntryId> {
    const result = new Set<EntryId>();
    const namespace = namespaceOf(entry.id);
    for (const text of texts) {
      if (text.startsWith(groupPrefix)) {
        for (const id of this.#groups.get(text.slice(groupPrefix.length)) ?? []) result.add(id);
      } else if (text.startsWith(namespacePrefix)) {
        for (const id of this.#namespaces.get(text.slice(namespacePrefix.length)) ?? []) result.add(id);
      } else {
        const id = completeEntryId(text, namespace);
        if (this.#ids.has(id)) result.add(id);
      }
    }
    result.delete(entry.id);
    return result;
  }
}
