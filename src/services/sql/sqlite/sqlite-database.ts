/** A SQLite database: one file, or memory, behind one connection in a thread of its own. */

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../../infrastructure/clock.ts';
import { ErrorKind, toWippyError, WippyError } from '../../../infrastructure/errors.ts';
import type { Logger } from '../../../infrastructure/logger/index.ts';
import { LruCache } from '../../../infrastructure/lru-cache.ts';
import {
  type Database,
  type DatabaseLease,
  type DatabaseStatistics,
  DatabaseType,
  type Running,
  type SqlTransaction,
  type TransactionOptions,
} from '../database.ts';
import { notEnoughArguments, poolClosed, transactionNotActive } from '../errors.ts';
import type { ExecuteResult, QueryResult, SqlParameter, SqlValue } from '../values.ts';
import { columnConversion } from './column-types.ts';
import { Connection, type Job, type Owner } from './connection.ts';
import { type ParsedStatement, parseStatements } from './statement-text.ts';
import { type ThreadCall, ThreadClient } from './thread-client.ts';
import type { ThreadAnswer } from './thread-messages.ts';

export const MEMORY_FILE = ':memory:';

/** Milliseconds that a statement waits for a lock of another program, as in the Go runtime. */
const LOCK_TIMEOUT = 5000;

/** Bytes; a program that reads more at once would use up the memory of all. */
const RESULT_LIMIT = 256 * 1_048_576;

const PARSED = 500;

export interface SqliteOptions {
  /** Entry id. */
  readonly id: string;
  /** Absolute path or `:memory:`. */
  readonly file: string;
  /** Gives the path of the driver, or throws how to get it. */
  readonly driver: () => string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly resultLimit?: number;
}

export class SqliteDatabase implements Database {
  readonly type = DatabaseType.Sqlite;
  readonly id: string;
  private readonly options: SqliteOptions;
  private readonly parsed = new LruCache<string, readonly ParsedStatement[]>(PARSED);
  private connection: Connection | null = null;
  private opening: Promise<Connection> | null = null;
  private leases = 0;
  private draining = false;
  private onReleased: (() => void) | null = null;
  /** Told when the thread has failed; set while the service runs. */
  onFailure: ((error: WippyError) => void) | null = null;

  constructor(options: SqliteOptions) {
    this.options = options;
    this.id = options.id;
  }

  /** Opens the file unless it is open. @throws WippyError where the driver is missing or the file cannot be opened. */
  async open(): Promise<void> {
    this.draining = false;
    await this.connect();
  }

  /**
   * Closes the file once everybody has released the database; at once when the signal aborts. What is under way then is given
   * up, and transactions are rolled back.
   */
  async close(signal: AbortSignal): Promise<void> {
    this.draining = true;
    const aborted = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    const released = new Promise<void>((resolve) => {
      this.onReleased = resolve;
      if (this.leases === 0) resolve();
    });
    await Promise.race([released, aborted]);
    this.onReleased = null;
    const connection = await this.opening?.catch(() => null);
    this.connection = null;
    this.opening = null;
    if (connection) await Promise.race([connection.close(poolClosed(this.id)), aborted]);
  }

  /** @throws WippyError NotFound where the directory of the file is missing: SQLite makes files only. */
  checkDirectory(): void {
    const { id, file } = this.options;
    const directory = dirname(file);
    if (file !== MEMORY_FILE && !existsSync(directory)) throw noDirectory(id, directory);
  }

  acquire(): DatabaseLease {
    if (this.draining) throw poolClosed(this.id);
    this.leases++;
    let released = false;
    return {
      release: () => {
        if (released) return;
        released = true;
        if (--this.leases === 0) this.onReleased?.();
      },
    };
  }

  prepare(sql: string): Running<null> {
    return this.check(sql, null, false);
  }

  query(sql: string, parameters: readonly SqlParameter[]): Running<QueryResult> {
    return this.run('query', sql, parameters, null, false, queryResult);
  }

  execute(sql: string, parameters: readonly SqlParameter[]): Running<ExecuteResult> {
    return this.run('execute', sql, parameters, null, false, executeResult);
  }

  begin({ readOnly }: TransactionOptions): Running<SqlTransaction> {
    const transaction = new Transaction(this, readOnly);
    const { result, cancel } = this.submit({ kind: 'begin' }, transaction, () => transaction);
    let canceled = false;
    result.then(
      () => {
        // Nobody will end the transaction of a process that has ended meanwhile.
        if (canceled) transaction.rollback().catch(() => undefined);
      },
      () => undefined,
    );
    return {
      result,
      cancel: () => {
        canceled = true;
        cancel();
      },
    };
  }

  statistics(): DatabaseStatistics {
    const { connection } = this;
    const open = connection === null ? 0 : 1;
    const inUse = connection?.busy ? 1 : 0;
    return {
      maxOpenConnections: 1,
      openConnections: open,
      inUse,
      idle: open - inUse,
      waitCount: connection?.waitCount ?? 0,
      waitDuration: connection?.waitDuration ?? 0,
    };
  }

  /** Compiles without running. */
  check(sql: string, owner: Owner | null, readOnly: boolean): Running<null> {
    return this.withStatements(sql, (statements) =>
      this.submit({ kind: 'prepare', statements, readOnly }, owner, () => null),
    );
  }

