import { argumentError, checkInteger64 } from '../../runtime/arguments.ts';
import { resumable } from '../../runtime/native.ts';
import { rawGet, rawSet } from '../../runtime/table.ts';
import { type LuaResult, LuaTable, type LuaValue } from '../../runtime/values.ts';
import { checkAccess, isPlain, type ResumableBody, read, write } from './access.ts';

const MAX_INTEGER = 2n ** 63n - 1n;

/** More elements than this are moved in steps that let other processes run in between. */
const MAX_AT_ONCE = 100_000n;

/** `table.move(source, first, last, target [, destination])`: the destination. */
export function move(...args: LuaValue[]): LuaResult {
  const source = args[0];
  const destination = args[4] === undefined ? source : args[4];
  const plain =
    source instanceof LuaTable && isPlain(source) && destination instanceof LuaTable && isPlain(destination);
  if (!plain) return moveSlow(...args);
  const { first, last, target } = positions(args);
  if (last < first) return destination;
  checkRange(first, last, target);
  const safe = isSafe(first) && isSafe(last) && isSafe(target) && isSafe(target + (last - first));
  if (!safe || last - first > MAX_AT_ONCE) return moveSlow(...args);
  const from = Number(first);
  const count = Number(last - first) + 1;
  const to = Number(target);
  if (ascending(first, last, target, source === destination)) {
    for (let index = 0; index < count; index++) rawSet(destination, to + index, rawGet(source, from + index));
  } else {
    for (let index = count - 1; index >= 0; index--) rawSet(destination, to + index, rawGet(source, from + index));
  }
  return destination;
}

function isSafe(position: bigint): boolean {
  return position >= Number.MIN_SAFE_INTEGER && position <= Number.MAX_SAFE_INTEGER;
}

function positions(args: LuaValue[]): { first: bigint; last: bigint; target: bigint } {
  return {
    first: checkInteger64(args, 2, 'table.move'),
    last: checkInteger64(args, 3, 'table.move'),
    target: checkInteger64(args, 4, 'table.move'),
  };
}

function checkRange(first: bigint, last: bigint, target: bigint): void {
  if (first <= 0n && last >= MAX_INTEGER + first) throw argumentError(3, 'table.move', 'too many elements to move');
  if (target > MAX_INTEGER - (last - first + 1n) + 1n) throw argumentError(4, 'table.move', 'destination wrap around');
}

/** True where copying upwards overwrites nothing that is still to be copied. */
function ascending(first: bigint, last: bigint, target: bigint, sameTable: boolean): boolean {
  return target > last || target <= first || !sameTable;
}

const moveSlow = resumable(function* (...args): ResumableBody {
  const { first, last, target } = positions(args);
  const source = checkAccess(args, 1, 'table.move', ['__index']);
  const destination = checkAccess(args, args[4] === undefined ? 1 : 5, 'table.move', ['__newindex']);
  if (last < first) return destination;
  checkRange(first, last, target);
  const count = last - first + 1n;
  if (ascending(first, last, target, source === destination)) {
    for (let index = 0n; index < count; index++) {
      yield* write(destination, target + index, yield* read(source, first + index));
    }
  } else {
    for (let index = count - 1n; index >= 0n; index--) {
      yield* write(destination, target + index, yield* read(source, first + index));
    }
  }
  return destination;
});
