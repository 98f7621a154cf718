/** The library `math`: Lua 5.3, and the functions of Lua 5.1 that Wippy applications use. */

import { Int64, type LuaTable } from '../runtime/values.ts';
import { library } from './library.ts';
import {
  acos,
  asin,
  atan,
  atan2,
  cos,
  cosh,
  deg,
  exp,
  frexp,
  ldexp,
  log,
  log10,
  pow,
  rad,
  sin,
  sinh,
  sqrt,
  tan,
  tanh,
} from './math/floats.ts';
import { abs, ceil, floor, fmod, max, min, modf, tointeger, type, ult } from './math/integers.ts';
import { createRandom } from './math/random.ts';

/** The frozen library table. Each has random numbers of its own. */
export function createMath(): LuaTable {
  return library({
    abs,
    acos,
    asin,
    atan,
    atan2,
    ceil,
    cos,
    cosh,
    deg,
    exp,
    floor,
    fmod,
    frexp,
    huge: Infinity,
    ldexp,
    log,
    log10,
    max,
    maxinteger: new Int64(0x7fff_ffff, -1),
    min,
    mininteger: new Int64(-0x8000_0000, 0),
    mod: fmod,
    modf,
    pi: Math.PI,
    pow,
    rad,
    ...createRandom(),
    sin,
    sinh,
    sqrt,
    tan,
    tanh,
    tointeger,
    type,
    ult,
  });
}
