/**
 * `wippy/lua`: the Lua engine as a library of its own.
 *
 * ```ts
 * import { compile, createEnvironment, load, runMain, standardGlobals } from 'wippy/lua';
 * const program = load(compile('return 1 + 1', 'sum'));
 * runMain(program, createEnvironment(standardGlobals())); // [2]
 * ```
 */

export { type CompiledChunk, CompileError } from './compile/chunk.ts';
export { check, compile, compileBytes, ENGINE_VERSION, type LoadedProgram, load, runMain } from './engine.ts';
export { inspectStyle, type StyleFinding, type StyleRule } from './inspect/style.ts';
export { inspect, type NamedStretch, type SourceFacts, type Stretch } from './inspect.ts';
export { Coroutine, finishNow, setPreemption } from './runtime/coroutine.ts';
export { LuaError } from './runtime/errors.ts';
export { type ResumableBody, resumable } from './runtime/native.ts';
export { formatTraceback, type StackEntry } from './runtime/stack.ts';
export { block } from './runtime/state.ts';
export { freeze, rawGet, rawLength, rawSet, Traversal, tableOf } from './runtime/table.ts';
export { Termination } from './runtime/thrown.ts';
export {
  EMPTY,
  Float,
  firstValue,
  float,
  Int64,
  integer,
  type LuaFunction,
  type LuaResult,
  LuaTable,
  type LuaValue,
  resultValues,
  SUSPEND,
  Userdata,
} from './runtime/values.ts';
export { rememberSound } from './sound-sources.ts';
export { createEnvironment, setIntegralFloatSuffix, standardGlobals } from './stdlib/index.ts';
export { parse, parseBytes, walk } from './syntax/index.ts';
