import { checkInteger, checkTable } from '../../runtime/arguments.ts';
import { freeze as freezeTable, isFrozen, rawLength, Traversal } from '../../runtime/table.ts';
import { isNumber, type LuaResult, LuaTable, type LuaValue, toDouble } from '../../runtime/values.ts';

/** `table.freeze(table)`: makes it unchangeable for good; returns it. */
export function freeze(...args: LuaValue[]): LuaResult {
  const table = checkTable(args, 1, 'table.freeze');
  freezeTable(table);
  return table;
}

/** `table.isfrozen(table)`. */
export function isfrozen(...args: LuaValue[]): LuaResult {
  return isFrozen(checkTable(args, 1, 'table.isfrozen'));
}

/** `table.create(elements, fields)`: an empty table. The sizes are hints, which tables here do not need. */
export function create(...args: LuaValue[]): LuaResult {
  if (args[0] !== undefined) checkInteger(args, 1, 'table.create');
  if (args[1] !== undefined) checkInteger(args, 2, 'table.create');
  return new LuaTable();
}

/** `table.getn(table)`: its length, without metamethods. */
export function getn(...args: LuaValue[]): LuaResult {
  return rawLength(checkTable(args, 1, 'table.getn'));
}

/** `table.maxn(table)`: the largest positive number among its keys, or 0. */
export function maxn(...args: LuaValue[]): LuaResult {
  const traversal = new Traversal(checkTable(args, 1, 'table.maxn'));
  let largest: LuaValue = 0;
  let size = 0;
  while (traversal.advance()) {
    const { key } = traversal;
    if (!isNumber(key) || toDouble(key) <= size) continue;
    largest = key;
    size = toDouble(key);
  }
  return largest;
}
