/** The types of module `sql`, in the syntax of the dialect. */

const builderMethods = (name: string): string => `
      placeholder_format: (self: ${name}, format: any) -> ${name},
      to_sql: (self: ${name}) -> (string?, any),
      run_with: (self: ${name}, runner: DB | Transaction) -> (QueryExecutor?, error?),`;

const orderedMethods = (name: string): string => `
      where: (self: ${name}, condition: any, ...any) -> ${name},
      order_by: (self: ${name}, ...string) -> ${name},
      limit: (self: ${name}, n: number) -> ${name},
      offset: (self: ${name}, n: number) -> ${name},
      suffix: (self: ${name}, sql: string, ...any) -> ${name},${builderMethods(name)}`;

export const sqlTypes = `
    type ExecuteResult = {last_insert_id: integer, rows_affected: integer}
    type Row = {[string]: any}
    type DBStats = {
      max_open_connections: integer, open_connections: integer, in_use: integer, idle: integer,
      wait_count: integer, wait_duration: string,
      max_idle_closed: integer, max_idle_time_closed: integer, max_lifetime_closed: integer,
    }
    type Sqlizer = {to_sql: (self: Sqlizer) -> (string?, any)}
    type QueryExecutor = {
      query: (self: QueryExecutor) -> ({Row}?, error?),
      exec: (self: QueryExecutor) -> (ExecuteResult?, error?),
      to_sql: (self: QueryExecutor) -> (string, {any}),
    }
    type Statement = {
      query: (self: Statement, params?: any) -> ({Row}?, error?),
      execute: (self: Statement, params?: any) -> (ExecuteResult?, error?),
      close: (self: Statement) -> (boolean?, error?),
    }
    type Transaction = {
      db_type: (self: Transaction) -> (string?, error?),
      query: (self: Transaction, sql: string, params?: any) -> ({Row}?, error?),
      execute: (self: Transaction, sql: string, params?: any) -> (ExecuteResult?, error?),
      prepare: (self: Transaction, sql: string) -> (Statement?, error?),
      commit: (self: Transaction) -> (boolean?, error?),
      rollback: (self: Transaction) -> (boolean?, error?),
      savepoint: (self: Transaction, name: string) -> (boolean?, error?),
      rollback_to: (self: Transaction, name: string) -> (boolean?, error?),
      release: (self: Transaction, name: string) -> (boolean?, error?),
    }
    type DB = {
      type: (self: DB) -> (string, error?),
      query: (self: DB, sql: string, params?: any) -> ({Row}?, error?),
      execute: (self: DB, sql: string, params?: any) -> (ExecuteResult?, error?),
      prepare: (self: DB, sql: string) -> (Statement?, error?),
      begin: (self: DB, options?: {isolation?: string, read_only?: boolean}) -> (Transaction?, error?),
      release: (self: DB) -> (boolean, error?),
      stats: (self: DB) -> (DBStats, error?),
    }
    type SelectBuilder = {
      from: (self: SelectBuilder, table: string) -> SelectBuilder,
      columns: (self: SelectBuilder, ...string) -> SelectBuilder,
      distinct: (self: SelectBuilder) -> SelectBuilder,
      join: (self: SelectBuilder, join: string, ...any) -> SelectBuilder,
      left_join: (self: SelectBuilder, join: string, ...any) -> SelectBuilder,
      right_join: (self: SelectBuilder, join: string, ...any) -> SelectBuilder,
      inner_join: (self: SelectBuilder, join: string, ...any) -> SelectBuilder,
      group_by: (self: SelectBuilder, ...string) -> SelectBuilder,
      having: (self: SelectBuilder, condition: any, ...any) -> SelectBuilder,${orderedMethods('SelectBuilder')}
    }
    type InsertBuilder = {
      into: (self: InsertBuilder, table: string) -> InsertBuilder,
      columns: (self: InsertBuilder, ...string) -> InsertBuilder,
      values: (self: InsertBuilder, ...any) -> InsertBuilder,
      set_map: (self: InsertBuilder, map: any) -> InsertBuilder,
      select: (self: InsertBuilder, query: SelectBuilder) -> InsertBuilder,
      prefix: (self: InsertBuilder, sql: string, ...any) -> InsertBuilder,
      suffix: (self: InsertBuilder, sql: string, ...any) -> InsertBuilder,
      options: (self: InsertBuilder, ...string) -> InsertBuilder,${builderMethods('InsertBuilder')}
    }
    type UpdateBuilder = {
      table: (self: UpdateBuilder, table: string) -> UpdateBuilder,
      set: (self: UpdateBuilder, column: string, value: any) -> UpdateBuilder,
      set_map: (self: UpdateBuilder, map: any) -> UpdateBuilder,
      from: (self: UpdateBuilder, table: string) -> UpdateBuilder,
      from_select: (self: UpdateBuilder, query: SelectBuilder, alias: string) -> UpdateBuilder,${orderedMethods('UpdateBuilder')}
    }
    type DeleteBuilder = {
      from: (self: DeleteBuilder, table: string) -> DeleteBuilder,${orderedMethods('DeleteBuilder')}
    }
    type sql = {
      get: (id: string) -> (DB?, error?),
      NULL: any,
      type: {POSTGRES: string, MYSQL: string, SQLITE: string, UNKNOWN: string},
      isolation: {
        DEFAULT: string, READ_UNCOMMITTED: string, READ_COMMITTED: string, WRITE_COMMITTED: string,
        REPEATABLE_READ: string, SERIALIZABLE: string,
      },
      as: {
        int: (value: any) -> any,
        float: (value: any) -> any,
        text: (value: any) -> any,
        binary: (value: any) -> any,
        null: () -> any,
      },
      builder: {
        select: (...string) -> SelectBuilder,
        insert: (table?: string) -> InsertBuilder,
        update: (table?: string) -> UpdateBuilder,
        delete: (table?: string) -> DeleteBuilder,
        expr: (sql: string, ...any) -> Sqlizer,
        eq: (map: any) -> Sqlizer,
        not_eq: (map: any) -> Sqlizer,
        lt: (map: any) -> Sqlizer,
        lte: (map: any) -> Sqlizer,
        gt: (map: any) -> Sqlizer,
        gte: (map: any) -> Sqlizer,
        like: (map: any) -> Sqlizer,
        not_like: (map: any) -> Sqlizer,
        and_: (conditions: any) -> Sqlizer,
        or_: (conditions: any) -> Sqlizer,
        question: any, default_placeholder: any, dollar: any, at: any, colon: any,
      },
    }`;
