/** Lua tables whose keys are names. */

import { Traversal } from '../../../lua/runtime/table.ts';
import type { LuaTable } from '../../../lua/runtime/values.ts';
import { plainText } from '../../../lua/stdlib/tostring.ts';
import { fromLua } from './host.ts';
import { fromLuaString } from './text.ts';

/**
 * The fields of a Lua table as host values; other keys than strings become their text. Throws a WippyError for values that
 * cannot be converted.
 */
export function recordOf(table: LuaTable): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  const traversal = new Traversal(table);
  while (traversal.advance()) {
    const { key } = traversal;
    const name = typeof key === 'string' ? fromLuaString(key) : plainText(key);
    const value = fromLua(traversal.value);
    // Assigning to this name would change the prototype.
    if (name === '__proto__') Object.defineProperty(record, name, { value, enumerable: true });
    else record[name] = value;
  }
  return record;
}
