/** The string library. Rules: Lua 5.3 manual, 6.4. */

import { setStringMetatable } from '../../runtime/metatables.ts';
import type { LuaTable } from '../../runtime/values.ts';
import { stringLibraryMetatable } from '../../types/index.ts';
import { library } from '../library.ts';
import { byte, char, dump, len, lower, rep, reverse, sub, upper } from './basic.ts';
import { find, gmatch, match } from './find.ts';
import { format } from './format.ts';
import { gsub } from './gsub.ts';
import { pack, packsize } from './pack.ts';
import { unpack } from './unpack.ts';

/** Makes the library's table, and makes it the `__index` of all strings. */
export function createString(): LuaTable {
  const fields = {
    byte,
    char,
    dump,
    find,
    format,
    // The name that `gmatch` had in Lua 5.0.
    gfind: gmatch,
    gmatch,
    gsub,
    len,
    lower,
    match,
    pack,
    packsize,
    rep,
    reverse,
    sub,
    unpack,
    upper,
  };
  // `string` is also the type of strings: `string(x)` checks a value.
  const table = library(fields, stringLibraryMetatable());
  setStringMetatable(library({ __index: table }));
  return table;
}
