import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/infrastructure/clock.ts';
import { silentLogger } from '../../../src/infrastructure/logger/index.ts';
import { sqlModule } from '../../../src/modules/sql/index.ts';
import { registerSqlCommands } from '../../../src/services/sql/commands.ts';
import { DatabaseRegistry } from '../../../src/services/sql/database-registry.ts';
import { findDriver } from '../../../src/services/sql/sqlite/driver.ts';
import { MEMORY_FILE, SqliteDatabase } from '../../../src/services/sql/sqlite/sqlite-database.ts';
import { accessKey } from '../../../src/system/context-keys.ts';
import { runLua } from '../../support/lua-harness.ts';

const database = new SqliteDatabase({
  id: 'app:db',
  file: MEMORY_FILE,
  driver: () => findDriver(process.cwd()),
  clock: systemClock,
  logger: silentLogger,
});

async function value(body: string): Promise<unknown> {
  const databases = new DatabaseRegistry();
  databases.set('app:db', database);
  const { value, error } = await runLua(`return function() local b, db = sql.builder, sql.get("app:db") ${body} end`, {
    modules: [sqlModule],
    register: (dispatcher, context) => registerSqlCommands(dispatcher, databases, context.require(accessKey)),
  });
  if (error !== null) throw error;
  return value;
}

beforeAll(
  () =>
    database.execute(
      `CREATE TABLE u (id INTEGER PRIMARY KEY, name TEXT, age INTEGER);
     CREATE TABLE o (user INTEGER, what TEXT);
     INSERT INTO u VALUES (1, 'ada', 36), (2, 'bob', 20), (3, 'cleo', NULL);
     INSERT INTO o VALUES (1, 'pen'), (1, 'ink'), (2, 'cup')`,
      [],
    ).result,
);

afterAll(() => database.close(AbortSignal.abort()));

