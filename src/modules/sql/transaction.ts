/** `sql.Transaction`. One that a process leaves open is rolled back when the process ends. */

import { checkString } from '../../lua/runtime/arguments.ts';
import { rawGet } from '../../lua/runtime/table.ts';
import { type LuaFunction, type LuaResult, LuaTable, type LuaValue } from '../../lua/runtime/values.ts';
import { failure, invalid } from '../../services/lua/convert/errors.ts';
import { fromLuaString } from '../../services/lua/convert/text.ts';
import { currentProcess, defineClass, type UserdataClass, wait } from '../../services/lua/module.ts';
import {
  type BeginCommand,
  SqlCommand,
  type StatementCommand,
  type TransactionCommand,
} from '../../services/sql/commands.ts';
import type { Database, SqlTransaction } from '../../services/sql/database.ts';
import { transactionNotActive } from '../../services/sql/errors.ts';
import { checkParameters } from './parameters.ts';
import { execute, query } from './results.ts';
import { orFailure, prepare } from './statement.ts';

export const ISOLATION_LEVELS: Readonly<Record<string, string>> = {
  DEFAULT: 'default',
  READ_UNCOMMITTED: 'read_uncommitted',
  READ_COMMITTED: 'read_committed',
  WRITE_COMMITTED: 'write_committed',
  REPEATABLE_READ: 'repeatable_read',
  SERIALIZABLE: 'serializable',
};

export class LuaTransaction {
  readonly database: Database;
  readonly transaction: SqlTransaction;
  /** Ends the care for it at the end of the process. */
  readonly forget: () => void;

  constructor(database: Database, transaction: SqlTransaction, forget: () => void) {
    this.database = database;
    this.transaction = transaction;
    this.forget = forget;
  }
}

/** Rolls the transaction back that is open when the process ends, whenever that is. */
class Care {
  readonly forget: () => void;
  private transaction: SqlTransaction | null = null;
  private ended = false;

  constructor() {
    this.forget = currentProcess().onClose(() => {
      this.ended = true;
      this.rollback();
    });
  }

  adopt(transaction: SqlTransaction): void {
    this.transaction = transaction;
    if (this.ended) this.rollback();
  }

  private rollback(): void {
    if (this.transaction?.active) this.transaction.rollback().catch(() => undefined);
  }
}

type Work = (held: LuaTransaction, args: LuaValue[]) => LuaResult;

/** A method of a transaction that has not ended. */
function active(name: string, work: Work): LuaFunction {
  return (...args) => {
    const held = transactionClass.check(args, 1, name);
    if (!held.transaction.active) return failure(transactionNotActive());
    return orFailure(() => work(held, args));
  };
}

function ending(name: 'commit' | 'rollback'): LuaFunction {
  const id = name === 'commit' ? SqlCommand.Commit : SqlCommand.Rollback;
  return active(name, (held) => {
    const command: TransactionCommand = { id, transaction: held.transaction };
    return wait(
      command,
      () => {
        held.forget();
        return [true, undefined];
      },
      (error) => {
        held.forget();
        return failure(error.wrap(`tx ${name}`));
      },
    );
  });
}

/** A method that runs a statement about a savepoint. */
function savepoint(name: string, statement: string): LuaFunction {
  return active(name, ({ transaction }, args) => {
    const savepoint = checkString(args, 2, name);
    if (savepoint === '') return invalid('savepoint name is required');
    if (!/^\w+$/.test(savepoint)) {
      return invalid('savepoint name can only contain alphanumeric characters and underscores');
    }
    const sql = `${statement} "${savepoint}"`;
    const command: StatementCommand = { id: SqlCommand.Execute, runner: transaction, sql, parameters: [] };
    return wait(
      command,
      () => [true, undefined],
      (error) => failure(error.wrap('savepoint')),
    );
  });
}

function methods(): Record<string, LuaFunction> {
  return {
    db_type: active('db_type', ({ database }) => [database.type, undefined]),
    query: active('query', ({ transaction }, args) =>
      query(transaction, checkString(args, 2, 'query'), checkParameters(args, 3), 'tx query'),
    ),
    execute: active('execute', ({ transaction }, args) =>
      execute(transaction, checkString(args, 2, 'execute'), checkParameters(args, 3), 'tx execute'),
    ),
    prepare: active('prepare', ({ transaction }, args) =>
      prepare(transaction, checkString(args, 2, 'prepare'), 'tx prepare'),
    ),
    commit: ending('commit'),
    rollback: ending('rollback'),
    savepoint: savepoint('savepoint', 'SAVEPOINT'),
    rollback_to: savepoint('rollback_to', 'ROLLBACK TO SAVEPOINT'),
    release: savepoint('release', 'RELEASE SAVEPOINT'),
  };
}

export const transactionClass: UserdataClass<LuaTransaction> = defineClass(
  'sql.Transaction',
  LuaTransaction,
  methods,
  () => ({
    __tostring: (...args) => {
      const { transaction } = transactionClass.check(args, 1, 'tostring');
      return transaction.active ? 'sql.Transaction{}' : 'sql.Transaction{ended}';
    },
  }),
);

/** Waits for a transaction; `options` is the table of `db:begin`. */
export function begin(database: Database, options: LuaValue): LuaResult {
  let readOnly = false;
  if (options instanceof LuaTable) {
    readOnly = rawGet(options, 'read_only') === true;
    const isolation = rawGet(options, 'isolation');
    // SQLite has one level, serializable, which is as strict as any that may be asked for.
    if (typeof isolation === 'string' && !Object.values(ISOLATION_LEVELS).includes(isolation)) {
      return invalid(`invalid isolation level: ${fromLuaString(isolation)}`);
    }
  }
  const care = new Care();
  const command: BeginCommand = {
    id: SqlCommand.Begin,
    database,
    options: { readOnly },
    adopt: (transaction) => care.adopt(transaction),
  };
  return wait(
    command,
    (transaction) => [
      transactionClass.create(new LuaTransaction(database, transaction as SqlTransaction, care.forget)),
      undefined,
    ],
    (error) => {
      care.forget();
      return failure(error.wrap('begin'));
    },
  );
}
