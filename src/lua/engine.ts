/** The engine: compiles, loads and runs chunks. */

import { Script } from 'node:vm';
import { type CompiledChunk, compileChunk } from './compile/chunk.ts';
import { helpers } from './runtime/helpers.ts';
import { registerChunk } from './runtime/sites.ts';
import type { LuaFunction, LuaTable } from './runtime/values.ts';
import { parse, parseBytes } from './syntax/index.ts';

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

/** Compiles Lua source as it stands in a file: UTF-8, or bytes that are taken as they are. */
export function compileBytes(source: Uint8Array, chunkName: string): CompiledChunk {
  return compileChunk(parseBytes(source, { chunkName }), chunkName);
}

let loaded = 0;

/** Loads a compiled chunk. Its JavaScript is code: only load what `compile` made. */
export function load(chunk: CompiledChunk): LoadedProgram {
  const filename = `lua:${++loaded}:${chunk.chunkName}`;
  const base = registerChunk(filename, chunk.chunkName, chunk.sites, chunk.lineMap);
  const script = new Script(chunk.javascript, { filename });
  const factory = script.runInThisContext() as (h: typeof helpers, base: number) => (environment: LuaTable) => LuaFunction;
  return { instantiate: factory(helpers, base) };
}