describe('the query builder writes', () => {
  it.each<[string, string, unknown[]]>([
    ['b.select("a", "b"):from("t")', 'SELECT a, b FROM t', []],
    ['b.select():columns("a"):distinct():from("t")', 'SELECT DISTINCT a FROM t', []],
    [
      `b.select("a"):from("t"):join("u ON u.id = ?", 1):left_join("v", "v.x = t.x"):right_join("w"):inner_join("x USING (y)")`,
      'SELECT a FROM t JOIN u ON u.id = ? LEFT JOIN v ON v.x = t.x RIGHT JOIN w INNER JOIN x USING (y)',
      [1],
    ],
    [
      `b.select("a"):from("t"):where({y = 2, x = "1"}):where("z > ?", 3):where(b.lt({w = 4})):where("")`,
      'SELECT a FROM t WHERE x = ? AND y = ? AND z > ? AND w < ?',
      ['1', 2, 3, 4],
    ],
    [
      `b.select("a", "count(*)"):from("t"):group_by("a", "b"):having("count(*) > ?", 1):having({a = 2}):order_by("a DESC", "b"):limit(5):offset(10):suffix("FOR ?", 9)`,
      'SELECT a, count(*) FROM t GROUP BY a, b HAVING count(*) > ? AND a = ? ORDER BY a DESC, b LIMIT 5 OFFSET 10 FOR ?',
      [1, 2, 9],
    ],
    ['b.select("a"):from("t"):limit(-1)', 'SELECT a FROM t LIMIT 0', []],
    [
      'b.insert("t"):columns("a", "b"):values(1, "x"):values(sql.NULL, sql.as.int(2.5))',
      'INSERT INTO t (a,b) VALUES (?,?),(?,?)',
      [1, 'x', null, 2],
    ],
    ['b.insert("t"):values(b.expr("lower(?)", "X"), true)', 'INSERT INTO t VALUES (lower(?),?)', ['X', 1]],
    ['b.insert():into("t"):set_map({b = 2, a = 1})', 'INSERT INTO t (a,b) VALUES (?,?)', [1, 2]],
    [
      'b.insert("t"):options("OR", "IGNORE"):columns("a"):select(b.select("x"):from("y"):where({z = 1})):suffix("RETURNING a")',
      'INSERT OR IGNORE INTO t (a) SELECT x FROM y WHERE z = ? RETURNING a',
      [1],
    ],
    [
      'b.insert("t"):prefix("WITH c AS (SELECT ?)", 1):values(2)',
      'WITH c AS (SELECT ?) INSERT INTO t VALUES (?)',
      [1, 2],
    ],
    [
      'b.update("t"):set("a", 1):set("n", b.expr("n + ?", 2)):where({id = 3}):order_by("a"):limit(1):offset(2):suffix("RETURNING a")',
      'UPDATE t SET a = ?, n = n + ? WHERE id = ? ORDER BY a LIMIT 1 OFFSET 2 RETURNING a',
      [1, 2, 3],
    ],
    [
      'b.update():table("t"):set_map({b = sql.NULL, a = b.expr("now()")}):from("u")',
      'UPDATE t SET a = now(), b = ? FROM u',
      [null],
    ],
    [
      'b.update("t"):set("a", 1):from_select(b.select("x"):from("u"):where({y = 2}), "s"):where("t.x = s.x")',
      'UPDATE t SET a = ? FROM (SELECT x FROM u WHERE y = ?) AS s WHERE t.x = s.x',
      [1, 2],
    ],
    [
      'b.delete():from("t"):where("a = ?", 1):order_by("a"):limit(2):offset(3):suffix("RETURNING a")',
      'DELETE FROM t WHERE a = ? ORDER BY a LIMIT 2 OFFSET 3 RETURNING a',
      [1],
    ],
    ['b.eq({b = sql.NULL, a = {1, 2}, c = {}})', 'a IN (?,?) AND b IS NULL AND (1=0)', [1, 2]],
    [
      'b.not_eq({b = sql.NULL, a = {1, 2}, c = {}, d = 1})',
      'a NOT IN (?,?) AND b IS NOT NULL AND (1=1) AND d <> ?',
      [1, 2, 1],
    ],
    ['b.eq({})', '(1=1)', []],
    ['b.lte({a = 1, b = 2})', 'a <= ? AND b <= ?', [1, 2]],
    ['b.gt({a = 1})', 'a > ?', [1]],
    ['b.gte({a = 1})', 'a >= ?', [1]],
    ['b.like({a = "x%"})', 'a LIKE ?', ['x%']],
    ['b.not_like({a = "x%"})', 'a NOT LIKE ?', ['x%']],
    [
      'b.and_({b.or_({{a = 1}, b.gt({b = 2})}), b.expr("c BETWEEN ? AND ?", 3, 4)})',
      '((a = ? OR b > ?) AND c BETWEEN ? AND ?)',
      [1, 2, 3, 4],
    ],
    ['b.and_({})', '(1=1)', []],
    ['b.or_({})', '(1=0)', []],
    [
      'b.select("a"):from("t"):where({a = 1, b = 2}):placeholder_format(b.dollar)',
      'SELECT a FROM t WHERE a = $1 AND b = $2',
      [1, 2],
    ],
    ['b.insert("t"):values(1, 2):placeholder_format(b.colon)', 'INSERT INTO t VALUES (:1,:2)', [1, 2]],
    [
      'b.update("t"):set("a", 1):where("b ?? ?", 2):placeholder_format(b.at)',
      'UPDATE t SET a = @p1 WHERE b ? @p2',
      [1, 2],
    ],
    ['b.delete("t"):where({a = 1}):placeholder_format(b.default_placeholder)', 'DELETE FROM t WHERE a = ?', [1]],
  ])('%s', async (built, sql, args) => {
    const result = (await value(`local text, args = (${built}):to_sql()
      local list = {text} for i = 1, ${args.length} do list[i + 1] = args[i] == nil and "NULL" or args[i] end return list`)) as unknown[];
    expect(result).toEqual([sql, ...args.map((arg) => arg ?? 'NULL')]);
  });
});

