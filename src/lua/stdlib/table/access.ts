/**
 * How the table library reaches its tables. Tables without metamethods for access are used directly; everything else
 * (proxies) goes through resumable steps, as any access may call Lua code that is suspended.
 */

import { index, setIndex } from '../../runtime/access.ts';
import { typeError } from '../../runtime/arguments.ts';
import { length } from '../../runtime/arithmetic.ts';
import { LuaError } from '../../runtime/errors.ts';
import { metafield, metamethod } from '../../runtime/metatables.ts';
import type { ResumableBody } from '../../runtime/native.ts';
import { toInteger64 } from '../../runtime/numbers.ts';
import { POLL, state } from '../../runtime/state.ts';
import { integer, type LuaResult, LuaTable, type LuaValue, SUSPEND } from '../../runtime/values.ts';

/** True where reading, writing and measuring the table calls no metamethod. */
export function isPlain(table: LuaTable): boolean {
  const metatable = table.$t;
  return (
    metatable === undefined ||
    (metafield(metatable, '__index') === undefined &&
      metafield(metatable, '__newindex') === undefined &&
      metafield(metatable, '__len') === undefined)
  );
}

export type Access = '__index' | '__newindex' | '__len';

/** Tables pass; other values need the metamethods that the function is going to use (`checktab` of PUC). */
export function checkAccess(args: LuaValue[], position: number, functionName: string, needed: Access[]): LuaValue {
  const value = args[position - 1];
  if (value instanceof LuaTable) return value;
  if (needed.every((name) => metamethod(value, name) !== undefined)) return value;
  throw typeError(value, position, functionName, 'table', args.length >= position);
}

// Steps of resumable bodies: functions in the calling convention, so that a suspended metamethod suspends the body.
const readElement = (object: LuaValue, key: LuaValue): LuaResult => index(object, key, -1);
const writeElement = (object: LuaValue, key: LuaValue, value: LuaValue): LuaResult => setIndex(object, key, value, -1);
const readLength = (object: LuaValue): LuaResult => length(object, -1);

/** Gives the scheduler its turn inside a long operation that calls no Lua code. */
function poll(): LuaResult {
  state.reason = POLL;
  return SUSPEND;
}

/** How many steps of a long operation pass between two polls. */
const STEPS = 4096n;

export type Step<T> = Generator<LuaValue[], T, LuaValue[]>;

/** `object[key]`; `key` is a 64-bit integer. */
export function* read(object: LuaValue, key: bigint): Step<LuaValue> {
  if (key % STEPS === 0n) yield [poll];
  const values = yield [readElement, object, integer(key)];
  return values[0];
}

/** `object[key] = value`. */
export function* write(object: LuaValue, key: bigint, value: LuaValue): Step<void> {
  yield [writeElement, object, integer(key), value];
}

/** `#object`, which must be an integer (`luaL_len`). */
export function* measure(object: LuaValue): Step<bigint> {
  const [value] = yield [readLength, object];
  const size = toInteger64(value);
  if (size === undefined) throw LuaError.located('object length is not an integer');
  return size;
}

export type { ResumableBody };
