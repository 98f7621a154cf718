/** Runs the body of a Lua function with modules, for the tests of modules. */

import type { Dispatcher } from '../../src/core/dispatcher/dispatcher.ts';
import { parse } from '../../src/lua/syntax/index.ts';
import type { LuaModule } from '../../src/services/lua/module.ts';
import { runLua as runInHarness } from '../support/lua-harness.ts';

export interface RunOptions {
  modules: readonly LuaModule[];
  /** Registers the commands that the modules need. */
  handlers?: (dispatcher: Dispatcher) => void;
  /** Context values. */
  values?: Readonly<Record<string, unknown>>;
}

/**
 * Returns what the body returns, as a host value (only the first value: return a table for more). Rejects with the error
 * that it raises or returns as its second value.
 */
export async function runLua(body: string, { modules, handlers, values }: RunOptions): Promise<unknown> {
  const { value, error } = await runInHarness(`return function()\n${body}\nend`, {
    modules,
    register: (dispatcher) => handlers?.(dispatcher),
    values,
  });
  if (error !== null) throw error;
  return value;
}

/** The problems of a module's types; empty where they are well-formed. */
export function typeProblems(module: LuaModule): string[] {
  try {
    parse(module.types, { chunkName: module.name });
    return [];
  } catch (error) {
    return [String((error as Error).message)];
  }
}
