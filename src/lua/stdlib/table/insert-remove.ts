// biome-ignore-all lint/complexity/noArguments: `arguments.length` tells nil from no value without the cost of a rest array
import { argumentError, checkInteger64 } from '../../runtime/arguments.ts';
import { LuaError } from '../../runtime/errors.ts';
import { makeRoom } from '../../runtime/growth.ts';
import { resumable } from '../../runtime/native.ts';
import { isFrozen, rawGet, rawLength, rawSet } from '../../runtime/table.ts';
import { type LuaResult, LuaTable, type LuaValue, MAP_MODE, NO_ELEMENTS } from '../../runtime/values.ts';
import { checkAccess, isPlain, measure, type ResumableBody, read, write } from './access.ts';

const EVERY = ['__index', '__newindex', '__len'] as const;

/** Up to this many elements are moved one by one; more with one copy of memory. */
const SHORT = 32;

/** `table.insert(list, [position,] value)`. */
export function insert(table: LuaValue, position: LuaValue, value: LuaValue): LuaResult {
  const count = arguments.length;
  if (!(table instanceof LuaTable) || !isPlain(table)) return insertSlow(...given(count, table, position, value));
  if (table.$s < MAP_MODE) throw LuaError.located('attempt to insert into Immutable table');
  const length = rawLength(table);
  if (count === 2) {
    const elements = table.$a;
    if (elements !== NO_ELEMENTS && table.$m === undefined && position !== undefined) {
      if ((length & 1023) === 0) makeRoom(elements);
      elements.push(position);
    } else rawSet(table, length + 1, position);
    return NOTHING;
  }
  if (count !== 3) throw LuaError.located(`wrong number of arguments to 'insert'`);
  const at = typeof position === 'number' && Number.isInteger(position) ? position : checkPosition(position);
  if (at < 1 || at > length + 1) throw argumentError(2, 'table.insert', 'position out of bounds');
  insertAt(table, length, at, value);
  return NOTHING;
}

const NOTHING: LuaValue[] = [];
Object.freeze(NOTHING);

/** The arguments again; handing on `arguments` itself would allocate it at every call. */
function given(count: number, ...args: LuaValue[]): LuaValue[] {
  // Any number above three is wrong, whichever it is.
  return count > args.length ? [...args, undefined] : args.slice(0, count);
}

function checkPosition(position: LuaValue): number {
  return Number(checkInteger64([undefined, position], 2, 'table.insert'));
}

function insertAt(table: LuaTable, length: number, at: number, value: LuaValue): void {
  if (at > length) {
    rawSet(table, at, value);
    return;
  }
  const elements = table.$a;
  if (length - at > SHORT && table.$m === undefined) {
    elements.splice(at - 1, 0, value);
    return;
  }
  rawSet(table, length + 1, elements[length - 1]);
  for (let index = length - 1; index >= at; index--) elements[index] = elements[index - 1];
  elements[at - 1] = value;
}

const insertSlow = resumable(function* (...args): ResumableBody {
  const list = checkAccess(args, 1, 'table.insert', [...EVERY]);
  // Lengths may be anything that `__len` says: positions wrap around as 64-bit integers do.
  const end = BigInt.asIntN(64, (yield* measure(list)) + 1n);
  if (list instanceof LuaTable && isFrozen(list)) throw LuaError.located('attempt to insert into Immutable table');
  if (args.length === 2) {
    yield* write(list, end, args[1]);
    return NOTHING;
  }
  if (args.length !== 3) throw LuaError.located(`wrong number of arguments to 'insert'`);
  const at = checkInteger64(args, 2, 'table.insert');
  if (BigInt.asUintN(64, at - 1n) >= BigInt.asUintN(64, end)) {
    throw argumentError(2, 'table.insert', 'position out of bounds');
  }
  for (let index = end; index > at; index--) yield* write(list, index, yield* read(list, index - 1n));
  yield* write(list, at, args[2]);
  return NOTHING;
});

/** `table.remove(list [, position])`: the removed element. */
export function remove(table: LuaValue, position: LuaValue): LuaResult {
  if (!(table instanceof LuaTable) || !isPlain(table)) {
    return removeSlow(...given(arguments.length, table, position, undefined));
  }
  if (table.$s < MAP_MODE) throw LuaError.located('attempt to remove from Immutable table');
  const length = rawLength(table);
  if (arguments.length < 2 || position === length) return removeLast(table, length);
  const at =
    typeof position === 'number' ? checkWhole(position) : Number(checkInteger64([table, position], 2, 'table.remove'));
  if (at === length) return removeLast(table, length);
  if (at < 1 || at > length + 1) throw argumentError(1, 'table.remove', 'position out of bounds');
  if (at === length + 1) {
    const value = rawGet(table, at);
    rawSet(table, at, undefined);
    return value;
  }
  return removeAt(table.$a, at);
}

function checkWhole(position: number): number {
  if (Number.isInteger(position)) return position;
  throw argumentError(2, 'table.remove', 'number has no integer representation');
}

function removeLast(table: LuaTable, length: number): LuaValue {
  if (length > 0) return table.$a.pop();
  const value = rawGet(table, 0);
  if (value !== undefined) rawSet(table, 0, undefined);
  return value;
}

function removeAt(elements: LuaValue[], at: number): LuaValue {
  if (at === 1) return elements.shift();
  const last = elements.length;
  if (last - at > SHORT) return elements.splice(at - 1, 1)[0];
  const value = elements[at - 1];
  for (let index = at; index < last; index++) elements[index - 1] = elements[index];
  elements.pop();
  return value;
}

const removeSlow = resumable(function* (...args): ResumableBody {
  const list = checkAccess(args, 1, 'table.remove', [...EVERY]);
  const size = yield* measure(list);
  if (list instanceof LuaTable && isFrozen(list)) throw LuaError.located('attempt to remove from Immutable table');
  let at = args.length < 2 ? size : checkInteger64(args, 2, 'table.remove');
  if (at !== size && BigInt.asUintN(64, at - 1n) > BigInt.asUintN(64, size)) {
    throw argumentError(1, 'table.remove', 'position out of bounds');
  }
  const value = yield* read(list, at);
  for (; at < size; at++) yield* write(list, at, yield* read(list, at + 1n));
  yield* write(list, at, undefined);
  return value;
});
