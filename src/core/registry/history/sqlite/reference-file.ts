/** A history that the Go runtime has written. It is read from a copy, so that nothing can happen to it. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '../../../../infrastructure/sqlite.ts';
import { changedEntries, countOperations, rootVersion, type VersionRecord } from '../../version.ts';
import { integer, optionalInteger } from './columns.ts';
import { lockTimeout } from './connection.ts';
import { damagedHistory, historyError } from './errors.ts';
import { decodeReferenceChanges } from './reference-changes.ts';
import { originOf } from './schema.ts';
import { Statements } from './statements.ts';

export interface ReferenceFile {
  /** Ascending, without the root. They have no time and no cause. */
  readonly versions: readonly VersionRecord[];
  readonly head: number;
}

function readVersions(statements: Statements): ReferenceFile {
  const rows = statements.rows(
    'SELECT v.id, v.parent_id, c.data FROM versions v LEFT JOIN changesets c ON c.version_id = v.id WHERE v.id <> 0 ORDER BY v.id',
  );
  const versions = rows.map((row): VersionRecord => {
    const id = integer(row, 'id');
    const data = row['data'];
    if (!(data instanceof Uint8Array)) throw damagedHistory(`version ${id} has no change set`);
    const changes = decodeReferenceChanges(data);
    return Object.freeze({
      ...rootVersion,
      id,
      parent: optionalInteger(row, 'parent_id') ?? 0,
      cause: Object.freeze({ kind: 'lua' as const, message: 'made by the Go runtime' }),
      changes,
      operations: countOperations(changes),
      entries: changedEntries(changes),
    });
  });
  const row = statements.row("SELECT CAST(value AS INTEGER) AS id FROM metadata WHERE key = 'head'");
  const head = row === undefined ? 0 : integer(row, 'id');
  if (head !== 0 && !versions.some(({ id }) => id === head)) {
    throw damagedHistory(`its current version ${head} is missing`);
  }
  return { versions, head };
}

/** Runs the work over a copy of a database and its log. */
function withCopy<T>(file: string, work: (copy: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'wippy-history-'));
  const copy = join(directory, 'history.db');
  try {
    copyFileSync(file, copy);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
    return work(copy);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * All versions; undefined where the file is no history of the Go runtime.
 * @throws WippyError where it cannot be read.
 */
export function readReferenceFile(file: string): ReferenceFile | undefined {
  try {
    return withCopy(file, (copy) => {
      const database = openSqlite(copy, { lockTimeout });
      try {
        return originOf(database) === 'reference' ? readVersions(new Statements(database)) : undefined;
      } finally {
        database.close();
      }
    });
  } catch (error) {
    throw historyError(error, file);
  }
}
