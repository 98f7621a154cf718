/** The library `table`: Lua 5.3, and `create freeze isfrozen getn maxn` that Wippy applications use. */

import type { LuaTable } from '../runtime/values.ts';
import { library } from './library.ts';
import { concat } from './table/concat.ts';
import { create, freeze, getn, isfrozen, maxn } from './table/freeze.ts';
import { insert, remove } from './table/insert-remove.ts';
import { move } from './table/move.ts';
import { sort } from './table/sort.ts';
import { pack, unpack } from './table/unpack.ts';

/** The frozen library table; it may be shared by all processes of an isolate. */
export function createTable(): LuaTable {
  return library({
    concat,
    create,
    freeze,
    getn,
    insert,
    isfrozen,
    maxn,
    move,
    pack,
    remove,
    sort,
    unpack,
  });
}
