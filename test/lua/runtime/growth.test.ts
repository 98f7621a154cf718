import { afterEach, describe, expect, it } from 'vitest';
import { setMemoryReserve } from '../../../src/lua/runtime/growth.ts';
import { rawSet } from '../../../src/lua/runtime/table.ts';
import { LuaTable } from '../../../src/lua/runtime/values.ts';
import { evaluate } from '../stdlib/run-lua.ts';

const asked: number[] = [];
const listen = (): void => {
  asked.length = 0;
  setMemoryReserve((bytes) => void asked.push(bytes));
};

afterEach(() => setMemoryReserve(() => undefined));

describe('growth of memory', () => {
  it('of a table is announced when a large map doubles', () => {
    listen();
    const table = new LuaTable();
    for (let index = 0; index < 140_000; index++) rawSet(table, `k${index}`, 1);
    expect(asked).toEqual([65_536 * 56, 131_072 * 56]);
  });

  it.each([
    's:byte(2)',
    's:sub(2)',
    's:lower()',
    's:upper()',
    's:reverse()',
    's:find("yy")',
    's:match("yy")',
    's:gsub("yy", "z")',
  ])('of a large string is announced by %s', (expression) => {
    listen();
    evaluate(`local s = string.rep("x", 2000000) return (${expression})`);
    expect(asked).toContain(2_000_000);
    listen();
    evaluate(`local s = string.rep("x", 2000) return (${expression})`);
    expect(asked).toEqual([]);
  });

  it('of many pieces is announced now and then', () => {
    listen();
    evaluate('local t = {} for i = 1, 200000 do t[i] = "x" end return #table.concat(t, ",")');
    // Two of these are the table's.
    expect(asked.length).toBe(5);
  });

  it.each(['t[i] = i', 't[#t + 1] = i', 'table.insert(t, i)', 'rawset(t, i, i)'])(
    'of a large array is announced when %s doubles it, once for each size',
    (statement) => {
      listen();
      const program = `local t = {}
      local function fill(n) for i = #t + 1, n do ${statement} end end
      fill(140000)
      for i = #t, 65536, -1 do t[i] = nil end
      fill(140000)
      local sum = 0
      for i, v in ipairs(t) do assert(i == v) sum = sum + v end
      return #t, sum`;
      expect(evaluate(program)).toEqual([140_000, 9_800_070_000]);
      expect(asked).toEqual([2 ** 20, 2 ** 21]);
    },
  );

  it('can be refused', () => {
    setMemoryReserve(() => {
      throw new Error('no room');
    });
    expect(() => evaluate('return string.rep("x", 2000000):upper()')).toThrow('no room');
  });
});
