import { describe, expect, test } from 'vitest';
import { createBase } from '../../../src/lua/stdlib/base.ts';
import { evaluate, failure } from './run-lua.ts';

describe('the base library', () => {
  test('has no function that loads code, reaches files or inspects the engine', () => {
    const names = Object.keys(createBase());
    for (const name of [
      'load',
      'loadstring',
      'dofile',
      'loadfile',
      'collectgarbage',
      'getfenv',
      'setfenv',
      'debug',
      'io',
    ]) {
      expect(names).not.toContain(name);
    }
  });

  test('pairs takes exactly three values from __pairs', () => {
    expect(
      evaluate(`local t = setmetatable({}, {__pairs = function() return 1, 2, 3, 4 end}) return pairs(t)`),
    ).toEqual([1, 2, 3]);
  });

  test('__pairs and the __index of ipairs may be suspended', () => {
    expect(
      evaluate(`
        local t = setmetatable({}, {
          __pairs = function(t) coroutine.yield('pairs') return next, {5}, nil end,
          __index = function(_, i) coroutine.yield('index ' .. i) if i < 3 then return i * 10 end end,
        })
        local seen = {}
        local co = coroutine.wrap(function()
          for k, v in pairs(t) do seen[#seen + 1] = k .. '=' .. v end
          for i, v in ipairs(t) do seen[#seen + 1] = i .. '=' .. v end
          return 'end'
        end)
        repeat local step = co() seen[#seen + 1] = step until step == 'end'
        return table.concat(seen, ' ')`),
    ).toEqual(['pairs 1=5 index 1 1=10 index 2 2=20 index 3 end']);
  });

  test('a protected metatable is shown as its field says and cannot be changed', () => {
    expect(evaluate(`return getmetatable(setmetatable({}, {__metatable = 'mine'}))`)).toEqual(['mine']);
    expect(failure(`setmetatable(setmetatable({}, {__metatable = false}), {})`)).toBe(
      'test:1: cannot change a protected metatable',
    );
  });

  test('neither setmetatable nor rawset changes a frozen table', () => {
    expect(failure(`setmetatable(table, {})`)).toBe('test:1: attempt to modify a frozen table');
    expect(failure(`rawset(table, 'insert', nil)`)).toBe('test:1: attempt to modify a frozen table');
    expect(failure(`setmetatable(math, {__index = function() end})`)).toBe('test:1: attempt to modify a frozen table');
  });

  test('tonumber in a base wraps modulo 2^64', () => {
    expect(
      evaluate(`return tonumber('7fffffffffffffff', 16), tonumber('ffffffffffffffff', 16), tonumber('-zz', 36)`),
    ).toEqual(['9223372036854775807', -1, -1295]);
    expect(evaluate(`return tonumber('9', 8), tonumber('1.0', 10), tonumber('', 10)`)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test.each([
    [`setmetatable(1, {})`, `bad argument #1 to 'setmetatable' (table expected, got number)`],
    [`setmetatable({})`, `bad argument #2 to 'setmetatable' (nil or table expected)`],
    [`select(0)`, `bad argument #1 to 'select' (index out of range)`],
    [`select(-2, 1)`, `bad argument #1 to 'select' (index out of range)`],
    [`tonumber('1', 99)`, `bad argument #2 to 'tonumber' (base out of range)`],
    [`tonumber(10, 10)`, `bad argument #1 to 'tonumber' (string expected, got number)`],
    [`rawlen(5)`, `bad argument #1 to 'rawlen' (table or string expected)`],
    [`type()`, `bad argument #1 to 'type' (value expected)`],
    [`rawequal(1)`, `bad argument #2 to 'rawequal' (value expected)`],
    [`assert(false)`, 'assertion failed!'],
    [`assert(nil, 'why')`, 'why'],
  ])('%s fails with a message and its position', (source, message) => {
    expect(failure(source)).toBe(`test:1: ${message}`);
  });

  test('assert raises values that are no text as they are', () => {
    expect(evaluate(`local t = {} return select(2, pcall(assert, false, t)) == t`)).toEqual([true]);
  });
});
