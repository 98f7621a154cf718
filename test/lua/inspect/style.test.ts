import { describe, expect, it } from 'vitest';
import { inspectStyle } from '../../../src/lua/inspect/style.ts';

/** `W0004 count`: rule and what is marked. */
const found = (source: string): string[] =>
  inspectStyle(source).map(({ rule, at }) => `${rule} ${source.slice(...at)}`);

describe('the rules of style', () => {
  it.each([
    ['if a then end', ['W0001 a']],
    ['if a then b() elseif c then else d() end', ['W0001 c']],
    ['while true do end', ['W0001 while true do end']],
    ['repeat until a()', ['W0001 repeat until a()']],
    ['for _ in pairs(a) do end', ['W0001 for _ in pairs(a) do end']],
    ['do end', []],
    ['a = 1', ['W0002 a']],
    ['a.b = 1 local c c = 2 return c', []],
    ['function f() end', ['W0002 f']],
    ['function f.g() end local h function h() end return h', []],
    ['return a == a, a.b[1] <= a.b[1], 1 < 1', ['W0003 a == a', 'W0003 a.b[1] <= a.b[1]', 'W0003 1 < 1']],
    ['return a() == a(), a.b == a.c, 1 == 1.0, a + a', []],
    ['local a, _b = 1, 2', ['W0004 a']],
    ['local a = 1 a = 2', ['W0004 a']],
    ['local a a.b = 1', []],
    ['local function f() end', ['W0004 f']],
    ['for i = 1, 2 do f() end', ['W0004 i']],
    ['for k, v in pairs(t) do f(v) end', ['W0004 k']],
    ['local a = 1 return function() return a end', []],
    ['return function(a, _b, self) end', ['W0005 a']],
    ['return { f = function(a) return a end }', []],
    ['local json = require("json")', ['W0006 json']],
    ['local a = 1 do local a = 2 f(a) end f(a)', ['W0007 a']],
    ['local a = 1 f(a) local a = 2 f(a)', ['W0007 a']],
    ['local a = 1 return function(a) return a end, a', ['W0007 a']],
    ['do local a = 1 f(a) end local a = 2 f(a)', []],
    ['local a = a f(a)', []],
    ['if', []],
  ])('find in %j what they are about', (source, expected) => {
    expect(found(source)).toEqual(expected);
  });

  it('find nothing in deep nesting that takes too long', () => {
    const source = `${'do local a = 1 f(a) '.repeat(100)}${'end '.repeat(100)}`;
    expect(found(source).length).toBe(99);
  });
});
