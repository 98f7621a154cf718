/** The global functions of the base library that need no host: all of Lua 5.3 but what loads code or files. */

import { luaNext } from '../runtime/iteration.ts';
import type { LuaValue } from '../runtime/values.ts';
import { tonumber, tostring, type } from './base/conversion.ts';
import { ipairs, pairs } from './base/iteration.ts';
import { getmetatable, setmetatable } from './base/metatables.ts';
import { rawequal, rawget, rawlen, rawset } from './base/raw.ts';
import { assert, select } from './base/varargs.ts';
import { unpack } from './table/unpack.ts';

/**
 * The base functions by their global names. `print`, `require`, `error`, `pcall`, `xpcall` and what loads code are not
 * among them: the host and the protected-call library supply those that exist.
 */
export function createBase(): Record<string, LuaValue> {
  return {
    _VERSION: 'Lua 5.3',
    assert,
    getmetatable,
    ipairs,
    next: luaNext,
    pairs,
    rawequal,
    rawget,
    rawlen,
    rawset,
    select,
    setmetatable,
    tonumber,
    tostring,
    type,
    unpack,
  };
}
