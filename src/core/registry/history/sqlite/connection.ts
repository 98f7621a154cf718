/** The open file of a history with the parts that work on it. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ErrorKind, WippyError } from '../../../../infrastructure/errors.ts';
import { openSqlite, type SqliteDatabase } from '../../../../infrastructure/sqlite.ts';
import { ChangeRows } from './change-rows.ts';
import { EntryStore } from './entry-store.ts';
import { referenceFile } from './errors.ts';
import { createSchema, originOf } from './schema.ts';
import { SourceStore } from './source-store.ts';
import { StateTable } from './state-table.ts';
import { Statements } from './statements.ts';

/** Milliseconds to wait for another process, as the Go runtime does. */
export const lockTimeout = 5000;

export interface Connection {
  readonly statements: Statements;
  readonly store: EntryStore;
  readonly changes: ChangeRows;
  readonly sources: SourceStore;
  /** The entries at the head. */
  readonly head: StateTable;
  /** What the files said when they were last recorded. */
  readonly files: StateTable;
}

function refuse(file: string, message: string, hint: string): WippyError {
  return new WippyError(`${file} ${message}`, { kind: ErrorKind.Invalid, retryable: false, hint });
}

/** Makes the tables in a new file; refuses one of somebody else before anything is written. */
function prepare(database: SqliteDatabase, file: string): void {
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
  const origin = originOf(database);
  if (origin === 'foreign') {
    throw refuse(file, 'is a database of another program', 'Choose another file in registry.history_path.');
  }
  if (origin === 'reference') {
    throw referenceFile(file);
  }
  if (origin === 'newer') {
    throw refuse(file, 'was written by a newer release of wippy', 'Install that release, or choose another file.');
  }
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  if (origin === 'own') return;
  // Another process may make the tables at the same time: the second to get the lock finds them.
  database
    .transaction(() => {
      if (originOf(database) === 'empty') createSchema(database);
    })
    .immediate();
}

/** Opens the file for reading and writing, and makes it if it is missing. @throws what the driver throws, Invalid */
export function connect(file: string): Connection {
  mkdirSync(dirname(file), { recursive: true });
  const database = openSqlite(file, { lockTimeout });
  try {
    prepare(database, file);
  } catch (error) {
    database.close();
    throw error;
  }
  const statements = new Statements(database);
  const store = new EntryStore(statements);
  return {
    statements,
    store,
    changes: new ChangeRows(statements, store),
    sources: new SourceStore(statements, store),
    head: new StateTable(statements, store, 'history_head'),
    files: new StateTable(statements, store, 'history_files'),
  };
}
