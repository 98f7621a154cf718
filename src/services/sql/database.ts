/** Databases, whatever keeps them. */

import type { ExecuteResult, QueryResult, SqlParameter } from './values.ts';

/** As Lua sees it: `sql.type`. */
export const DatabaseType = {
  Postgres: 'postgres',
  MySql: 'mysql',
  Sqlite: 'sqlite',
  Unknown: 'unknown',
} as const;
export type DatabaseType = (typeof DatabaseType)[keyof typeof DatabaseType];

/** Statistics of the connections, by the names of Go's database/sql. */
export interface DatabaseStatistics {
  readonly maxOpenConnections: number;
  readonly openConnections: number;
  readonly inUse: number;
  readonly idle: number;
  readonly waitCount: number;
  /** Milliseconds. */
  readonly waitDuration: number;
}

/** Work under way; `cancel` gives it up, as far as that is possible, and settles nothing. */
export interface Running<T> {
  readonly result: Promise<T>;
  cancel(): void;
}

/** Runs statements. `sql` is a byte string; parameters are bound by position. */
export interface SqlRunner {
  /** Checks a statement without running it. */
  prepare(sql: string): Running<null>;
  query(sql: string, parameters: readonly SqlParameter[]): Running<QueryResult>;
  execute(sql: string, parameters: readonly SqlParameter[]): Running<ExecuteResult>;
}

/** A transaction keeps a connection of its own until it ends. */
export interface SqlTransaction extends SqlRunner {
  readonly active: boolean;
  commit(): Promise<null>;
  rollback(): Promise<null>;
}

export interface TransactionOptions {
  readonly readOnly: boolean;
}

/** A database in use: until it is released the service does not close it. */
export interface DatabaseLease {
  release(): void;
}

export interface Database extends SqlRunner {
  /** Entry id. */
  readonly id: string;
  readonly type: DatabaseType;
  /** @throws WippyError Unavailable `connection pool is closed`. */
  acquire(): DatabaseLease;
  begin(options: TransactionOptions): Running<SqlTransaction>;
  statistics(): DatabaseStatistics;
}
