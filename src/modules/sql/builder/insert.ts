/** `sql.InsertBuilder`. */

import { checkString, checkTable, optionalString } from '../../../lua/runtime/arguments.ts';
import type { LuaValue } from '../../../lua/runtime/values.ts';
import { assignments, sqlWithArguments, texts, valueOrSql } from './arguments.ts';
import { Builder, defineBuilder } from './define-builder.ts';
import { checkSelect } from './select.ts';
import type { PlaceholderFormat } from './sql-text.ts';
import { type InsertParts, insertSql } from './statements.ts';

class InsertBuilder extends Builder<InsertParts> {}

const EMPTY: InsertParts = {
  table: '',
  prefixes: [],
  options: [],
  columns: [],
  values: [],
  select: null,
  suffixes: [],
};

const insertClass = defineBuilder<InsertParts, InsertBuilder>({
  name: 'InsertBuilder',
  constructor: InsertBuilder,
  write: insertSql,
  changes: () => ({
    into: (_parts, args, name) => ({ table: checkString(args, 2, name) }),
    columns: (parts, args, name) => ({ columns: [...parts.columns, ...texts(args, 2, name)] }),
    values: (parts, args, name) => ({
      values: [...parts.values, args.slice(1).map((value, index) => valueOrSql(value, `${name}: value ${index + 1}`))],
    }),
    set_map: (_parts, args, name) => {
      const fields = assignments(checkTable(args, 2, name), name);
      return { columns: fields.map(([column]) => column), values: [fields.map(([, value]) => value)] };
    },
    select: (_parts, args, name) => ({ select: checkSelect(args, 2, name) }),
    prefix: (parts, args, name) => ({ prefixes: [...parts.prefixes, sqlWithArguments(args, name)] }),
    suffix: (parts, args, name) => ({ suffixes: [...parts.suffixes, sqlWithArguments(args, name)] }),
    options: (parts, args, name) => ({ options: [...parts.options, ...texts(args, 2, name)] }),
  }),
});

/** `sql.builder.insert(table)`. */
export function createInsert(args: LuaValue[], format: PlaceholderFormat): LuaValue {
  const table = optionalString(args, 1, 'insert', '');
  return insertClass.create(new InsertBuilder({ ...EMPTY, table }, format));
}
