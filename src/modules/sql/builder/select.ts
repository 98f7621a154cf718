/** `sql.SelectBuilder`. */

import { argumentError, checkString } from '../../../lua/runtime/arguments.ts';
import type { LuaValue } from '../../../lua/runtime/values.ts';
import { bound, texts } from './arguments.ts';
import { andAlso, Builder, type Change, defineBuilder, ordering, where } from './define-builder.ts';
import { NO_TEXT, type PlaceholderFormat, type SqlText, text } from './sql-text.ts';
import { type SelectParts, selectSql } from './statements.ts';

export class SelectBuilder extends Builder<SelectParts> {}

const EMPTY: SelectParts = {
  options: [],
  columns: [],
  from: NO_TEXT,
  joins: [],
  where: [],
  groupBy: [],
  having: [],
  orderBy: [],
  limit: '',
  offset: '',
  suffixes: [],
};

/**
 * `join("orders ON ...", ...)`, or `join("orders", "orders.user_id = ?", ...)`: a second text that no `?` of the first asks for
 * is the condition.
 */
function joining(keyword: string): Change<SelectParts> {
  return (parts, args, name) => {
    const table = checkString(args, 2, name);
    const condition = args[2];
    const written: SqlText =
      typeof condition === 'string' && !table.includes('?')
        ? { sql: `${keyword} ${table} ON ${condition}`, args: bound(args, 4, name) }
        : { sql: `${keyword} ${table}`, args: bound(args, 3, name) };
    return { joins: [...parts.joins, written] };
  };
}

export const selectClass = defineBuilder<SelectParts, SelectBuilder>({
  name: 'SelectBuilder',
  constructor: SelectBuilder,
  write: selectSql,
  changes: () => ({
    from: (_parts, args, name) => ({ from: text(checkString(args, 2, name)) }),
    columns: (parts, args, name) => ({ columns: [...parts.columns, ...texts(args, 2, name)] }),
    distinct: (parts) => ({ options: [...parts.options, 'DISTINCT'] }),
    join: joining('JOIN'),
    left_join: joining('LEFT JOIN'),
    right_join: joining('RIGHT JOIN'),
    inner_join: joining('INNER JOIN'),
    where,
    group_by: (parts, args, name) => ({ groupBy: [...parts.groupBy, ...texts(args, 2, name)] }),
    having: (parts, args, name) => ({ having: andAlso(parts.having, args, name) }),
    ...ordering(),
  }),
});

/** `sql.builder.select(...)`. */
export function createSelect(args: LuaValue[], format: PlaceholderFormat): LuaValue {
  const columns = args.map((column, index) => {
    if (typeof column !== 'string') throw argumentError(index + 1, 'select', 'expected string column name');
    return column;
  });
  return selectClass.create(new SelectBuilder({ ...EMPTY, columns }, format));
}

/** The SELECT in an argument. */
export function checkSelect(args: LuaValue[], position: number, name: string): SelectParts {
  const builder = selectClass.of(args[position - 1]);
  if (builder === undefined) throw argumentError(position, name, 'expected SelectBuilder object');
  return builder.parts;
}
