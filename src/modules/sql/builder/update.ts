/** `sql.UpdateBuilder`. */

import { checkString, checkTable, optionalString } from '../../../lua/runtime/arguments.ts';
import type { LuaValue } from '../../../lua/runtime/values.ts';
import { assignments, valueOrSql } from './arguments.ts';
import { Builder, defineBuilder, ordering, where } from './define-builder.ts';
import { checkSelect } from './select.ts';
import { concat, NO_TEXT, type PlaceholderFormat, text } from './sql-text.ts';
import { selectSql, type UpdateParts, updateSql } from './statements.ts';

class UpdateBuilder extends Builder<UpdateParts> {}

const EMPTY: UpdateParts = {
  table: '',
  sets: [],
  from: NO_TEXT,
  where: [],
  orderBy: [],
  limit: '',
  offset: '',
  suffixes: [],
};

const updateClass = defineBuilder<UpdateParts, UpdateBuilder>({
  name: 'UpdateBuilder',
  constructor: UpdateBuilder,
  write: updateSql,
  changes: () => ({
    table: (_parts, args, name) => ({ table: checkString(args, 2, name) }),
    set: (parts, args, name) => {
      const column = checkString(args, 2, name);
      return { sets: [...parts.sets, [column, valueOrSql(args[2], `${name}: column ${column}`)] as const] };
    },
    set_map: (parts, args, name) => ({ sets: [...parts.sets, ...assignments(checkTable(args, 2, name), name)] }),
    from: (_parts, args, name) => ({ from: text(checkString(args, 2, name)) }),
    from_select: (_parts, args, name) => {
      const select = checkSelect(args, 2, name);
      return { from: concat(text('('), selectSql(select), text(`) AS ${checkString(args, 3, name)}`)) };
    },
    where,
    ...ordering(),
  }),
});

/** `sql.builder.update(table)`. */
export function createUpdate(args: LuaValue[], format: PlaceholderFormat): LuaValue {
  const table = optionalString(args, 1, 'update', '');
  return updateClass.create(new UpdateBuilder({ ...EMPTY, table }, format));
}
