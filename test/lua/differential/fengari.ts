/** Runs programs in fengari, a port of Lua 5.3 to JavaScript whose integers have 32 bits. */

import { createRequire } from 'node:module';
import type { Outcome, Program } from './corpus.ts';

type State = object;
interface Fengari {
  lua: {
    lua_newtable(L: State): void;
    lua_pushcfunction(L: State, native: (L: State) => number): void;
    lua_setfield(L: State, index: number, name: Uint8Array): void;
    lua_setglobal(L: State, name: Uint8Array): void;
    lua_pcall(L: State, args: number, results: number, handler: number): number;
    lua_gettop(L: State): number;
    lua_pop(L: State, count: number): void;
  };
  lauxlib: {
    luaL_newstate(): State;
    luaL_loadbuffer(L: State, source: Uint8Array, length: number, name: Uint8Array): number;
    luaL_tolstring(L: State, index: number): Uint8Array;
  };
  lualib: { luaL_openlibs(L: State): void };
  to_luastring(text: string): Uint8Array;
}

const fengari = createRequire(import.meta.url)('fengari') as Fengari;

/** What fengari does with a program. */
export function runInFengari({ family, source }: Program): Outcome {
  const { lua, lauxlib, lualib, to_luastring: bytes } = fengari;
  const L = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(L);
  let output = '';
  const texts = (state: State): string[] => {
    const list: string[] = [];
    for (let index = 1, count = lua.lua_gettop(state); index <= count; index++) {
      list.push(Buffer.from(lauxlib.luaL_tolstring(state, index)).toString('latin1'));
      lua.lua_pop(state, 1);
    }
    return list;
  };
  lua.lua_pushcfunction(L, (state) => {
    output += `${texts(state).join('\t')}\n`;
    return 0;
  });
  lua.lua_setglobal(L, bytes('print'));
  lua.lua_newtable(L);
  lua.lua_pushcfunction(L, (state) => {
    output += texts(state).join('');
    return 0;
  });
  lua.lua_setfield(L, -2, bytes('write'));
  lua.lua_setglobal(L, bytes('io'));
  const code = new Uint8Array(Buffer.from(source));
  const name = bytes(`@${family.replaceAll(' ', '-')}`);
  const failed = lauxlib.luaL_loadbuffer(L, code, code.length, name) !== 0 || lua.lua_pcall(L, 0, 0, 0) !== 0;
  const error = failed ? Buffer.from(lauxlib.luaL_tolstring(L, -1)).toString('latin1') : null;
  return { output, error };
}
