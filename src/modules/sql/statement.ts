/** `sql.Statement`: a statement that was checked and can be run many times. */

import { WippyError } from '../../infrastructure/errors.ts';
import type { LuaFunction, LuaResult, LuaValue } from '../../lua/runtime/values.ts';
import { failure, invalid } from '../../services/lua/convert/errors.ts';
import { defineClass, type UserdataClass, wait } from '../../services/lua/module.ts';
import { type PrepareCommand, SqlCommand } from '../../services/sql/commands.ts';
import type { SqlRunner } from '../../services/sql/database.ts';
import { checkParameters } from './parameters.ts';
import { execute, query } from './results.ts';

class LuaStatement {
  readonly runner: SqlRunner;
  readonly sql: string;
  closed = false;

  constructor(runner: SqlRunner, sql: string) {
    this.runner = runner;
    this.sql = sql;
  }
}

/** `nil, error` for the coded errors of the work. */
export function orFailure(work: () => LuaResult): LuaResult {
  try {
    return work();
  } catch (error) {
    if (error instanceof WippyError) return failure(error);
    throw error;
  }
}

function methods(): Record<string, LuaFunction> {
  const open =
    (name: string, work: (statement: LuaStatement, args: LuaValue[]) => LuaResult): LuaFunction =>
    (...args) => {
      const statement = statementClass.check(args, 1, name);
      if (statement.closed) return invalid(name === 'close' ? 'statement is already closed' : 'statement is closed');
      return orFailure(() => work(statement, args));
    };
  return {
    query: open('query', ({ runner, sql }, args) => query(runner, sql, checkParameters(args, 2), 'stmt query')),
    execute: open('execute', ({ runner, sql }, args) => execute(runner, sql, checkParameters(args, 2), 'stmt execute')),
    // The thread keeps compiled statements by their text, so there is nothing to give back.
    close: open('close', (statement) => {
      statement.closed = true;
      return [true, undefined];
    }),
  };
}

const statementClass: UserdataClass<LuaStatement> = defineClass('sql.Statement', LuaStatement, methods, () => ({
  __tostring: (...args) => `sql.Statement{${statementClass.check(args, 1, 'tostring').closed ? 'closed' : ''}}`,
}));

/** Checks the statement and waits for its object. */
export function prepare(runner: SqlRunner, sql: string, name: string): LuaResult {
  const command: PrepareCommand = { id: SqlCommand.Prepare, runner, sql };
  return wait(
    command,
    () => [statementClass.create(new LuaStatement(runner, sql)), undefined],
    (error) => failure(error.wrap(name)),
  );
}