  /** Runs all statements of a text; parameters go to them in their order. */
  run<T>(
    kind: 'query' | 'execute',
    sql: string,
    parameters: readonly SqlParameter[],
    owner: Owner | null,
    readOnly: boolean,
    convert: (answer: ThreadAnswer) => T,
  ): Running<T> {
    return this.withStatements(sql, (statements) => {
      const wanted = statements.reduce((sum, { count }) => sum + count, 0);
      if (parameters.length < wanted) throw notEnoughArguments(wanted, parameters.length);
      return this.submit({ kind, statements, parameters, readOnly }, owner, convert);
    });
  }

  submit<T>(call: ThreadCall, owner: Owner | null, convert: (answer: ThreadAnswer) => T): Running<T> {
    let job: Job | null = null;
    let given = false;
    const result = this.connect().then(
      (connection) =>
        new Promise<T>((resolve, reject) => {
          if (given) return;
          job = {
            call,
            owner,
            resolve: (answer) => {
              try {
                resolve(convert(answer));
              } catch (thrown) {
                reject(toWippyError(thrown));
              }
            },
            reject,
            sent: null,
            blockedSince: null,
          };
          connection.add(job);
        }),
    );
    return {
      result,
      cancel: () => {
        given = true;
        if (job !== null) this.connection?.cancel(job);
      },
    };
  }

  private withStatements<T>(sql: string, work: (statements: readonly ParsedStatement[]) => Running<T>): Running<T> {
    try {
      let statements = this.parsed.get(sql);
      if (statements === undefined) {
        statements = parseStatements(sql);
        this.parsed.set(sql, statements);
      }
      if (statements.some(({ leavesFile }) => leavesFile)) throw leavesFile();
      return work(statements);
    } catch (thrown) {
      return { result: Promise.reject(toWippyError(thrown)), cancel: () => undefined };
    }
  }

  private connect(): Promise<Connection> {
    // Whoever still holds the closed database must not open it again.
    if (this.opening === null && this.draining) return Promise.reject(poolClosed(this.id));
    this.opening ??= this.openThread().catch((thrown: unknown) => {
      this.opening = null;
      throw toWippyError(thrown);
    });
    return this.opening;
  }

  private async openThread(): Promise<Connection> {
    const { id, file, clock, logger, driver, resultLimit = RESULT_LIMIT } = this.options;
    this.checkDirectory();
    const thread = await ThreadClient.open({
      driver: driver(),
      file,
      lockTimeout: LOCK_TIMEOUT,
      resultLimit,
      onFailure: (error) => {
        this.connection?.fail(error);
        this.connection = null;
        this.opening = null;
        this.onFailure?.(error);
      },
    });
    this.connection = new Connection({
      thread,
      clock,
      onLongWait: (waiting) => {
        logger.warn('statements wait for a transaction that is still open', { database: id, waiting });
      },
    });
    return this.connection;
  }
}

class Transaction implements SqlTransaction, Owner {
  readonly jobs: Job[] = [];
  active = true;
  private readonly database: SqliteDatabase;
  private readonly readOnly: boolean;

  constructor(database: SqliteDatabase, readOnly: boolean) {
    this.database = database;
    this.readOnly = readOnly;
  }

  prepare(sql: string): Running<null> {
    return this.whileActive(() => this.database.check(sql, this, this.readOnly));
  }

  query(sql: string, parameters: readonly SqlParameter[]): Running<QueryResult> {
    return this.whileActive(() => this.database.run('query', sql, parameters, this, this.readOnly, queryResult));
  }

  execute(sql: string, parameters: readonly SqlParameter[]): Running<ExecuteResult> {
    return this.whileActive(() => this.database.run('execute', sql, parameters, this, this.readOnly, executeResult));
  }

  commit(): Promise<null> {
    return this.end('commit');
  }

  rollback(): Promise<null> {
    return this.end('rollback');
  }

  private end(kind: 'commit' | 'rollback'): Promise<null> {
    const { result } = this.whileActive(() => this.database.submit({ kind }, this, () => null));
    this.active = false;
    return result;
  }

  private whileActive<T>(work: () => Running<T>): Running<T> {
    if (this.active) return work();
    return { result: Promise.reject(transactionNotActive()), cancel: () => undefined };
  }
}

function noDirectory(id: string, directory: string): WippyError {
  return new WippyError(`cannot open database ${id}: the directory ${directory} does not exist`, {
    kind: ErrorKind.NotFound,
    retryable: true,
    details: { id, directory },
    hint: `Create it: mkdir -p ${directory}`,
  });
}

function leavesFile(): WippyError {
  return new WippyError('a statement cannot open or write other files', {
    kind: ErrorKind.PermissionDenied,
    retryable: false,
    hint: 'Declare a db.sql.sqlite entry for each file.',
  });
}

function executeResult({ lastId = 0, changes = 0 }: ThreadAnswer): ExecuteResult {
  return { lastInsertId: lastId, rowsAffected: changes };
}

function queryResult({ columns = [], types = [], rows = [] }: ThreadAnswer): QueryResult {
  const conversions = types.map(columnConversion);
  if (conversions.every((conversion) => conversion === null)) return { columns, rows };
  return {
    columns,
    rows: rows.map((row) => row.map((value, index): SqlValue => conversions[index]?.(value) ?? value)),
  };
}
