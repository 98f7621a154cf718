import { describe, expect, it } from 'vitest';
import { compile, load, runMain } from '../../../src/lua/engine.ts';
import { fieldNames } from '../../../src/lua/runtime/table.ts';
import type { LuaTable, LuaValue } from '../../../src/lua/runtime/values.ts';
import { createEnvironment, standardGlobals } from '../../../src/lua/stdlib/index.ts';

const globals = standardGlobals();

function run(source: string, environment: LuaTable = createEnvironment(globals)): LuaValue[] {
  return runMain(load(compile(source, 'test')), environment);
}

describe('an environment', () => {
  it('has the globals as fields, and itself as _G', () => {
    const source = `
      local found = {}
      for name, value in pairs(_G) do found[name] = value end
      return found.print == print, found.string == string, found._G == _G, rawget(_G, "string") == string, _G._G == _G`;
    expect(run(source)).toEqual([true, true, true, true, true]);
  });

  it('names every global once, whatever is set', () => {
    const environment = createEnvironment(globals);
    run('string = "mine"; extra = 1; _G["type"] = nil', environment);
    const names = fieldNames(environment);
    expect([...names].sort()).toEqual([...Object.keys(globals), '_G', 'extra'].sort());
  });

  it('keeps what is set to itself', () => {
    const one = createEnvironment(globals);
    const other = createEnvironment(globals);
    expect(run('string = "mine"; math = nil; rawset(_G, "table", 7); return string, math, table', one)).toEqual([
      'mine',
      undefined,
      7,
    ]);
    expect(run('return type(string), type(math), type(table)', other)).toEqual(['table', 'table', 'table']);
  });

  it('does not find a global that was removed', () => {
    const source = `
      string = nil
      local seen = false
      for name in pairs(_G) do if name == "string" then seen = true end end
      return string, rawget(_G, "string"), seen, next(_G) ~= nil`;
    expect(run(source)).toEqual([undefined, undefined, false, true]);
  });

  it('can be emptied while it is traversed with next', () => {
    const source = `
      local next, G, count = next, _G, 0
      local name = next(G)
      while name do
        local other = next({ 1 })
        G[name] = nil
        count = count + 1
        name = next(G, name)
      end
      return count, next(G)`;
    expect(run(source)).toEqual([Object.keys(globals).length + 1, undefined]);
  });

  it('keeps its globals when it gets many fields by computed names', () => {
    const source = `
      for i = 1, 50 do _G["name" .. i] = i end
      local count = 0
      for _ in pairs(_G) do count = count + 1 end
      return name50, type(string), _G["string"] == string, count`;
    expect(run(source)).toEqual([50, 'table', true, Object.keys(globals).length + 51]);
  });

  it('cannot be changed once it is frozen', () => {
    const [ok, message] = run('table.freeze(_G); return pcall(function() string = 1 end)');
    expect(ok).toBe(false);
    expect(message).toContain('attempt to modify a frozen table');
    expect(run('table.freeze(_G); return pcall(rawset, _G, "string", 1)')[0]).toBe(false);
  });
});
