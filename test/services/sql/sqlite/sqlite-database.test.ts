import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger, type LogRecord, logLevels } from '../../../../src/infrastructure/logger/index.ts';
import type { SqlRunner } from '../../../../src/services/sql/database.ts';
import { DRIVER, findDriver } from '../../../../src/services/sql/sqlite/driver.ts';
import {
  MEMORY_FILE,
  SqliteDatabase,
  type SqliteOptions,
} from '../../../../src/services/sql/sqlite/sqlite-database.ts';
import { ManualClock } from '../../../infrastructure/manual-clock.ts';

const driver = () => findDriver(process.cwd());

let folder: string;
let database: SqliteDatabase;
let clock: ManualClock;
let logs: LogRecord[];
const never = new AbortController().signal;

function open(options: Partial<SqliteOptions> = {}): SqliteDatabase {
  clock = new ManualClock();
  logs = [];
  const logger = createLogger({ threshold: logLevels.debug, write: (record) => logs.push(record) });
  return new SqliteDatabase({ id: 'app:db', file: MEMORY_FILE, driver, clock, logger, ...options });
}

const run = (runner: SqlRunner, sql: string, ...parameters: (null | bigint | number | string | Uint8Array)[]) =>
  runner.execute(sql, parameters).result;
const rows = async (runner: SqlRunner, sql: string, ...parameters: (null | bigint | number | string)[]) =>
  (await runner.query(sql, parameters).result).rows;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wippy-sqlite-'));
  database = open();
});

afterEach(async () => {
  await database.close(AbortSignal.abort());
  rmSync(folder, { recursive: true });
});

describe('values', () => {
  it('come back as what they were', async () => {
    const blob = new Uint8Array([0, 255, 10]);
    const result = await rows(
      database,
      'SELECT ?, ?, ?, ?, ?, ?, ?',
      ...([null, 1n, 2n ** 62n, 1.5, 2, 'a\xc3\xa4\0b', blob] as (string | null)[]),
    );
    expect(result).toEqual([[null, 1, 2n ** 62n, 1.5, { n: 2 }, 'a\xc3\xa4\0b', '\0\xff\n']]);
  });

  it('are texts where they are UTF-8, else blobs with the same bytes', async () => {
    const result = await rows(database, 'SELECT typeof(?1), ?1, typeof(?2), ?2', '\xc3\xa4', '\xff\xfe');
    expect(result).toEqual([['text', '\xc3\xa4', 'blob', '\xff\xfe']]);
  });

  it('are integers for integers and reals for floats', async () => {
    expect(await rows(database, 'SELECT typeof(?), typeof(?)', 2n, 2)).toEqual([['integer', 'real']]);
  });

  it('follow the declared types of columns', async () => {
    await run(database, 'CREATE TABLE t (at DATETIME DEFAULT CURRENT_TIMESTAMP, done BOOLEAN)');
    await run(database, "INSERT INTO t VALUES ('2024-01-02 03:04:05', ?)", 1n);
    expect(await rows(database, 'SELECT at, done, at || done FROM t')).toEqual([
      ['2024-01-02T03:04:05Z', true, '2024-01-02 03:04:051'],
    ]);
  });
});

