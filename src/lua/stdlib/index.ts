/** The standard library: what every program finds in its environment. */

import { setIntegralFloatSuffix } from '../runtime/numbers.ts';
import { environmentShape } from '../runtime/shapes.ts';
import type { LuaTable, LuaValue } from '../runtime/values.ts';
import { createTypeGlobals } from '../types/index.ts';
import { createBase } from './base.ts';
import { createCoroutine } from './coroutine.ts';
import { createErrors } from './errors.ts';
import { createMath } from './math.ts';
import { createOs } from './os.ts';
import { error, pcall, xpcall } from './protected.ts';
import { createString } from './string/index.ts';
import { createTable } from './table.ts';
import { createUtf8 } from './utf8.ts';

/** The globals of Lua 5.3 without what loads code or reaches the host, by name. Library tables are frozen and shared. */
export function standardGlobals(): Record<string, LuaValue> {
  return {
    ...createBase(),
    ...createTypeGlobals(),
    errors: createErrors(),
    error,
    pcall,
    xpcall,
    coroutine: createCoroutine(),
    math: createMath(),
    os: createOs(),
    string: createString(),
    table: createTable(),
    utf8: createUtf8(),
  };
}

/** An environment: a fresh table with these globals, and `_G` for itself. */
export function createEnvironment(globals: Readonly<Record<string, LuaValue>>): LuaTable {
  const Environment = environmentShape(globals, ['_G']);
  const environment = new Environment(undefined) as LuaTable & { _G: LuaValue };
  environment._G = environment;
  return environment;
}

export { setIntegralFloatSuffix };