describe('the query builder', () => {
  it('never changes a builder', async () => {
    expect(
      await value(`
        local base = b.select("a"):from("t")
        local one, two = base:where({x = 1}), base:limit(1)
        return {(base:to_sql()), (one:to_sql()), (two:to_sql())}`),
    ).toEqual(['SELECT a FROM t', 'SELECT a FROM t WHERE x = ?', 'SELECT a FROM t LIMIT 1']);
  });

  it.each([
    ['b.select():from("t")', 'select statements must have at least one result column'],
    ['b.insert():values(1)', 'insert statements must specify a table'],
    ['b.insert("t")', 'insert statements must have at least one set of values or select clause'],
    ['b.update():set("a", 1)', 'update statements must specify a table'],
    ['b.update("t")', 'update statements must have at least one Set clause'],
    ['b.delete()', 'delete statements must specify a From table'],
    ['b.lt({a = sql.NULL})', 'cannot use null with less than or greater than operators'],
    ['b.like({a = {1}})', 'cannot use array or slice with like operators'],
  ])('says what is missing: %s', async (built, message) => {
    expect(await value(`local _, e = (${built}):to_sql() return {e:kind(), e:message()}`)).toEqual([
      'Invalid',
      message,
    ]);
  });

  it.each([
    ['b.select(1)', "bad argument #1 to 'select' (expected string column name)"],
    ['b.eq("a", 1)', "bad argument #1 to 'eq' (expected table)"],
    ['b.expr()', "bad argument #1 to 'expr' (expected string)"],
    ['b.select("a"):where(1)', "bad argument #1 to 'where' (expected string, table, or Sqlizer)"],
    ['b.select("a"):placeholder_format("$")', "bad argument #1 to 'placeholder_format' (expected placeholder format)"],
    ['b.select("a"):run_with(1)', "bad argument #1 to 'run_with' (database or transaction expected)"],
    ['b.insert("t"):select(1)', "bad argument #1 to 'select' (expected SelectBuilder object)"],
    ['b.or_({1})', 'expected Sqlizer or table in OR condition, got number'],
    ['b.select("a"):where("x = ?", {})', 'where: argument 1: a table cannot be stored; convert it to text first'],
    ['b.eq({a = {x = 1}})', 'eq: column a: expected a value or a list of values'],
  ])('raises an error for a wrong argument: %s', async (call, message) => {
    expect(await value(`local _, e = pcall(function() return ${call} end) return tostring(e)`)).toContain(message);
  });

  it('shows itself as text', async () => {
    expect(
      await value(`
        local select = b.select("a"):from("t"):where({a = "x", b = 1.5})
        return {tostring(select), tostring(b.delete()), tostring(b.eq({a = sql.NULL})), tostring(select:run_with(db)),
          tostring(b.dollar)}`),
    ).toEqual([
      'SelectBuilder: SELECT a FROM t WHERE a = ? AND b = ? [Args: [x 1.5]]',
      'DeleteBuilder Error: delete statements must specify a From table',
      'SQL: a IS NULL [Args: []]',
      'QueryExecutor: SELECT a FROM t WHERE a = ? AND b = ? [Args: 2]',
      'sql.PlaceholderFormat{dollar}',
    ]);
  });

  it('runs with a database', async () => {
    expect(
      await value(`
        local query = b.select("u.name", "count(o.what) AS things"):from("u"):left_join("o", "o.user = u.id")
          :where({id = {1, 3}}):group_by("u.id"):order_by("u.id"):placeholder_format(b.dollar)
        local rows, err = query:run_with(db):query()
        local sql_text, args = query:run_with(db):to_sql()
        return {rows, err == nil, sql_text, #args}`),
    ).toEqual([
      [
        { name: 'ada', things: 2 },
        { name: 'cleo', things: 0 },
      ],
      true,
      'SELECT u.name, count(o.what) AS things FROM u LEFT JOIN o ON o.user = u.id WHERE id IN ($1,$2) GROUP BY u.id ORDER BY u.id',
      2,
    ]);
  });

  it('runs in a transaction, and not after its end', async () => {
    expect(
      await value(`
        local tx = db:begin()
        local insert = b.insert("u"):columns("name", "age"):values("dan", sql.NULL)
        local done = insert:run_with(tx):exec()
        local update = b.update("u"):set("age", b.expr("age + ?", 1)):where({name = "bob"}):run_with(tx):exec()
        local age = b.select("age"):from("u"):where({name = "bob"}):run_with(tx):query()[1].age
        tx:rollback()
        local _, ended = insert:run_with(tx):exec()
        local _, missing = b.insert("u"):run_with(db)
        return {done.rows_affected, done.last_insert_id, update.rows_affected, age, ended:message(), missing:message(),
          #b.select("*"):from("u"):run_with(db):query()}`),
    ).toEqual([
      1,
      4,
      1,
      21,
      'transaction is not active',
      'insert statements must have at least one set of values or select clause',
      3,
    ]);
  });
});
