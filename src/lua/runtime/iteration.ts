/**
 * The iterators behind `pairs` and `ipairs`. Emitted loops compare the iterator of a `for` with these two functions and
 * traverse the table themselves; everything else calls them like any function. Rules: manual, 6.1.
 */

import { index } from './access.ts';
import { argumentError, checkInteger, typeError } from './arguments.ts';
import { type Frame, saveFrame } from './state.ts';
import { next } from './table.ts';
import { firstValue, type LuaResult, LuaTable, type LuaValue, SUSPEND } from './values.ts';

/** `next(table [, key])`: the following key and its value, or nil at the end. */
export function luaNext(...args: LuaValue[]): LuaResult {
  const table = args[0];
  if (!(table instanceof LuaTable)) throw typeError(table, 1, 'next', 'table', args.length > 0);
  const entry = next(table, args[1]);
  return entry === null ? undefined : [entry.key, entry.value];
}

/** Goes on when `__index` gave the element that the iterator waited for. */
class ElementFrame implements Frame {
  below: Frame | null = null;
  private readonly position: number;
  constructor(position: number) {
    this.position = position;
  }

  resume(result: LuaResult): LuaResult {
    const value = firstValue(result);
    return value === undefined ? undefined : [this.position, value];
  }
}

/** The iterator of `ipairs(table)`: the next position and its element, or nil at the first element that is nil. */
export function ipairsIterator(...args: LuaValue[]): LuaResult {
  const table = args[0];
  const control = args[1];
  const position = (typeof control === 'number' && Number.isSafeInteger(control) ? control : checkControl(args)) + 1;
  if (table instanceof LuaTable) {
    const value = table.$a[position - 1];
    if (value !== undefined) return [position, value];
  }
  const found = index(table, position, -1);
  if (found === SUSPEND) {
    saveFrame(new ElementFrame(position));
    return SUSPEND;
  }
  return found === undefined ? undefined : [position, found as LuaValue];
}

function checkControl(args: LuaValue[]): number {
  if (args.length === 0) throw argumentError(1, 'for iterator', 'table expected, got no value');
  return checkInteger(args, 2, 'for iterator');
}
