import { describe, expect, test } from 'vitest';
import { createOs } from '../../../src/lua/stdlib/os.ts';
import { evaluate, failure } from './run-lua.ts';

const NOON = Date.UTC(2024, 5, 15, 12, 30, 45);
const wippy = { os: createOs({ now: () => NOON, lenient: true, platform: 'wippy', clock: () => 1.5 }) };

describe('the library os', () => {
  test('date formats a time in UTC as C does', () => {
    expect(evaluate(`return os.date('!%Y-%m-%dT%H:%M:%S %j %a %p %y %U %W %V %G %e %I', 1718454645)`)).toEqual([
      '2024-06-15T12:30:45 167 Sat PM 24 23 24 24 2024 15 12',
    ]);
  });

  test('ISO weeks agree with the days around every new year of a century', () => {
    const known: [number, string][] = [
      [Date.UTC(2021, 0, 3), '2020-53'],
      [Date.UTC(2021, 0, 4), '2021-01'],
      [Date.UTC(2018, 11, 31), '2019-01'],
      [Date.UTC(2016, 0, 3), '2015-53'],
      [Date.UTC(2024, 11, 30), '2025-01'],
    ];
    for (const [time, week] of known) expect(evaluate(`return os.date('!%G-%V', ${time / 1000})`)).toEqual([week]);
  });

  test('a date table and its time are inverse', () => {
    expect(
      evaluate(`for _, t in ipairs({0, 86399, 951782400, 1718454645, 4102444800}) do
          assert(os.time(os.date('*t', t)) == t, t)
        end
        return os.date('!*t', 951782400).month, os.date('!*t', 951782400).day`),
    ).toEqual([2, 29]);
  });

  test('time brings fields outside their ranges back into the table', () => {
    expect(
      evaluate(
        `local t = {year = 2020, month = 14, day = -3, hour = 25} os.time(t) return t.year, t.month, t.day, t.hour`,
      ),
    ).toEqual([2021, 1, 29, 1]);
  });

  test.each([
    [`os.time({year = 2020})`, `field 'day' missing in date table`],
    [`os.time({year = 2020, month = 'x', day = 1})`, `field 'month' is not an integer`],
    [`os.time({year = 1 << 40, month = 1, day = 1})`, `field 'year' is out-of-bound`],
    [`os.date('%Q')`, `bad argument #1 to 'date' (invalid conversion specifier '%Q')`],
    [`os.date('%Ez')`, `bad argument #1 to 'date' (invalid conversion specifier '%Ez')`],
    [`os.date('*t', 1 << 60)`, 'time result cannot be represented in this installation'],
    [`os.time(5)`, `bad argument #1 to 'time' (table expected, got number)`],
  ])('%s fails with a message', (source, message) => {
    expect(failure(source)).toBe(`test:1: ${message}`);
  });

  test('the lenient library fills in today and keeps unknown specifiers', () => {
    expect(evaluate(`return os.time(), os.clock(), os.platform, os.date('!%Q %Y')`, wippy)).toEqual([
      NOON / 1000,
      1.5,
      'wippy',
      '%Q 2024',
    ]);
    expect(evaluate(`return os.date('%Y-%m-%d %H:%M', os.time({day = 1}))`, wippy)).toEqual(['2024-06-01 00:00']);
  });

  test('nothing in it reaches the host', () => {
    expect(evaluate(`return os.execute, os.exit, os.remove, os.rename, os.tmpname, os.getenv, os.setlocale`)).toEqual(
      new Array(7).fill(undefined),
    );
  });
});
