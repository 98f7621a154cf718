/** Host classes with a Lua form of their own. */

import { PID } from '../../../core/pid/pid.ts';
import type { LuaValue } from '../../../lua/runtime/values.ts';

/** The Lua form of a host object, or undefined where it is plain data. */
export function hostValueOf(value: object): LuaValue {
  return value instanceof PID ? value.text : undefined;
}
