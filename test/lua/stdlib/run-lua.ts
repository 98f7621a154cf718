import { compile, createEnvironment, type LuaValue, load, runMain, standardGlobals } from '../../../src/lua/index.ts';
import { numberToString } from '../../../src/lua/runtime/numbers.ts';
import { Float, Int64, isNumber } from '../../../src/lua/runtime/values.ts';
import { createErrors } from '../../../src/lua/stdlib/errors.ts';

/** Runs Lua source and gives the values of its `return`; numbers that JavaScript cannot tell apart come as their text. */
export function evaluate(source: string, globals: Readonly<Record<string, LuaValue>> = {}): unknown[] {
  const environment = createEnvironment({ ...standardGlobals(), errors: createErrors(), ...globals });
  return runMain(load(compile(source, 'test')), environment).map((value) =>
    isNumber(value) && (value instanceof Float || value instanceof Int64) ? numberToString(value) : value,
  );
}

/** The message of the error that the source raises. */
export function failure(source: string): unknown {
  return evaluate(`return select(2, pcall(function() ${source} end))`)[0];
}
