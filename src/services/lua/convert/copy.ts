/** Values cross a process boundary as copies: tables are copied, functions and other host objects arrive as nil. */

import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import { rawSet, Traversal } from '../../../lua/runtime/table.ts';
import { Float, Int64, LuaTable, type LuaValue, NO_ELEMENTS, Userdata } from '../../../lua/runtime/values.ts';
import { errorData } from '../../../lua/stdlib/errors/value.ts';
import { isTransferable } from './transferable.ts';

/** Deepest nesting of tables that is copied. Copying recurses, and the stack must never be what ends it. */
const MAX_DEPTH = 1000;

/**
 * A deep copy without functions, metatables and userdata; cycles and shared tables are kept.
 * @throws WippyError Invalid for tables that nest too deeply.
 */
export function copyValue(value: LuaValue): LuaValue {
  return value instanceof LuaTable ? copyTable(value, null, 1) : copyLeaf(value);
}

function copyLeaf(value: LuaValue): LuaValue {
  switch (typeof value) {
    case 'function':
      return undefined;
    case 'object':
      if (value instanceof Float || value instanceof Int64) return value;
      return value instanceof Userdata && (errorData(value) !== undefined || isTransferable(value.data))
        ? value
        : undefined;
    default:
      return value;
  }
}

type Copies = Map<LuaTable, LuaTable>;

/** `known` is made when a table inside the first one is met: most messages have none. */
function copyTable(source: LuaTable, known: Copies | null, depth: number): LuaTable {
  if (depth > MAX_DEPTH) throw tooDeep();
  let copies = known;
  const copy = new LuaTable();
  copies?.set(source, copy);
  const inner = (value: LuaValue): LuaValue => {
    if (!(value instanceof LuaTable)) return copyLeaf(value);
    copies ??= new Map([[source, copy]]);
    return copies.get(value) ?? copyTable(value, copies, depth + 1);
  };
  const elements = source.$a;
  if (elements.length > 0) copy.$a = elements.map(inner);
  else copy.$a = NO_ELEMENTS;
  const traversal = new Traversal(source);
  traversal.skipElements();
  while (traversal.advance()) {
    const key = inner(traversal.key);
    if (key !== undefined) rawSet(copy, key, inner(traversal.value));
  }
  return copy;
}

function tooDeep(): WippyError {
  return new WippyError(`the table nests deeper than ${MAX_DEPTH} levels`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    details: { limit: MAX_DEPTH },
    hint: 'Hand over a list instead of a chain of tables.',
  });
}
