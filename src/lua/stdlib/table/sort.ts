// biome-ignore-all lint/complexity/noArguments: `arguments.length` tells nil from no value without the cost of a rest array
import { argumentError, typeError } from '../../runtime/arguments.ts';
import { lessThan } from '../../runtime/comparison.ts';
import { LuaError } from '../../runtime/errors.ts';
import { resumable } from '../../runtime/native.ts';
import { isFrozen, rawLength } from '../../runtime/table.ts';
import {
  EMPTY,
  Float,
  type LuaFunction,
  type LuaResult,
  LuaTable,
  type LuaValue,
  MAP_MODE,
} from '../../runtime/values.ts';
import { checkAccess, isPlain, measure, type ResumableBody, read, write } from './access.ts';
import { Quicksort } from './quicksort.ts';

/** C's INT_MAX, which no array to be sorted may reach. */
const MAX_LENGTH = 2 ** 31 - 1;

/** `table.sort(list [, comparator])`: in place, not stable; nothing is returned. */
export function sort(table: LuaValue, comparator: LuaValue): LuaResult {
  if (!(table instanceof LuaTable) || !isPlain(table)) {
    return sortSlow(...(arguments.length === 0 ? [] : [table, comparator]));
  }
  if (table.$s < MAP_MODE) throw LuaError.located('attempt to sort Immutable table');
  const length = rawLength(table);
  if (length < 2) return EMPTY;
  if (comparator === undefined) {
    if (sortPlain(table.$a, length)) return EMPTY;
    return new Quicksort(table.$a, length, byLessThan).run();
  }
  if (typeof comparator !== 'function') throw typeError(comparator, 2, 'table.sort', 'function');
  return new Quicksort(table.$a, length, comparator).run();
}

const byLessThan: LuaFunction = (left, right) => lessThan(left, right, -1);

/** Sorts arrays of nothing but numbers that a double holds, or nothing but strings; false where there is anything else. */
function sortPlain(elements: LuaValue[], length: number): boolean {
  if (typeof elements[0] === 'string') {
    for (let index = 1; index < length; index++) if (typeof elements[index] !== 'string') return false;
    // Without a comparator V8 compares code units, which are bytes here.
    elements.sort();
    return true;
  }
  let small = true;
  let boxed = false;
  for (let index = 0; index < length; index++) {
    const value = elements[index];
    if (value instanceof Float) boxed = true;
    else if (typeof value !== 'number' || Number.isNaN(value)) return false;
    else if ((value | 0) !== value) small = false;
  }
  if (boxed) {
    (elements as (number | Float)[]).sort(byDouble);
    return true;
  }
  const sorted = small ? new Int32Array(elements as number[]) : new Float64Array(elements as number[]);
  sorted.sort();
  for (let index = 0; index < length; index++) elements[index] = sorted[index];
  return true;
}

function byDouble(left: number | Float, right: number | Float): number {
  const a = typeof left === 'number' ? left : left.n;
  const b = typeof right === 'number' ? right : right.n;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Proxies: their elements are read, sorted apart, and written back. */
const sortSlow = resumable(function* (...args): ResumableBody {
  const list = checkAccess(args, 1, 'table.sort', ['__index', '__newindex', '__len']);
  const size = yield* measure(list);
  if (list instanceof LuaTable && isFrozen(list)) throw LuaError.located('attempt to sort Immutable table');
  if (size < 2n) return EMPTY;
  if (size >= BigInt(MAX_LENGTH)) throw argumentError(1, 'table.sort', 'array too big');
  const comparator = args[1];
  if (comparator !== undefined && typeof comparator !== 'function')
    throw typeError(comparator, 2, 'table.sort', 'function');
  const elements: LuaValue[] = [];
  for (let index = 1n; index <= size; index++) elements.push(yield* read(list, index));
  const sorter = new Quicksort(elements, elements.length, comparator ?? byLessThan);
  yield [() => sorter.run()];
  for (let index = 1n; index <= size; index++) yield* write(list, index, elements[Number(index) - 1]);
  return EMPTY;
});
