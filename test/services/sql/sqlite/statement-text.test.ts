import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStatements } from '../../../../src/services/sql/sqlite/statement-text.ts';

const parsed = (sql: string) => parseStatements(sql).map(({ sql, parameters }) => [sql, parameters]);

describe('the text of statements', () => {
  it.each([
    ['SELECT ?, ?', [['SELECT ?, ?', [0, 1]]]],
    ['SELECT ?2, ?1, ?', [['SELECT ?, ?, ?', [1, 0, 2]]]],
    ['SELECT $1, $2, $1', [['SELECT ?, ?, ?', [0, 1, 0]]]],
    ['SELECT :a, @b, :a', [['SELECT ?, ?, ?', [0, 1, 0]]]],
    ['SELECT @p1 + @p2', [['SELECT ? + ?', [0, 1]]]],
  ])('numbers the parameters of %s', (sql, expected) => {
    expect(parsed(sql)).toEqual(expected);
  });

  it.each([
    `SELECT '?', "a?", \`b?\`, [c?] -- ?`,
    `SELECT 'it''s ?' /* ? ; */`,
    `SELECT "a""?"`,
    "SELECT ';'",
    'SELECT 1e5, x1, 0x1F',
  ])('leaves quotes and comments alone: %s', (sql) => {
    expect(parsed(sql)).toEqual([[sql, []]]);
  });

  it('cuts at semicolons and forgets what is empty', () => {
    expect(parsed(' ;; SELECT 1; -- nothing\n ; INSERT INTO t VALUES (?);')).toEqual([
      ['SELECT 1', []],
      ['INSERT INTO t VALUES (?)', [0]],
    ]);
    expect(parsed('  /* nothing */ ')).toEqual([]);
  });

  it.each(['CREATE TRIGGER', 'create temp trigger', 'EXPLAIN CREATE TEMPORARY TRIGGER'])(
    'keeps the body of a trigger in one piece: %s',
    (begin) => {
      const trigger = `${begin} x AFTER INSERT ON t BEGIN
        UPDATE t SET a = CASE WHEN a THEN 1 ELSE 2 END;
        DELETE FROM u; END`;
      expect(parsed(`${trigger}; SELECT 1`).map(([sql]) => sql)).toEqual([trigger, 'SELECT 1']);
    },
  );

  it('says which statements reach other files', () => {
    const leaving = (sql: string) => parseStatements(sql).map(({ leavesFile }) => leavesFile);
    expect(leaving("ATTACH 'x' AS y; /* a */ attach database 'x' as y")).toEqual([true, true]);
    expect(leaving("VACUUM INTO 'x'; VACUUM main INTO 'x'")).toEqual([true, true]);
    expect(leaving("VACUUM; SELECT 'ATTACH'; INSERT INTO attach VALUES (1)")).toEqual([false, false, false]);
  });

  it('ends on any text, and loses none of it but semicolons', () => {
    const pieces = fc.constantFrom(
      "'",
      '"',
      '`',
      '[',
      ']',
      '?',
      '$a',
      ';',
      '--',
      '\n',
      '/*',
      '*/',
      'x',
      ' ',
      '\xff',
      '1',
    );
    fc.assert(
      fc.property(fc.array(pieces), (list) => {
        const statements = parseStatements(list.join(''));
        for (const { sql, parameters, count } of statements) {
          expect(sql).not.toBe('');
          expect(parameters.every((index) => index < count)).toBe(true);
        }
      }),
    );
  });
});
