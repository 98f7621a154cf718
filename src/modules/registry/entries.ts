/** Entries and operations as Lua tables, and back. */

import type { Query } from '../../core/finder/index.ts';
import { createEntry, type Entry, formatEntryId, type Operation, toEntryId } from '../../core/registry/index.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { shape } from '../../lua/runtime/shapes.ts';
import { rawGet, Traversal, tableOf } from '../../lua/runtime/table.ts';
import { LuaTable, type LuaValue } from '../../lua/runtime/values.ts';
import { fromLua, toLua } from '../../services/lua/convert/host.ts';
import { recordOf } from '../../services/lua/convert/record.ts';
import { fromLuaString, toLuaString } from '../../services/lua/convert/text.ts';

function invalidEntry(message: string, hint: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false, hint });
}

/** `{id, kind, meta, data}`; a table of its own for every caller. */
export function entryToLua(entry: Entry): LuaTable {
  const EntryTable = shape(['id', 'kind', 'meta', 'data']);
  const { id, kind, meta, data } = entry;
  return new EntryTable(toLuaString(id), toLuaString(kind), toLua(meta), toLua(data));
}

export function entriesToLua(entries: readonly Entry[]): LuaTable {
  return tableOf(entries.map(entryToLua));
}

/** `{{kind, entry}...}`. */
export function operationsToLua(operations: readonly Operation[]): LuaTable {
  const OperationTable = shape(['kind', 'entry']);
  return tableOf(operations.map(({ kind, entry }) => new OperationTable(kind, entryToLua(entry))));
}

/**
 * An id given as text or `{ns, name}`.
 * @throws WippyError Invalid for anything else.
 */
export function idFromLua(value: LuaValue, message: string): string {
  if (typeof value === 'string') return toEntryId(fromLuaString(value));
  if (value instanceof LuaTable) {
    const namespace = rawGet(value, 'ns');
    const name = rawGet(value, 'name');
    if (typeof namespace === 'string' && typeof name === 'string') {
      return toEntryId(formatEntryId({ namespace: fromLuaString(namespace), name: fromLuaString(name) }));
    }
  }
  throw invalidEntry(message, 'Give the id as "namespace:name" or as {ns = ..., name = ...}.');
}

/** @throws WippyError Invalid `entry must have valid id field`, `entry must have kind field`. */
export function entryFromLua(table: LuaTable): Entry {
  const id = idFromLua(rawGet(table, 'id'), 'entry must have valid id field');
  const kind = rawGet(table, 'kind');
  if (typeof kind !== 'string' || kind === '') {
    throw invalidEntry('entry must have kind field', `Give ${id} a kind, as in kind = "registry.entry".`);
  }
  const meta = rawGet(table, 'meta');
  return createEntry({
    id,
    kind: fromLuaString(kind),
    meta: meta instanceof LuaTable ? recordOf(meta) : {},
    data: fromLua(rawGet(table, 'data')),
  });
}

/** The entries of a list of tables. What is no entry is left out. */
export function entriesFromLua(list: LuaTable): Entry[] {
  const entries: Entry[] = [];
  const traversal = new Traversal(list);
  while (traversal.advance()) {
    if (!(traversal.value instanceof LuaTable)) continue;
    try {
      entries.push(entryFromLua(traversal.value));
    } catch (error) {
      if (!(error instanceof WippyError)) throw error;
    }
  }
  return entries;
}

/** A query. The fields of a nested `meta` table count as fields of the query itself, as in the Go runtime. */
export function queryFromLua(table: LuaTable): Query {
  const nested = rawGet(table, 'meta');
  const { meta: _meta, ...query } = recordOf(table);
  return nested instanceof LuaTable ? { ...query, ...recordOf(nested) } : query;
}
