/** Finished SQL for Lua, and a builder as text. */

import { WippyError } from '../../../infrastructure/errors.ts';
import type { LuaResult } from '../../../lua/runtime/values.ts';
import { failure } from '../../../services/lua/convert/errors.ts';
import { toLuaString } from '../../../services/lua/convert/text.ts';
import { describeParameter, parameterTable } from '../parameters.ts';
import type { SqlText } from './sql-text.ts';

/** What `to_sql` gives: the text and a list of arguments, or `nil, error`. */
export function toSqlResult(write: () => SqlText): LuaResult {
  try {
    const { sql, args } = write();
    return [sql, parameterTable(args)];
  } catch (error) {
    if (error instanceof WippyError) return failure(error);
    throw error;
  }
}

/** `SelectBuilder: SELECT ... [Args: [1 a]]`, for logs. */
export function describe(name: string, errorName: string, write: () => SqlText): string {
  try {
    const { sql, args } = write();
    return `${name}: ${sql} [Args: [${args.map(describeParameter).join(' ')}]]`;
  } catch (error) {
    if (error instanceof WippyError) return `${errorName}: ${toLuaString(error.message)}`;
    throw error;
  }
}
