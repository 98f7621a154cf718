import { describe, expect, it } from 'vitest';
import { inspect } from '../../../src/lua/inspect.ts';

const names = (list: readonly { readonly name: string }[]) => list.map((item) => item.name);

describe('the globals of a source', () => {
  it('are the names that no local declares, in order', () => {
    const source = 'local a = b\nlocal function f(c) return c, d, f end\nfor i = 1, n do print(i) end\n';
    expect(names(inspect(source).reads)).toEqual(['b', 'd', 'n', 'print']);
  });

  it('have their place in UTF-16 units', () => {
    const { reads } = inspect('local s = "😀" return name');
    expect(reads).toEqual([{ name: 'name', at: [22, 26] }]);
  });

  it('that are assigned are told apart', () => {
    const facts = inspect('x = 1\nfunction y() end\nfunction z.f() end\n_G.w = x\n');
    expect(facts.writes).toEqual(expect.arrayContaining(['x', 'y', 'w']));
    expect(facts.writes).toHaveLength(3);
    expect(names(facts.reads)).toEqual(['z', 'x']);
  });

  it('inside of pcall and through _G are only mentioned', () => {
    const facts = inspect('pcall(function() return a.b end)\nlocal c = _G.d\npcall(require, "e")\n');
    expect(names(facts.reads)).toEqual(['pcall', 'pcall']);
    expect([...facts.mentions].sort()).toEqual(['a', 'd', 'e']);
    expect(facts.dynamic).toBe(false);
  });

  it.each(['return _G[x]', 'for k in pairs(_G) do end', 'return require(name)', 'local r = require'])(
    'are not known where %s is written',
    (source) => expect(inspect(source).dynamic).toBe(true),
  );

  it('do not hold the names of types', () => {
    expect(names(inspect('local x: Point = make()\ntype A = {x: number}\n').reads)).toEqual(['make']);
  });
});

describe('required names', () => {
  it('are literal', () => {
    expect(inspect('local a = require("json")\nlocal b = require "time"\n').requires).toEqual([
      { name: 'json', at: [18, 24] },
      { name: 'time', at: [44, 50] },
    ]);
  });
});

describe('the result of a script', () => {
  it.each<[string, unknown]>([
    ['return { main = main, other = function() end, version = 1 }', { kind: 'table', fields: ['main', 'other'] }],
    [
      'local M = { a = f }\nfunction M.b() end\nfunction M:c() end\nM.d = g\nM["e"] = h\nreturn M',
      { kind: 'table', fields: ['a', 'b', 'c', 'd', 'e'] },
    ],
    [
      'local M = {}\nM.__index = M\nfunction M.new() return setmetatable({}, M) end\nreturn M',
      { kind: 'table', fields: ['__index', 'new'] },
    ],
    ['return setmetatable({ a = f }, {})', { kind: 'table', fields: ['a'] }],
    ['local function f() end\nreturn f', { kind: 'function' }],
    ['return function() end', { kind: 'function' }],
    ['return 42', { kind: 'value', text: 'a number' }],
    ['local x = 1', { kind: 'value', text: 'nothing' }],
    ['local function f() return 1 end', { kind: 'value', text: 'nothing' }],
    ['error("no")', { kind: 'value', text: 'nothing' }],
    ['while true do end', { kind: 'unknown' }],
    ['if x then return { a = f } end\nreturn { b = f }', { kind: 'unknown' }],
    ['return make()', { kind: 'unknown' }],
    ['local M = {}\nfill(M)\nreturn M', { kind: 'unknown' }],
    ['local M = {}\nfor _, n in ipairs(names) do M[n] = f end\nreturn M', { kind: 'unknown' }],
    ['local M = {}\nM = make()\nreturn M', { kind: 'unknown' }],
    ['return { [key] = f }', { kind: 'unknown' }],
    ['main = function() end\nreturn main', { kind: 'unknown' }],
  ])('%s', (source, result) => expect(inspect(source).result).toEqual(result));
});

describe('a source with errors', () => {
  it('has these and nothing else', () => {
    const facts = inspect('local x = )\nreturn y');
    expect(facts.problems).toEqual([{ message: "unexpected symbol near ')'", at: [10, 11] }]);
    expect(facts.reads).toEqual([]);
    expect(inspect('goto nowhere').problems).toHaveLength(1);
  });
});
