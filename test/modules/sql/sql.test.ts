import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/core/context/identity.ts';
import { systemClock } from '../../../src/infrastructure/clock.ts';
import { silentLogger } from '../../../src/infrastructure/logger/index.ts';
import { parse } from '../../../src/lua/syntax/index.ts';
import { sqlModule } from '../../../src/modules/sql/index.ts';
import { registerSqlCommands } from '../../../src/services/sql/commands.ts';
import { DatabaseRegistry } from '../../../src/services/sql/database-registry.ts';
import { findDriver } from '../../../src/services/sql/sqlite/driver.ts';
import { MEMORY_FILE, SqliteDatabase } from '../../../src/services/sql/sqlite/sqlite-database.ts';
import { accessKey } from '../../../src/system/context-keys.ts';
import { PolicyScope } from '../../../src/system/security/policy-scope.ts';
import { LuaHarness } from '../../support/lua-harness.ts';

let database: SqliteDatabase;
let harness: LuaHarness;

beforeEach(async () => {
  database = new SqliteDatabase({
    id: 'app:db',
    file: MEMORY_FILE,
    driver: () => findDriver(process.cwd()),
    clock: systemClock,
    logger: silentLogger,
  });
  const databases = new DatabaseRegistry((id) => (id === 'app:cache' ? 'store.memory' : undefined));
  databases.set('app:db', database);
  harness = new LuaHarness({
    modules: [sqlModule],
    register: (dispatcher, context) => registerSqlCommands(dispatcher, databases, context.require(accessKey)),
  });
  await database.execute('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, n REAL, b BLOB)', []).result;
});

afterEach(async () => {
  await harness.close();
  await database.close(AbortSignal.abort());
});

const source = (body: string): string => `return function()
  local db = sql.get("app:db")
  local function failed(value, err) return {tostring(value), err:kind(), err:message(), err:retryable()} end
  ${body}
end`;

async function value(body: string): Promise<unknown> {
  const { value, error } = await harness.run(source(body));
  if (error !== null) throw error;
  return value;
}

const count = async () => (await database.query('SELECT count(*) FROM t', []).result).rows[0]?.[0];

