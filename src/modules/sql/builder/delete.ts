/** `sql.DeleteBuilder`. */

import { checkString, optionalString } from '../../../lua/runtime/arguments.ts';
import type { LuaValue } from '../../../lua/runtime/values.ts';
import { Builder, defineBuilder, ordering, where } from './define-builder.ts';
import type { PlaceholderFormat } from './sql-text.ts';
import { type DeleteParts, deleteSql } from './statements.ts';

class DeleteBuilder extends Builder<DeleteParts> {}

const EMPTY: DeleteParts = { table: '', where: [], orderBy: [], limit: '', offset: '', suffixes: [] };

const deleteClass = defineBuilder<DeleteParts, DeleteBuilder>({
  name: 'DeleteBuilder',
  constructor: DeleteBuilder,
  write: deleteSql,
  changes: () => ({
    from: (_parts, args, name) => ({ table: checkString(args, 2, name) }),
    where,
    ...ordering(),
  }),
});

/** `sql.builder.delete(table)`. */
export function createDelete(args: LuaValue[], format: PlaceholderFormat): LuaValue {
  const table = optionalString(args, 1, 'delete', '');
  return deleteClass.create(new DeleteBuilder({ ...EMPTY, table }, format));
}
