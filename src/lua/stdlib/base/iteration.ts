import { checkAny } from '../../runtime/arguments.ts';
import { call } from '../../runtime/call.ts';
import { ipairsIterator, luaNext } from '../../runtime/iteration.ts';
import { metamethod } from '../../runtime/metatables.ts';
import { saveContinuation } from '../../runtime/state.ts';
import { type LuaResult, LuaTable, type LuaValue, resultValues, SUSPEND } from '../../runtime/values.ts';

/** `__pairs` gives exactly three values, whatever it returns. */
function triple(result: LuaResult): LuaResult {
  const values = resultValues(result);
  return [values[0], values[1], values[2]];
}

/** `pairs(value)`: `next`, the value and nil, or what the `__pairs` metamethod gives. */
export function pairs(...args: LuaValue[]): LuaResult {
  const value = args[0];
  if (value instanceof LuaTable && value.$t === undefined) return [luaNext, value, undefined];
  const handler = metamethod(checkAny(args, 1, 'pairs'), '__pairs');
  if (handler === undefined) return [luaNext, value, undefined];
  const result = call(handler, [value]);
  if (result === SUSPEND) {
    saveContinuation(triple);
    return SUSPEND;
  }
  return triple(result);
}

/** `ipairs(value)`: any value is accepted; what cannot be indexed fails in the loop. */
export function ipairs(...args: LuaValue[]): LuaResult {
  return [ipairsIterator, checkAny(args, 1, 'ipairs'), 0];
}