describe('statements', () => {
  it('say how many rows they changed and the id of the last', async () => {
    await run(database, 'CREATE TABLE t (id INTEGER PRIMARY KEY, a)');
    expect(await run(database, 'INSERT INTO t (a) VALUES (1), (2)')).toEqual({ lastInsertId: 2, rowsAffected: 2 });
    expect(await run(database, 'UPDATE t SET a = 3')).toMatchObject({ rowsAffected: 2 });
    expect(await run(database, 'DELETE FROM t WHERE id = ? RETURNING id', 2n)).toMatchObject({ rowsAffected: 1 });
    expect(await run(database, 'SELECT 1')).toMatchObject({ rowsAffected: 0 });
    expect(await rows(database, 'SELECT count(*) FROM t')).toEqual([[1]]);
  });

  it('may be several in one text, each with its own parameters', async () => {
    const sql =
      'CREATE TABLE t (a); INSERT INTO t VALUES (?), (?); INSERT INTO t VALUES (?); SELECT a FROM t WHERE a > ?';
    expect(await rows(database, sql, 1n, 2n, 3n, 1n)).toEqual([[2], [3]]);
    expect(await rows(database, '  -- nothing')).toEqual([]);
  });

  it('see the columns of a table that was changed since', async () => {
    await run(database, 'CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    const columns = async () => (await database.query('SELECT * FROM t', []).result).columns;
    expect(await columns()).toEqual(['a']);
    await run(database, 'ALTER TABLE t ADD COLUMN b');
    expect(await columns()).toEqual(['a', 'b']);
  });

  it('take more parameters than they need, but not fewer', async () => {
    expect(await rows(database, 'SELECT ?', 1n, 2n)).toEqual([[1]]);
    await expect(run(database, 'SELECT ?, ?', 1n)).rejects.toMatchObject({
      kind: 'Invalid',
      message: 'not enough args to execute query: want 2 got 1',
    });
  });

  it.each([
    ['SELEC', 'Invalid', false, 'near "SELEC": syntax error', 'SQLITE_ERROR'],
    ['SELECT * FROM nowhere', 'Invalid', false, 'no such table: nowhere', 'SQLITE_ERROR'],
    [
      'INSERT INTO t VALUES (1, 1)',
      'AlreadyExists',
      false,
      'UNIQUE constraint failed: t.a',
      'SQLITE_CONSTRAINT_UNIQUE',
    ],
    [
      'INSERT INTO t VALUES (2, NULL)',
      'Invalid',
      false,
      'NOT NULL constraint failed: t.b',
      'SQLITE_CONSTRAINT_NOTNULL',
    ],
    ['SELECT \xff', 'Invalid', false, 'the statement is not UTF-8 text', undefined],
  ])('fail with a kind: %s', async (sql, kind, retryable, message, code) => {
    await run(database, 'CREATE TABLE t (a UNIQUE, b NOT NULL); INSERT INTO t VALUES (1, 1)');
    const error = await run(database, sql).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind, retryable, message });
    expect((error as { details: { code?: string } | null }).details?.code).toBe(code);
  });

  it('cannot reach other files', async () => {
    for (const sql of [`ATTACH '${folder}/x' AS x`, `VACUUM INTO '${folder}/x'`]) {
      await expect(run(database, sql)).rejects.toMatchObject({ kind: 'PermissionDenied' });
    }
  });

  it('have results of a limited size', async () => {
    await database.close(AbortSignal.abort());
    database = open({ resultLimit: 1000 });
    const many = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c';
    await expect(rows(database, many)).rejects.toMatchObject({ kind: 'LimitExceeded' });
    expect(await rows(database, `${many} LIMIT 2`)).toEqual([[1], [2]]);
  });

  it('can be given up between two rows', async () => {
    const endless = database.query('WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT 1 FROM c) SELECT x FROM c', []);
    endless.result.catch(() => undefined);
    const next = rows(database, 'SELECT 1');
    await database.open();
    await Promise.resolve();
    endless.cancel();
    expect(await next).toEqual([[1]]);
  });
});

describe('a transaction', () => {
  beforeEach(() => run(database, 'CREATE TABLE t (a UNIQUE)'));

  it('makes others wait, and is seen whole or not at all', async () => {
    const first = await database.begin({ readOnly: false }).result;
    await run(first, 'INSERT INTO t VALUES (1)');
    const outside = rows(database, 'SELECT count(*) FROM t');
    const second = database.begin({ readOnly: false }).result;
    expect(await rows(first, 'SELECT count(*) FROM t')).toEqual([[1]]);
    expect(database.statistics()).toMatchObject({ inUse: 1, idle: 0, waitCount: 2, maxOpenConnections: 1 });
    await first.rollback();
    expect(await outside).toEqual([[0]]);
    await run(await second, 'INSERT INTO t VALUES (2)');
    await (await second).commit();
    expect(await rows(database, 'SELECT a FROM t')).toEqual([[2]]);
    expect(database.statistics()).toMatchObject({ inUse: 0, idle: 1 });
  });

  it('is over after its end', async () => {
    const transaction = await database.begin({ readOnly: false }).result;
    await transaction.commit();
    for (const again of [transaction.commit(), transaction.rollback(), run(transaction, 'SELECT 1')]) {
      await expect(again).rejects.toMatchObject({ kind: 'Invalid', message: 'transaction is not active' });
    }
  });

  it('that is read-only refuses to write', async () => {
    const transaction = await database.begin({ readOnly: true }).result;
    expect(await rows(transaction, 'SELECT count(*) FROM t')).toEqual([[0]]);
    await expect(run(transaction, 'INSERT INTO t VALUES (1)')).rejects.toMatchObject({ kind: 'Invalid' });
    await transaction.rollback();
  });

  it('whose commit fails does not stay open', async () => {
    await run(database, 'PRAGMA foreign_keys = ON');
    await run(
      database,
      'CREATE TABLE p (id PRIMARY KEY); CREATE TABLE c (p REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED)',
    );
    const transaction = await database.begin({ readOnly: false }).result;
    await run(transaction, 'INSERT INTO c VALUES (1)');
    await expect(transaction.commit()).rejects.toMatchObject({ message: 'FOREIGN KEY constraint failed' });
    expect(await rows(database, 'SELECT count(*) FROM c')).toEqual([[0]]);
    const next = await database.begin({ readOnly: false }).result;
    await next.commit();
  });

  it('that nobody waits for any more is rolled back', async () => {
    const first = await database.begin({ readOnly: false }).result;
    const given = database.begin({ readOnly: false });
    given.cancel();
    await first.commit();
    const underway = database.begin({ readOnly: false });
    await database.open();
    await Promise.resolve();
    underway.cancel();
    expect(await rows(database, 'SELECT 1')).toEqual([[1]]);
  });

  it('that stays open for long is reported while others wait', async () => {
    const transaction = await database.begin({ readOnly: false }).result;
    const waiting = rows(database, 'SELECT 1');
    await rows(transaction, 'SELECT 1');
    await clock.advance(5000);
    expect(logs.map(({ message, fields }) => [message, fields])).toEqual([
      ['statements wait for a transaction that is still open', { database: 'app:db', waiting: 1 }],
    ]);
    await transaction.commit();
    expect(await waiting).toEqual([[1]]);
    expect(database.statistics().waitDuration).toBe(5000);
  });
});

