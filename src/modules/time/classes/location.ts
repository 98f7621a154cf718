/** The Lua class `time.Location`. */

import type { LuaValue } from '../../../lua/runtime/values.ts';
import { toLuaString } from '../../../services/lua/convert/text.ts';
import { defineClass, type UserdataClass } from '../../../services/lua/module.ts';
import { Location } from '../location.ts';

const name = (...args: LuaValue[]): LuaValue => toLuaString(locationClass.check(args, 1, 'string').name);

export const locationClass: UserdataClass<Location> = defineClass<Location>(
  'time.Location',
  Location,
  () => ({ string: name }),
  () => ({ __tostring: name }),
);
