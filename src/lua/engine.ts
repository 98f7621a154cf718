/** The engine: compiles, loads and runs chunks. */

import { Script } from 'node:vm';
import { type CompiledChunk, compileChunk, problemsOf } from './compile/chunk.ts';
import { sourceMapComment, sourceMapOf } from './compile/source-map.ts';
import { Coroutine } from './runtime/coroutine.ts';
import { LuaError } from './runtime/errors.ts';
import { helpers } from './runtime/helpers.ts';
import { registerChunk } from './runtime/sites.ts';
import { type LuaFunction, type LuaTable, type LuaValue, resultValues, SUSPEND } from './runtime/values.ts';
import { isKnownSound, rememberSound } from './sound-sources.ts';
import { parse, parseBytes, type SyntaxProblem } from './syntax/index.ts';

/** A chunk that V8 has loaded. Every instance has variables of its own; code is shared. */
export interface LoadedProgram {
  /** Makes an instance over an environment; the result is the chunk's main function, to be called once. */
  instantiate(environment: LuaTable): LuaFunction;
}

/**
 * Compiles Lua source. `chunkName` is what messages call it.
 * Throws a `CompileError` with all syntax errors.
 */
export function compile(source: string, chunkName: string): CompiledChunk {
  return compileChunk(parse(source, { chunkName }), chunkName);
}

/** The problems that keep a source from being compiled, in order; quicker than compiling it. */
export function check(source: string): SyntaxProblem[] {
  if (isKnownSound(source)) return [];
  const problems = problemsOf(parse(source));
  if (problems.length === 0) rememberSound(source);
  return problems;
}

/** Compiles Lua source as it stands in a file: UTF-8, or bytes that are taken as they are. */
export function compileBytes(source: Uint8Array, chunkName: string): CompiledChunk {
  return compileChunk(parseBytes(source, { chunkName }), chunkName);
}

/**
 * Changes whenever compiled chunks of before may not run on this engine: a digest of the engine's sources, which the
 * build puts in. Unbuilt sources have one name for all their states.
 */
export const ENGINE_VERSION: string = typeof __ENGINE_VERSION__ === 'string' ? __ENGINE_VERSION__ : 'development';

declare const __ENGINE_VERSION__: string | undefined;

let loaded = 0;

/**
 * Loads a compiled chunk. Its JavaScript is code: only load what `compile` made. With `source`, the script carries a
 * source map, so that debuggers and profilers show Lua. `cachedData` is what V8 made of the same JavaScript; V8 does not
 * use it where it comes from another version, other flags or another text.
 */
export function load(chunk: CompiledChunk, source?: string, cachedData?: Uint8Array): LoadedProgram {
  const filename = `lua:${++loaded}:${chunk.chunkName}`;
  const base = registerChunk(filename, chunk);
  const map = source === undefined ? '' : sourceMapComment(sourceMapOf(chunk, source));
  const script = new Script(chunk.javascript + map, { filename, ...(cachedData && { cachedData }) });
  const factory = script.runInThisContext() as (
    h: typeof helpers,
    base: number,
  ) => (environment: LuaTable) => LuaFunction;
  return { instantiate: factory(helpers, base) };
}

/**
 * Runs a program to its end in a coroutine of its own and gives its results. Throws what the program throws: a LuaError,
 * also where the program waits for a host that is not there.
 */
export function runMain(program: LoadedProgram, environment: LuaTable, args: LuaValue[] = []): LuaValue[] {
  const coroutine = new Coroutine(program.instantiate(environment));
  coroutine.isMain = true;
  const result = coroutine.run(args);
  if (result === SUSPEND) throw new LuaError('the program waits for something that nothing here provides');
  return resultValues(result);
}