describe('opening and closing', () => {
  const inFile = () => open({ file: join(folder, 'a.db') });

  it('keeps a file, in WAL mode, without checks of foreign keys', async () => {
    const first = inFile();
    await run(first, 'CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    await first.close(never);
    const second = inFile();
    expect(await rows(second, 'SELECT a FROM t')).toEqual([[1]]);
    expect(await rows(second, 'PRAGMA journal_mode')).toEqual([['wal']]);
    expect(await rows(second, 'PRAGMA foreign_keys')).toEqual([[0]]);
    await second.close(never);
  });

  it('waits for those who use the database, then refuses everybody', async () => {
    await database.open();
    const lease = database.acquire();
    const closing = database.close(never);
    expect(() => database.acquire()).toThrow('connection pool is closed');
    expect(await rows(database, 'SELECT 1')).toEqual([[1]]);
    lease.release();
    lease.release();
    await closing;
    await expect(rows(database, 'SELECT 1')).rejects.toMatchObject({ kind: 'Unavailable' });
    expect(database.statistics()).toMatchObject({ openConnections: 0 });
    await database.open();
    database.acquire().release();
  });

  it('does not wait for ever: an open transaction is rolled back, and who waits is told', async () => {
    const file = inFile();
    await run(file, 'CREATE TABLE t (a)');
    file.acquire();
    const transaction = await file.begin({ readOnly: false }).result;
    await run(transaction, 'INSERT INTO t VALUES (1)');
    const waiting = rows(file, 'SELECT 1').catch((error: unknown) => error);
    await rows(transaction, 'SELECT 1');
    const controller = new AbortController();
    const closing = file.close(controller.signal);
    controller.abort();
    expect(await waiting).toMatchObject({ message: 'connection pool is closed' });
    await closing;
    const again = inFile();
    expect(await rows(again, 'SELECT count(*) FROM t')).toEqual([[0]]);
    await again.close(never);
  });

  it('says that another program holds the file', async () => {
    const Database = createRequire(import.meta.url)(DRIVER) as typeof BetterSqlite;
    const file = inFile();
    await run(file, 'CREATE TABLE t (a)');
    await run(file, 'PRAGMA busy_timeout = 0');
    const other = new Database(join(folder, 'a.db'));
    other.exec('BEGIN IMMEDIATE');
    await expect(run(file, 'INSERT INTO t VALUES (1)')).rejects.toMatchObject({
      kind: 'Unavailable',
      retryable: true,
      message: 'database is locked',
    });
    other.exec('ROLLBACK');
    other.close();
    expect(await run(file, 'INSERT INTO t VALUES (1)')).toMatchObject({ rowsAffected: 1 });
    await file.close(never);
  });

  it('says why a file cannot be opened', async () => {
    const missing = open({ file: join(folder, 'none/a.db') });
    const text = join(folder, 'a.txt');
    writeFileSync(text, 'no database, but long enough to be taken for one: '.repeat(20));
    const nowhere = {
      kind: 'NotFound',
      message: `cannot open database app:db: the directory ${folder}/none does not exist`,
    };
    await expect(missing.open()).rejects.toMatchObject(nowhere);
    await expect(rows(missing, 'SELECT 1')).rejects.toMatchObject(nowhere);
    await expect(open({ file: folder }).open()).rejects.toMatchObject({ kind: 'Unavailable' });
    await expect(open({ file: text }).open()).rejects.toMatchObject({
      kind: 'Invalid',
      message: 'file is not a database',
    });
  });

  it('says how to get the driver', async () => {
    const without = open({ driver: () => findDriver(folder, 'no-such-driver') });
    await expect(without.open()).rejects.toMatchObject({
      kind: 'Unavailable',
      message: 'SQLite databases need the package no-such-driver, which is not installed',
      hint: 'Install it in the project with `npm install better-sqlite3`.',
    });
    const broken = join(folder, 'broken.js');
    writeFileSync(broken, 'throw new Error("the native part is missing")');
    await expect(open({ driver: () => broken }).open()).rejects.toMatchObject({
      message: 'the driver of SQLite does not load: the native part is missing',
    });
  });
});
