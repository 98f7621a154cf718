import { describe, expect, test } from 'vitest';
import { evaluate, failure } from './run-lua.ts';

describe('the library math', () => {
  test('floor and ceil give integers where 64 bits hold them', () => {
    expect(evaluate(`return math.floor(3.7), math.ceil(-0.5), math.floor(2^62), math.floor(2^70)`)).toEqual([
      3,
      0,
      '4611686018427387904',
      2 ** 70,
    ]);
  });

  test('integers and floats keep their subtypes', () => {
    expect(
      evaluate(
        `return math.max(1, 2.0), math.abs(math.mininteger), math.fmod(-6, 2), math.fmod(-6.0, 4), math.tointeger('8')`,
      ),
    ).toEqual(['2.0', '-9223372036854775808', 0, '-2.0', 8]);
  });

  test('frexp and ldexp are inverse, also for subnormal numbers', () => {
    expect(
      evaluate(`for _, x in ipairs({1, 0.3, -7.25, 1e308, 5e-324, 2.2250738585072014e-308, 1e-310, 0.0}) do
          local m, e = math.frexp(x)
          assert(x == 0 or (math.abs(m) >= 0.5 and math.abs(m) < 1), x)
          assert(math.ldexp(m, e) == x, x)
        end
        return math.frexp(8)`),
    ).toEqual([0.5, 4]);
  });

  test('random numbers are within their bounds, and reach them', () => {
    expect(
      evaluate(`math.randomseed(7)
        local seen = {}
        for i = 1, 2000 do
          local r = math.random(6) seen[r] = true
          assert(math.type(r) == 'integer' and r >= 1 and r <= 6)
          local f = math.random() assert(f >= 0 and f < 1)
          local big = math.random(math.mininteger, -1) assert(big < 0)
          local wide = math.random(0, 1 << 40) assert(wide >= 0 and wide <= 1 << 40)
        end
        return #seen`),
    ).toEqual([6]);
  });

  test('equal seeds give equal sequences', () => {
    expect(
      evaluate(`local function sequence(seed) math.randomseed(seed) return math.random(1000000) .. ' ' .. math.random() end
        return sequence(42) == sequence(42), sequence(1.5) == sequence(1.5), sequence(1) == sequence(2)`),
    ).toEqual([true, true, false]);
  });

  test.each([
    [`math.random(0)`, `bad argument #1 to 'random' (interval is empty)`],
    [`math.random(math.mininteger, math.maxinteger)`, `bad argument #1 to 'random' (interval too large)`],
    [`math.random(1, 2, 3)`, 'wrong number of arguments'],
    [`math.floor({})`, `bad argument #1 to 'floor' (number expected, got table)`],
    [`math.floor()`, `bad argument #1 to 'floor' (number expected, got no value)`],
    [`math.fmod(1, 0)`, `bad argument #2 to 'fmod' (zero)`],
    [`math.ult(1.5, 2)`, `bad argument #1 to 'ult' (number has no integer representation)`],
    [`math.max()`, `bad argument #1 to 'max' (value expected)`],
  ])('%s fails with a message', (source, message) => {
    expect(failure(source)).toBe(`test:1: ${message}`);
  });
});
