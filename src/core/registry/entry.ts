/** Entries: the unit of definition of an application. */
import { deepEqual, frozenCopy, type PlainObject } from '../../infrastructure/plain-data.ts';
import { type EntryId, toEntryId } from './entry-id.ts';

/** Where an entry was written. */
export interface EntrySource {
  /** Path of the file. */
  readonly file: string;
  /** Path of the file that holds its code, where that is not in `file` itself. */
  readonly code?: string;
  /** Whatever the loader needs to find the text range of a path inside the entry. */
  readonly origin?: unknown;
}

/** An entry. Frozen at every depth. */
export interface Entry {
  readonly id: EntryId;
  readonly kind: string;
  readonly meta: PlainObject;
  /** Plain data, usually a map. */
  readonly data: unknown;
  /** Not part of the content: ignored by comparisons and not kept in history. */
  readonly source?: EntrySource;
}

export interface EntryInput {
  readonly id: unknown;
  readonly kind: string;
  readonly meta?: PlainObject | null;
  readonly data?: unknown;
  readonly source?: EntrySource;
}

/** Entries made by `createEntry`; they need no second copy. */
const made = new WeakSet<Entry>();

/**
 * A frozen entry; the input is copied.
 * @throws Invalid if the id is not valid.
 */
export function createEntry(input: EntryInput): Entry {
  if (made.has(input as Entry)) return input as Entry;
  const entry: Entry = Object.freeze({
    id: toEntryId(input.id),
    kind: input.kind,
    meta: frozenCopy(input.meta ?? {}),
    data: frozenCopy(input.data ?? null),
    ...(input.source === undefined ? {} : { source: input.source }),
  });
  made.add(entry);
  return entry;
}

/** True if id, kind, meta and data are equal. */
export function sameContent(a: Entry, b: Entry): boolean {
  return a === b || (a.id === b.id && a.kind === b.kind && deepEqual(a.meta, b.meta) && deepEqual(a.data, b.data));
}
