/** The record of helpers that emitted code receives: all that it can reach besides its environment. */

import { typeOf } from '../types/globals.ts';
import { createTypeValue } from '../types/value.ts';
import { getter, index, setIndex, setter } from './access.ts';
import {
  add,
  band,
  bnot,
  bor,
  bxor,
  div,
  floatModulo,
  idiv,
  length,
  mod,
  mul,
  pow,
  power,
  shl,
  shr,
  sub,
  unm,
  whole,
} from './arithmetic.ts';
import { callValue, enter, save, saveAgain } from './call.ts';
import { concat, equals, lessOrEqual, lessThan, rawEquals } from './comparison.ts';
import { tick } from './coroutine.ts';
import { forLimit, forPrepare, traverse } from './for-loop.ts';
import { makeRoom } from './growth.ts';
import { numberToString } from './numbers.ts';
import { shape } from './shapes.ts';
import { rawGet } from './table.ts';
import { EMPTY, float, integer, isNumber, LuaTable, type LuaValue, NO_ELEMENTS, SUSPEND } from './values.ts';

/** `a .. b .. c` where all are strings or numbers, otherwise undefined. */
function join(...parts: LuaValue[]): string | undefined {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else if (isNumber(part)) text += numberToString(part);
    else return undefined;
  }
  // The operator-by-operator path names the place when the result is too long.
  return text.length < 2 ** 28 ? text : undefined;
}

/** Element `position` for `ipairs` where it is behind the array part. */
function after(table: LuaTable, position: number): LuaValue {
  return position <= table.$a.length ? undefined : rawGet(table, position);
}

/** Makes `elements` a constructor's array part; what its keys `[1] = x` have put there counts less. */
function elements(table: LuaTable, list: LuaValue[]): void {
  if (list.length === 0) return;
  const earlier = table.$a === NO_ELEMENTS ? [] : table.$a;
  for (let at = list.length; at < earlier.length; at++) list.push(earlier[at]);
  const map = table.$m;
  table.$a = list;
  if (map === undefined) return;
  for (let key = 1; key <= list.length; key++) map.delete(key);
  for (let key = list.length + 1; map.get(key) !== undefined; key++) {
    list.push(rawGet(table, key));
    map.delete(key);
  }
}

function append(list: LuaValue[], values: LuaValue[]): void {
  for (const value of values) list.push(value);
}

export const helpers = {
  A: Array,
  E: EMPTY,
  S: SUSPEND,
  T: LuaTable,
  add,
  after,
  again: saveAgain,
  append,
  band,
  bnot,
  bor,
  bxor,
  call: callValue,
  concat,
  div,
  elements,
  enter,
  eq: equals,
  equalsRaw: rawEquals,
  float,
  floor: Math.floor,
  fmod: floatModulo,
  forLimit,
  forPrepare,
  getter,
  idiv,
  index,
  integer,
  join,
  le: lessOrEqual,
  len: length,
  lt: lessThan,
  mod,
  mul,
  pow,
  power,
  save,
  set: setIndex,
  setter,
  shape,
  shl,
  shr,
  sqrt: Math.sqrt,
  sub,
  tick,
  traverse,
  rawGet,
  room: makeRoom,
  type: createTypeValue,
  typeOf,
  unm,
  whole,
};
