import { checkInteger64 } from '../../runtime/arguments.ts';
import { LuaError } from '../../runtime/errors.ts';
import { resumable } from '../../runtime/native.ts';
import { rawGet, rawLength, rawSet } from '../../runtime/table.ts';
import { EMPTY, integer, type LuaResult, LuaTable, type LuaValue } from '../../runtime/values.ts';
import { isPlain, measure, type ResumableBody, read } from './access.ts';

/** How many values fit on PUC Lua's stack: LUAI_MAXSTACK, less what the running functions take. */
const MAX_VALUES = 999_900n;

/** `table.unpack(list [, first [, last]])`; also the global `unpack`. */
export function unpack(...args: LuaValue[]): LuaResult {
  const table = args[0];
  if (!(table instanceof LuaTable) || !isPlain(table)) return unpackSlow(...args);
  if (args.length === 1) {
    const length = rawLength(table);
    if (length === 1) return table.$a[0];
    checkCount(1n, BigInt(length));
    return table.$a.slice(0, length);
  }
  const { first, last } = range(args, rawLength(table));
  if (first > last) return EMPTY;
  checkCount(first, last);
  const values: LuaValue[] = [];
  const count = Number(last - first) + 1;
  const start = Number(first);
  if (Number.isSafeInteger(start) && Number.isSafeInteger(start + count)) {
    for (let index = 0; index < count; index++) values.push(rawGet(table, start + index));
  } else {
    for (let index = first; index <= last; index++) values.push(rawGet(table, integer(index)));
  }
  return values;
}

function range(args: LuaValue[], size: number): { first: bigint; last: bigint } {
  return {
    first: args[1] === undefined ? 1n : checkInteger64(args, 2, 'table.unpack'),
    last: args[2] === undefined ? BigInt(size) : checkInteger64(args, 3, 'table.unpack'),
  };
}

function checkCount(first: bigint, last: bigint): void {
  if (last - first >= MAX_VALUES) throw LuaError.located('too many results to unpack');
}

const unpackSlow = resumable(function* (...args): ResumableBody {
  const list = args[0];
  const first = args[1] === undefined ? 1n : checkInteger64(args, 2, 'table.unpack');
  const last = args[2] === undefined ? yield* measure(list) : checkInteger64(args, 3, 'table.unpack');
  if (first > last) return EMPTY;
  checkCount(first, last);
  const values: LuaValue[] = [];
  for (let index = first; index <= last; index++) values.push(yield* read(list, index));
  return values;
});

/** `table.pack(...)`: a table of the arguments, with their number as `n`. */
export function pack(...args: LuaValue[]): LuaResult {
  const table = new LuaTable();
  const count = args.length;
  if (count > 0) table.$a = args;
  rawSet(table, 'n', count);
  return table;
}
