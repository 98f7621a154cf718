/** Commands of the sql range and their handlers. Reference: lua/storage/sql of the Wippy documentation. */

import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import type { AccessControl } from '../../system/security/access-control.ts';
import type { Database, DatabaseLease, Running, SqlRunner, SqlTransaction, TransactionOptions } from './database.ts';
import type { DatabaseRegistry } from './database-registry.ts';
import type { SqlParameter } from './values.ts';

export const SqlCommand = {
  Acquire: commandId('sql', 0),
  Query: commandId('sql', 1),
  Execute: commandId('sql', 2),
  Prepare: commandId('sql', 3),
  Begin: commandId('sql', 4),
  Commit: commandId('sql', 5),
  Rollback: commandId('sql', 6),
} as const;

/** Result: AcquiredDatabase. Immediate. */
export interface AcquireCommand extends Command {
  /** Entry id. */
  readonly database: string;
}

export interface AcquiredDatabase {
  readonly database: Database;
  readonly lease: DatabaseLease;
}

/** Results: QueryResult, ExecuteResult. */
export interface StatementCommand extends Command {
  /** The database, or a transaction of it. */
  readonly runner: SqlRunner;
  /** A byte string. */
  readonly sql: string;
  readonly parameters: readonly SqlParameter[];
}

/** Result: null, for a statement that can be run. */
export interface PrepareCommand extends Command {
  readonly runner: SqlRunner;
  readonly sql: string;
}

/** Result: SqlTransaction. */
export interface BeginCommand extends Command {
  readonly database: Database;
  readonly options: TransactionOptions;
  /** Gets the transaction before the answer is on its way, as the process may end before it takes the answer. */
  readonly adopt: (transaction: SqlTransaction) => void;
}

/** Commit and Rollback. Result: null; the transaction is over in either case. */
export interface TransactionCommand extends Command {
  readonly transaction: SqlTransaction;
}

/** Registers the handlers. `db.get` is checked here; who has a database may use all of it. */
export function registerSqlCommands(dispatcher: Dispatcher, databases: DatabaseRegistry, access: AccessControl): void {
  dispatcher.registerImmediate<AcquireCommand>(SqlCommand.Acquire, ({ database: id }, context): AcquiredDatabase => {
    if (!access.isAllowed(context, 'db.get', id)) {
      throw new WippyError(`not allowed to access database: ${id}`, {
        kind: ErrorKind.PermissionDenied,
        retryable: false,
        details: { id },
      });
    }
    const database = databases.require(id);
    return { database, lease: database.acquire() };
  });
  const register = <C extends Command>(id: number, work: (command: C) => Running<unknown>): void => {
    dispatcher.register<C>(id, (command, completion) => {
      const { result, cancel } = work(command);
      result.then(
        (data) => completion.complete(data),
        (error: unknown) => completion.fail(toWippyError(error)),
      );
      return cancel;
    });
  };
  const toTheEnd = (result: Promise<unknown>): Running<unknown> => ({ result, cancel: () => undefined });
  register<StatementCommand>(SqlCommand.Query, ({ runner, sql, parameters }) => runner.query(sql, parameters));
  register<StatementCommand>(SqlCommand.Execute, ({ runner, sql, parameters }) => runner.execute(sql, parameters));
  register<PrepareCommand>(SqlCommand.Prepare, ({ runner, sql }) => runner.prepare(sql));
  register<BeginCommand>(SqlCommand.Begin, ({ database, options, adopt }) => {
    const { result, cancel } = database.begin(options);
    const adopted = result.then((transaction) => {
      adopt(transaction);
      return transaction;
    });
    return { result: adopted, cancel };
  });
  register<TransactionCommand>(SqlCommand.Commit, ({ transaction }) => toTheEnd(transaction.commit()));
  register<TransactionCommand>(SqlCommand.Rollback, ({ transaction }) => toTheEnd(transaction.rollback()));
}
