import { describe, expect, it } from 'vitest';
import { Duration, formatDuration, parseDuration } from '../../../src/modules/time/duration.ts';
import { timeModule } from '../../../src/modules/time/index.ts';
import { runLua } from '../run-lua.ts';
import { randomNumbers } from './random-numbers.ts';

describe('durations', () => {
  it.each([
    ['0', '0s'],
    ['1h30m45s500ms', '1h30m45.5s'],
    ['1.5h', '1h30m0s'],
    ['-.5s', '-500ms'],
    ['+5us', '5µs'],
    ['100µs', '100µs'],
    ['2562047h47m16.854775807s', '2562047h47m16.854775807s'],
    ['-2562047h47m16.854775808s', '-2562047h47m16.854775808s'],
    ['0.3333333333333333333h', '19m59.999999999s'],
  ])('reads %s as %s', (text, canonical) => {
    expect(parseDuration(text).toString()).toBe(canonical);
  });

  it.each(['', '-', '.s', '1', 's', '1h-2m', '9223372036854775808ns', '1 h', '99999999999999999999h'])(
    'refuses %j, quoting it',
    (text) => {
      expect(() => parseDuration(text)).toThrow(JSON.stringify(text));
    },
  );

  it('reads back what it writes', () => {
    for (const number of randomNumbers(500)) {
      const nanoseconds = BigInt(Math.floor((number - 0.5) * 10 ** (4 + (Math.floor(number * 1e5) % 15))));
      expect(parseDuration(formatDuration(nanoseconds)).nanoseconds).toBe(nanoseconds);
    }
  });

  it('stays within 64 bits', () => {
    expect(new Duration(2n ** 70n).nanoseconds).toBe(2n ** 63n - 1n);
  });

  it('tells its size in all units', async () => {
    const body = `
      local d = time.parse_duration("1h30m45s500ms")
      local long = time.parse_duration("2000000h1ns")
      return {d:hours(), d:minutes(), d:seconds(), d:milliseconds(), d:microseconds(), d:nanoseconds(),
        tostring(d), tostring(long:nanoseconds()), time.parse_duration(5 * time.MINUTE):seconds()}`;
    expect(await runLua(body, { modules: [timeModule] })).toEqual([
      1.5126388888888889,
      90.75833333333334,
      5445.5,
      5445500,
      5445500000,
      5445500000000,
      '1h30m45.5s',
      '7200000000000000001',
      300,
    ]);
  });
});
