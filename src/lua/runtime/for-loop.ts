/** What loops need at their start. Rules: manual, 3.3.5; limits as `forlimit` in lvm.c. */

import { typeError } from './arguments.ts';
import { siteError } from './errors.ts';
import { ipairsIterator, luaNext } from './iteration.ts';
import { parseNumber, toNumber } from './numbers.ts';
import { Traversal } from './table.ts';
import {
  Float,
  float,
  Int64,
  integer,
  isInteger,
  isNumber,
  LuaTable,
  type LuaValue,
  toBigInt,
  toDouble,
} from './values.ts';

/** The bound of an integer loop with a known step, as a number that comparisons can use. */
export function forLimit(limit: LuaValue, step: number, site: number): number {
  if (typeof limit === 'number') {
    if (Number.isSafeInteger(limit)) return limit;
    if (limit !== limit) return step > 0 ? -Infinity : Infinity;
    return limit;
  }
  if (limit instanceof Float) return limit.n;
  if (limit instanceof Int64) return toDouble(limit);
  const spelled = typeof limit === 'string' ? parseNumber(limit) : undefined;
  if (spelled !== undefined) return forLimit(spelled, step, site);
  throw siteError(site, `'for' limit must be a number`);
}

/** A prepared loop: `plain` where the counter itself is the Lua integer, otherwise `at(counter)` gives the loop's value. */
export interface ForState {
  plain: boolean;
  start: number;
  limit: number;
  step: number;
  at(counter: number): LuaValue;
}

const identity = (counter: number): LuaValue => counter;

/** Prepares a numeric loop of any subtype. Strings that spell numbers count as floats, except as the limit. */
export function forPrepare(from: LuaValue, to: LuaValue, by: LuaValue, site: number): ForState {
  const limit = toNumber(to);
  if (limit === undefined) throw siteError(site, `'for' limit must be a number`);
  const step = toNumber(by);
  if (step === undefined) throw siteError(site, `'for' step must be a number`);
  const start = toNumber(from);
  if (start === undefined) throw siteError(site, `'for' initial value must be a number`);
  if (!isInteger(start) || !isInteger(step) || !isNumber(from) || !isNumber(by)) {
    return { plain: false, start: toDouble(start), limit: toDouble(limit), step: toDouble(step), at: float };
  }
  if (typeof start === 'number' && typeof step === 'number') {
    const bound = forLimit(limit, step, site);
    const last = bound + step;
    if (Number.isSafeInteger(bound) && Number.isSafeInteger(last)) {
      return { plain: true, start, limit: bound, step, at: identity };
    }
    if (step !== 0 && (step > 0 ? bound < start : bound > start))
      return { plain: true, start, limit: bound, step, at: identity };
  }
  return exactLoop(toBigInt(start), limit, toBigInt(step));
}

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

/** Loops near the ends of the 64-bit range: the counter counts turns, the value is computed exactly. */
function exactLoop(start: bigint, limit: number | Float | Int64, step: bigint): ForState {
  let bound: bigint;
  if (isInteger(limit)) bound = toBigInt(limit);
  else {
    const n = toDouble(limit);
    if (n !== n) bound = step > 0n ? MIN : MAX;
    else if (n >= 2 ** 63) bound = MAX;
    else if (n < -(2 ** 63)) bound = MIN;
    else bound = BigInt(step < 0n ? Math.ceil(n) : Math.floor(n));
    if (n === n && ((n < -(2 ** 63) && step > 0n) || (n >= 2 ** 63 && step < 0n))) return none();
    if (n !== n) return none();
  }
  if (step === 0n) return { plain: false, start: 0, limit: bound <= start ? 0 : -1, step: 0, at: () => integer(start) };
  if (step > 0n ? bound < start : bound > start) return none();
  const turns = Number((bound - start) / step);
  return { plain: false, start: 0, limit: turns, step: 1, at: (turn) => integer(start + BigInt(turn) * step) };
}

function none(): ForState {
  return { plain: true, start: 1, limit: 0, step: 1, at: identity };
}

/**
 * How a generic `for` runs over a table without calls: a traversal for `pairs`, true for `ipairs` over a table without
 * metatable. Null where it has to call the iterator.
 */
export function traverse(iterator: LuaValue, state: LuaValue, control: LuaValue): Traversal | true | null {
  if (!(state instanceof LuaTable)) {
    if (iterator === luaNext) throw typeError(state, 1, 'for iterator', 'table');
    return null;
  }
  if (iterator === luaNext && control === undefined) return new Traversal(state);
  if (iterator === ipairsIterator && control === 0 && state.$t === undefined) return true;
  return null;
}
