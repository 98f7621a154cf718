/** Runs Lua programs for the tests of this folder, also so that they are suspended wherever that is possible. */

import { compileChunk } from '../../../src/lua/compile/chunk.ts';
import { BUDGETS, type Budgets } from '../../../src/lua/compile/context.ts';
import { load } from '../../../src/lua/engine.ts';
import { Coroutine, finishNow, PREEMPTED, setPreemption } from '../../../src/lua/runtime/coroutine.ts';
import { state } from '../../../src/lua/runtime/state.ts';
import { tableOf } from '../../../src/lua/runtime/table.ts';
import { asLuaError } from '../../../src/lua/runtime/thrown.ts';
import { EMPTY, firstValue, type LuaFunction, type LuaValue, SUSPEND } from '../../../src/lua/runtime/values.ts';
import { createEnvironment, standardGlobals } from '../../../src/lua/stdlib/index.ts';
import { toStringValue } from '../../../src/lua/stdlib/tostring.ts';
import { parse } from '../../../src/lua/syntax/index.ts';

/** Every loop turn and every call is a poll. */
export const EVERYWHERE: Budgets = { loop: 0, entry: 0 };

function text(value: LuaValue): string {
  return String(firstValue(finishNow(() => toStringValue(value))));
}

/** Addresses depend on what ran before. */
function withoutAddresses(output: string): string {
  return output.replace(/0x[0-9a-f]{6,}/g, 'ADDRESS');
}

export interface Run {
  /** What it printed; the message of an error that nothing caught is the last line. */
  output: string;
  /** How often it was preempted. */
  preempted: number;
}

/** Runs a program. With `EVERYWHERE` the host preempts it at every poll. */
export function run(source: string, budgets: Budgets = BUDGETS): Run {
  let output = '';
  let preempted = 0;
  const print: LuaFunction = (...values) => {
    output += `${values.map(text).join('\t')}\n`;
    return [];
  };
  const write: LuaFunction = (...values) => {
    output += values.map(text).join('');
    return [];
  };
  const environment = createEnvironment({ ...standardGlobals(), print, io: tableOf([], { write }) });
  setPreemption(() => {
    if (++preempted > 2_000_000) throw new Error('the program does not end');
    return budgets !== BUDGETS;
  });
  try {
    const coroutine = new Coroutine(
      load(compileChunk(parse(source, { chunkName: 'test' }), 'test', budgets)).instantiate(environment),
    );
    coroutine.isMain = true;
    let result = coroutine.run(EMPTY);
    while (result === SUSPEND && state.reason === PREEMPTED) result = coroutine.run(EMPTY);
    if (result === SUSPEND) output += 'waits for the host';
  } catch (error) {
    output += `error: ${text(asLuaError(error).value)}\n`;
  } finally {
    setPreemption(() => false);
  }
  return { output: withoutAddresses(output), preempted };
}
