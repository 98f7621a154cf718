/** `sql.QueryExecutor`: a finished statement together with the database or transaction that is to run it. */

import { argumentError } from '../../../lua/runtime/arguments.ts';
import type { LuaResult, LuaValue } from '../../../lua/runtime/values.ts';
import { failure } from '../../../services/lua/convert/errors.ts';
import { defineClass, type UserdataClass } from '../../../services/lua/module.ts';
import type { SqlRunner } from '../../../services/sql/database.ts';
import { transactionNotActive } from '../../../services/sql/errors.ts';
import { databaseClass } from '../database.ts';
import { execute, query } from '../results.ts';
import { orFailure } from '../statement.ts';
import { type LuaTransaction, transactionClass } from '../transaction.ts';
import type { SqlText } from './sql-text.ts';
import { toSqlResult } from './writing.ts';

class QueryExecutor {
  readonly runner: SqlRunner;
  readonly held: LuaTransaction | undefined;
  readonly text: SqlText;

  constructor(runner: SqlRunner, held: LuaTransaction | undefined, text: SqlText) {
    this.runner = runner;
    this.held = held;
    this.text = text;
  }
}

const executorClass: UserdataClass<QueryExecutor> = defineClass(
  'sql.QueryExecutor',
  QueryExecutor,
  () => {
    const run =
      (name: string, work: typeof query | typeof execute, ofDatabase: string, ofTransaction: string) =>
      (...args: LuaValue[]): LuaResult => {
        const { runner, held, text } = executorClass.check(args, 1, name);
        if (held !== undefined && !held.transaction.active) return failure(transactionNotActive());
        return work(runner, text.sql, text.args, held === undefined ? ofDatabase : ofTransaction);
      };
    return {
      query: run('query', query, 'query', 'tx query'),
      exec: run('exec', execute, 'execute', 'tx execute'),
      to_sql: (...args) => toSqlResult(() => executorClass.check(args, 1, 'to_sql').text),
    };
  },
  () => ({
    __tostring: (...args) => {
      const { sql, args: bound } = executorClass.check(args, 1, 'tostring').text;
      return `QueryExecutor: ${sql} [Args: ${bound.length}]`;
    },
  }),
);

/** `run_with(runner)`: the executor, or `nil, error` where the statement cannot be written. */
export function runWith(args: LuaValue[], write: () => SqlText): LuaResult {
  const held = transactionClass.of(args[1]);
  const runner = held?.transaction ?? databaseClass.of(args[1])?.database;
  if (runner === undefined) throw argumentError(2, 'run_with', 'database or transaction expected');
  return orFailure(() => executorClass.create(new QueryExecutor(runner, held, write())));
}
