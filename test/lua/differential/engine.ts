/** Runs programs in this project's engine, as the driver runs them in PUC Lua. */

import {
  CompileError,
  compileBytes,
  createEnvironment,
  finishNow,
  firstValue,
  type LuaFunction,
  type LuaValue,
  load,
  runMain,
  setPreemption,
  standardGlobals,
  tableOf,
} from '../../../src/lua/index.ts';
import { asLuaError, Termination } from '../../../src/lua/runtime/thrown.ts';
import { toStringValue } from '../../../src/lua/stdlib/tostring.ts';
import type { Outcome, Program } from './corpus.ts';

/** A program that polls this often does not end. */
const MAX_POLLS = 100_000;

function text(value: LuaValue): string {
  return String(firstValue(finishNow(() => toStringValue(value))));
}

/** What the engine does with a program. A program that runs forever ends with the error `endless`. */
export function runInEngine({ family, source }: Program): Outcome {
  let output = '';
  let polls = 0;
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
    if (++polls > MAX_POLLS) throw new Termination('endless');
    return false;
  });
  try {
    runMain(load(compileBytes(Buffer.from(source), family.replaceAll(' ', '-'))), environment);
    return { output, error: null };
  } catch (error) {
    if (error instanceof CompileError) return { output, error: error.message };
    if (error instanceof Termination) return { output, error: String(error.reason) };
    return { output, error: text(asLuaError(error).value) };
  } finally {
    setPreemption(() => false);
  }
}
