/** Prepared statements of one database, each prepared once. */
import type BetterSqlite from 'better-sqlite3';
import type { SqliteDatabase } from '../../../../infrastructure/sqlite.ts';

export type SqlValue = string | number | null;
export type Row = Readonly<Record<string, unknown>>;

export class Statements {
  readonly database: SqliteDatabase;
  readonly #prepared = new Map<string, BetterSqlite.Statement<unknown[], unknown>>();

  constructor(database: SqliteDatabase) {
    this.database = database;
  }

  run(sql: string, ...values: readonly SqlValue[]): { readonly changes: number; readonly id: number } {
    const { changes, lastInsertRowid } = this.#prepare(sql).run(...values);
    return { changes, id: Number(lastInsertRowid) };
  }

  /** The first row. */
  row(sql: string, ...values: readonly SqlValue[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined;
  }

  rows(sql: string, ...values: readonly SqlValue[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[];
  }

  /** The values of all rows in the order of the columns: half the cost of `rows` where there are many. */
  values(sql: string, ...values: readonly SqlValue[]): unknown[][] {
    return this.#prepare(sql)
      .raw(true)
      .all(...values) as unknown[][];
  }

  /** Runs the work as one transaction that no other process writes into. */
  transaction<T>(work: () => T): T {
    return this.database.transaction(work).immediate();
  }

  /** Runs the work over one unchanging view of the database. */
  reading<T>(work: () => T): T {
    return this.database.transaction(work).deferred();
  }

  #prepare(sql: string): BetterSqlite.Statement<unknown[], unknown> {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare<unknown[], unknown>(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}
