/** The tables of a history, and how the file of one is told from other databases. */
import type { SqliteDatabase } from '../../../../infrastructure/sqlite.ts';

/** "WPYN" as a number: the application id in the header of the file. */
const applicationId = 0x5750594e;
const schemaVersion = 1;

/**
 * `own`: written by this program; `newer`: by a later release of it; `reference`: by the Go runtime; `foreign`: anything
 * else that has tables.
 */
export type DatabaseOrigin = 'empty' | 'own' | 'newer' | 'reference' | 'foreign';

/** Whose database it is. Reads only. */
export function originOf(database: SqliteDatabase): DatabaseOrigin {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
  const id: unknown = database.pragma('application_id', { simple: true });
  if (id === applicationId && tables.includes('history_versions')) {
    const version: unknown = database.pragma('user_version', { simple: true });
    return version === schemaVersion ? 'own' : 'newer';
  }
  if (['metadata', 'versions', 'changesets'].every((name) => tables.includes(name))) return 'reference';
  return tables.length === 0 ? 'empty' : 'foreign';
}

/**
 * Entries and long texts are kept once, under numbers that the other tables name. `history_head` and `history_files` are the
 * entries at the head and what the files said last, so that a start does not replay anything; `history_sources` holds, for
 * each version that came from files, the files that changed since the version before (`text` is null for one that is gone).
 */
const tables = `
CREATE TABLE history_meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE history_texts (number INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, content TEXT NOT NULL);
CREATE TABLE history_entries (number INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, content TEXT NOT NULL);
CREATE TABLE history_entry_texts (
  entry INTEGER NOT NULL, text INTEGER NOT NULL, PRIMARY KEY (entry, text)
) WITHOUT ROWID;
CREATE TABLE history_versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  parent INTEGER NOT NULL,
  time INTEGER NOT NULL,
  cause TEXT NOT NULL,
  git_commit TEXT,
  git_dirty INTEGER,
  outcome TEXT NOT NULL,
  duration REAL NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  entries TEXT NOT NULL,
  fingerprint TEXT,
  error TEXT,
  sources INTEGER
);
CREATE TABLE history_operations (
  version INTEGER NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, entry TEXT NOT NULL,
  before INTEGER, after INTEGER, PRIMARY KEY (version, position)
) WITHOUT ROWID;
CREATE TABLE history_baseline (
  version INTEGER NOT NULL, position INTEGER NOT NULL, entry TEXT NOT NULL,
  before INTEGER, after INTEGER, PRIMARY KEY (version, position)
) WITHOUT ROWID;
CREATE TABLE history_head (entry TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE history_files (entry TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE history_sources (
  path TEXT NOT NULL, version INTEGER NOT NULL, text INTEGER, PRIMARY KEY (path, version)
) WITHOUT ROWID;
`;

/** Makes the tables; call it inside a transaction. */
export function createSchema(database: SqliteDatabase): void {
  database.exec(tables);
  database.pragma(`application_id = ${applicationId}`);
  database.pragma(`user_version = ${schemaVersion}`);
}
