/** Results of statements for Lua. */

import { rawSet } from '../../lua/runtime/table.ts';
import { Float, integer, type LuaResult, LuaTable, type LuaValue } from '../../lua/runtime/values.ts';
import { failure } from '../../services/lua/convert/errors.ts';
import { fields, wait } from '../../services/lua/module.ts';
import { SqlCommand, type StatementCommand } from '../../services/sql/commands.ts';
import type { SqlRunner } from '../../services/sql/database.ts';
import type { ExecuteResult, QueryResult, SqlParameter, SqlValue } from '../../services/sql/values.ts';

function valueToLua(value: SqlValue): LuaValue {
  if (typeof value === 'bigint') return integer(value);
  if (typeof value !== 'object') return value;
  return value === null ? undefined : new Float(value.n);
}

/** One table for each row, by the names of the columns; of columns with the same name the last one counts. */
function rowTables({ columns, rows }: QueryResult): LuaTable {
  const table = new LuaTable();
  if (rows.length > 0) {
    table.$a = rows.map((row) => {
      const fields = new LuaTable();
      for (let index = 0; index < columns.length; index++) {
        rawSet(fields, columns[index], valueToLua(row[index] as SqlValue));
      }
      return fields;
    });
  }
  return table;
}

function resultTable({ lastInsertId, rowsAffected }: ExecuteResult): LuaTable {
  return fields({ last_insert_id: valueToLua(lastInsertId), rows_affected: rowsAffected });
}

/** Runs a statement and waits for its rows. `name` begins the message of an error. */
export function query(runner: SqlRunner, sql: string, parameters: readonly SqlParameter[], name: string): LuaResult {
  const command: StatementCommand = { id: SqlCommand.Query, runner, sql, parameters };
  return wait(
    command,
    (result) => [rowTables(result as QueryResult), undefined],
    (error) => failure(error.wrap(name)),
  );
}

/** Runs a statement and waits for what it has changed. */
export function execute(runner: SqlRunner, sql: string, parameters: readonly SqlParameter[], name: string): LuaResult {
  const command: StatementCommand = { id: SqlCommand.Execute, runner, sql, parameters };
  return wait(
    command,
    (result) => [resultTable(result as ExecuteResult), undefined],
    (error) => failure(error.wrap(name)),
  );
}