describe('module sql', () => {
  it('has types in the syntax of the dialect', () => {
    expect(parse(sqlModule.types).problems).toEqual([]);
  });

  it('runs statements and reads rows by the names of their columns', async () => {
    expect(
      await value(`
        local first = db:execute("INSERT INTO t (name, n) VALUES (?, ?), ('b', 2)", {"a", 1.5})
        local rows, err = db:query("SELECT id, name, n, b, 1 AS id FROM t WHERE n > $1 ORDER BY name", {1})
        return {first.last_insert_id, first.rows_affected, err == nil, #rows, rows[1], math.type(rows[2].n),
          math.type(rows[1].id), #db:query("SELECT 1 WHERE 0")}`),
    ).toEqual([2, 2, true, 2, { id: 1, name: 'a', n: 1.5 }, 'float', 'integer', 0]);
  });

  it('keeps every bit of integers and strings', async () => {
    expect(
      await value(`
        local row = db:query("SELECT ? a, ? b, ? c, ? d, ? e, ? f", {math.maxinteger, math.mininteger, "\\xff\\0",
          true, sql.as.int("42"), sql.NULL})[1]
        local list = db:query("SELECT ?1 a, ?2 b, ?3 c", {[1] = 1, [3] = 3})[1]
        return {row.a == math.maxinteger, row.b == math.mininteger, row.c == "\\xff\\0", row.d, row.e, tostring(row.f),
          list.a, tostring(list.b), list.c}`),
    ).toEqual([true, true, true, 1, 42, 'nil', 1, 'nil', 3]);
  });

  it('takes parameters one after the other as well', async () => {
    expect(
      await value(`
        local row = db:query("SELECT $1 a, $2 b, $1 c", 1, "x")[1]
        local inserted = db:prepare("INSERT INTO t (name) VALUES (?)"):execute("y")
        return {row.a, row.b, row.c, inserted.rows_affected}`),
    ).toEqual([1, 'x', 1, 1]);
  });

  it('lets the type of a value be said', async () => {
    expect(
      await value(`
        local function typeof(v) return db:query("SELECT typeof(?) t", {v})[1].t end
        return {typeof(sql.as.int(2.9)), typeof(sql.as.float(2)), typeof(sql.as.text(2)), typeof(sql.as.binary("x")),
          typeof(sql.as.null()), typeof(sql.NULL), db:query("SELECT ? v", {sql.as.int(2.9)})[1].v,
          tostring(sql.as.text("x")), tostring(sql.NULL)}`),
    ).toEqual(['integer', 'real', 'text', 'blob', 'null', 'null', 2, 'sql.Value{x}', 'sql.Value{<nil>}']);
  });

  it('has the names of databases and isolation levels', async () => {
    expect(await value('return {db:type(), sql.type.SQLITE, sql.isolation.SERIALIZABLE, tostring(db)}')).toEqual([
      'sqlite',
      'sqlite',
      'serializable',
      'sql.DB{sqlite}',
    ]);
  });

  it('tells about the one connection', async () => {
    expect(await value('return db:stats()')).toEqual({
      max_open_connections: 1,
      open_connections: 1,
      in_use: 0,
      idle: 1,
      wait_count: 0,
      wait_duration: '0s',
      max_idle_closed: 0,
      max_idle_time_closed: 0,
      max_lifetime_closed: 0,
    });
  });

  it('runs prepared statements until they are closed', async () => {
    expect(
      await value(`
        local insert = db:prepare("INSERT INTO t (name) VALUES (?)")
        for i = 1, 3 do insert:execute({"n" .. i}) end
        local select = db:prepare("SELECT count(*) c FROM t WHERE name > ?")
        local found = select:query({"n1"})[1].c
        return {found, insert:close(), failed(insert:close()), failed(insert:execute({"x"})), failed(select:query({next})),
          failed(db:prepare("SELEC"))}`),
    ).toEqual([
      2,
      true,
      ['nil', 'Invalid', 'statement is already closed', false],
      ['nil', 'Invalid', 'statement is closed', false],
      ['nil', 'Invalid', 'check params: parameter 1: a function cannot be stored; convert it to text first', false],
      ['nil', 'Invalid', 'prepare: near "SELEC": syntax error', false],
    ]);
  });

  it('commits and rolls back, with savepoints', async () => {
    expect(
      await value(`
        local tx = db:begin({isolation = sql.isolation.SERIALIZABLE})
        tx:execute("INSERT INTO t (name) VALUES ('kept')")
        local set = tx:savepoint("a_1")
        local insert = tx:prepare("INSERT INTO t (name) VALUES (?)")
        insert:execute({"gone"})
        local inside = #tx:query("SELECT * FROM t")
        local back, free = tx:rollback_to("a_1"), tx:release("a_1")
        local done = tx:commit()
        local other = db:begin()
        other:execute("DELETE FROM t")
        local undone = other:rollback()
        return {set, inside, back, free, done, undone, tx:db_type() == nil, #db:query("SELECT * FROM t"), tostring(tx)}`),
    ).toEqual([true, 2, true, true, true, true, true, 1, 'sql.Transaction{ended}']);
  });

  it.each([
    ['sql.get("")', 'Invalid', 'resource id is required'],
    ['sql.get("app:none")', 'NotFound', 'database not found: app:none'],
    ['sql.get("app:cache")', 'Invalid', 'resource is not a database: app:cache is a store.memory'],
    ['db:query("SELEC")', 'Invalid', 'query: near "SELEC": syntax error'],
    ['db:execute("SELECT ?")', 'Invalid', 'execute: not enough args to execute query: want 1 got 0'],
    [
      'db:query("SELECT ?", next)',
      'Invalid',
      'check params: parameter 1: a function cannot be stored; convert it to text first',
    ],
    [
      'db:query("SELECT ?", {{}})',
      'Invalid',
      'check params: parameter 1: a table cannot be stored; convert it to text first',
    ],
    ['db:query("SELECT ?", {[99999] = 1})', 'Invalid', 'check params: more than 32766 parameters'],
    ['db:begin({isolation = "none"})', 'Invalid', 'invalid isolation level: none'],
    [
      'db:begin():savepoint("a b")',
      'Invalid',
      'savepoint name can only contain alphanumeric characters and underscores',
    ],
    ['db:begin():savepoint("")', 'Invalid', 'savepoint name is required'],
    ['db:begin():release("x")', 'Invalid', 'savepoint: no such savepoint: x'],
    [
      'db:begin({read_only = true}):execute("DELETE FROM t")',
      'Invalid',
      'tx execute: cannot write in a read-only transaction',
    ],
    ['db:execute("INSERT INTO t (id) VALUES (1), (1)")', 'AlreadyExists', 'execute: UNIQUE constraint failed: t.id'],
  ])('fails with nil and an error: %s', async (call, kind, message) => {
    expect(await value(`return failed(${call})`)).toEqual(['nil', kind, message, false]);
  });

  it('asks the policies before it hands out a database', async () => {
    const policy: Policy = { id: 'app:policy', evaluate: () => 'undefined' };
    const { value } = await harness.run('return function() local _, e = sql.get("app:db") return e:message() end', {
      actor: { id: 'ada', meta: {} },
      scope: new PolicyScope([policy]),
    });
    expect(value).toBe('not allowed to access database: app:db');
  });
});

describe('the end of a process', () => {
  it('releases the database, so that it can be closed', async () => {
    await harness.run(source('db:release() db:release() sql.get("app:db") return 1'));
    await database.close(new AbortController().signal);
    expect(database.statistics().openConnections).toBe(0);
  });

  it('rolls back what it has begun, whether it returns, fails or is terminated', async () => {
    const begun = 'local tx = db:begin() tx:execute("INSERT INTO t (name) VALUES (\'x\')")';
    await harness.run(source(`${begun} return 1`));
    expect(await count()).toBe(0);
    await harness.run(source(`${begun} error("no")`));
    expect(await count()).toBe(0);
    harness.define('app:holder', source(`${begun} db:begin()`));
    harness.define('app:waiter', source('db:begin()'));
    const holder = harness.spawn('app:holder');
    const waiter = harness.spawn('app:waiter');
    await database.open();
    await expect.poll(() => database.statistics().waitCount).toBe(2);
    harness.processes.terminate(waiter.pid);
    harness.processes.terminate(holder.pid);
    await Promise.all([holder.ended, waiter.ended]);
    expect(await count()).toBe(0);
  });

  it('gives up the query that it waits for', async () => {
    const endless = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT 1 FROM c) SELECT x FROM c';
    harness.define('app:busy', source(`db:query("${endless}")`));
    const { pid, ended } = harness.spawn('app:busy');
    await expect.poll(() => database.statistics().inUse).toBe(1);
    harness.processes.terminate(pid);
    await ended;
    expect(await count()).toBe(0);
  });
});
