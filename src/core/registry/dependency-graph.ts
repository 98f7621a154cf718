/** The dependencies inside one set of entries, both ways. */
import { PersistentMap } from '../../infrastructure/persistent-map.ts';
import { type DependencyExtractor, groupPrefix, groupsOf, namespacePrefix } from './dependencies.ts';
import type { Entry } from './entry.ts';
import { compareEntryIds, completeEntryId, type EntryId, namespaceOf } from './entry-id.ts';
import type { EntryState } from './entry-state.ts';

/** A set of ids for each key. */
type Index = PersistentMap<PersistentMap<true>>;

/** `users`: who names an id, a group or a namespace; `members`: which entries a group or a namespace has. */
interface Indexes {
  readonly users: Index;
  readonly members: Index;
}

const keyOf = (text: string, namespace: string): string =>
  text.startsWith(groupPrefix) || text.startsWith(namespacePrefix) ? text : completeEntryId(text, namespace);

/** The keys under which an entry is looked up by `group:` and `ns:`. */
const membershipsOf = (entry: Entry): string[] => [
  `${namespacePrefix}${namespaceOf(entry.id)}`,
  ...groupsOf(entry).map((group) => `${groupPrefix}${group}`),
];

function namesOf(entry: Entry, extract: DependencyExtractor): Set<string> {
  const namespace = namespaceOf(entry.id);
  return new Set(Array.from(extract(entry), (text) => keyOf(text, namespace)));
}

function add(index: Index, key: string, id: EntryId): Index {
  return index.set(key, (index.get(key) ?? PersistentMap.empty<true>()).set(id, true));
}

function remove(index: Index, key: string, id: EntryId): Index {
  const left = index.get(key)?.delete(id);
  if (left === undefined) return index;
  return left.size === 0 ? index.delete(key) : index.set(key, left);
}

function build(entries: readonly Entry[], extract: DependencyExtractor): Indexes {
  const users = new Map<string, [EntryId, true][]>();
  const members = new Map<string, [EntryId, true][]>();
  const push = (map: Map<string, [EntryId, true][]>, key: string, id: EntryId): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [[id, true]]);
    else list.push([id, true]);
  };
  for (const entry of entries) {
    for (const key of namesOf(entry, extract)) push(users, key, entry.id);
    for (const key of membershipsOf(entry)) push(members, key, entry.id);
  }
  const index = (map: Map<string, [EntryId, true][]>): Index =>
    PersistentMap.from([...map].map(([key, pairs]) => [key, PersistentMap.from(pairs)] as const));
  return { users: index(users), members: index(members) };
}

/** Immutable. Texts are looked up when they are asked for, so a change of an entry touches only what it names itself. */
export class DependencyGraph {
  readonly #state: EntryState;
  readonly #extract: DependencyExtractor;
  readonly #indexes: Indexes;

  private constructor(state: EntryState, extract: DependencyExtractor, indexes: Indexes) {
    this.#state = state;
    this.#extract = extract;
    this.#indexes = indexes;
  }

  static of(state: EntryState, extract: DependencyExtractor): DependencyGraph {
    return new DependencyGraph(state, extract, build(state.entries(), extract));
  }

  /** The graph of a state that differs from this one's in the given ids only. */
  with(state: EntryState, ids: Iterable<EntryId>): DependencyGraph {
    let { users, members } = this.#indexes;
    for (const id of new Set(ids)) {
      const [before, after] = [this.#state.get(id), state.get(id)];
      if (before === after) continue;
      if (before !== undefined) {
        for (const key of namesOf(before, this.#extract)) users = remove(users, key, id);
        for (const key of membershipsOf(before)) members = remove(members, key, id);
      }
      if (after !== undefined) {
        for (const key of namesOf(after, this.#extract)) users = add(users, key, id);
        for (const key of membershipsOf(after)) members = add(members, key, id);
      }
    }
    return new DependencyGraph(state, this.#extract, { users, members });
  }

  /** What an entry names directly, in the order of ids. */
  dependencies(id: EntryId): EntryId[] {
    const entry = this.#state.get(id);
    if (entry === undefined) return [];
    const found = new Set<EntryId>();
    for (const key of namesOf(entry, this.#extract)) {
      if (key.startsWith(groupPrefix) || key.startsWith(namespacePrefix)) {
        for (const member of this.#indexes.members.get(key)?.keys() ?? []) found.add(member);
      } else if (this.#state.has(key)) {
        found.add(key);
      }
    }
    found.delete(id);
    return [...found].sort(compareEntryIds);
  }

  /** What names the entry directly, in the order of ids. */
  dependents(id: EntryId): EntryId[] {
    return [...this.#usersOf(id)].sort(compareEntryIds);
  }

  /** Everything that depends on any of the ids, directly or not, without the ids themselves unless in a cycle. */
  allDependents(ids: Iterable<EntryId>): Set<EntryId> {
    const found = new Set<EntryId>();
    const open = [...ids];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (const dependent of this.#usersOf(id)) {
        if (found.has(dependent)) continue;
        found.add(dependent);
        open.push(dependent);
      }
    }
    return found;
  }

  #usersOf(id: EntryId): Set<EntryId> {
    const found = new Set<EntryId>();
    const entry = this.#state.get(id);
    if (entry === undefined) return found;
    for (const key of [id, ...membershipsOf(entry)]) {
      for (const user of this.#indexes.users.get(key)?.keys() ?? []) found.add(user);
    }
    found.delete(id);
    return found;
  }
}
