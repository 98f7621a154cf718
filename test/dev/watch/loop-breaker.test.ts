import { describe, expect, it } from 'vitest';
import { LoopBreaker } from '../../../src/dev/watch/loop-breaker.ts';
import { ManualClock } from '../../infrastructure/manual-clock.ts';

function breaker(limit = 10) {
  const clock = new ManualClock();
  const loop = new LoopBreaker({ clock, limit: () => limit });
  /** A batch, some milliseconds after the verdict about the one before. */
  const change = async (after: number, ...paths: string[]) => {
    loop.told();
    await clock.advance(after);
    const { paths: admitted, suspended } = loop.admit(new Set(paths));
    return { admitted: [...admitted].sort(), suspended };
  };
  return { loop, change };
}

describe('a file that changes whenever it was taken over', () => {
  it('is suspended after ten times in a row', async () => {
    const { loop, change } = breaker();
    for (let n = 0; n < 10; n += 1) expect(await change(60, '/a')).toEqual({ admitted: ['/a'], suspended: [] });
    expect(await change(60, '/a')).toEqual({ admitted: [], suspended: ['/a'] });
    expect(await change(60, '/a')).toEqual({ admitted: [], suspended: [] });
    expect(loop.isSuspended('/a')).toBe(true);
  });

  it('is taken over again with the next save of another file', async () => {
    const { loop, change } = breaker();
    for (let n = 0; n <= 10; n += 1) await change(60, '/a');
    expect(await change(5000, '/b')).toEqual({ admitted: ['/a', '/b'], suspended: [] });
    expect(loop.isSuspended('/a')).toBe(false);
    expect(await change(60, '/a')).toEqual({ admitted: ['/a'], suspended: [] });
  });

  it('is found among files that write each other by turns', async () => {
    const { change } = breaker();
    const suspended: string[] = [];
    for (let n = 0; n < 22; n += 1) suspended.push(...(await change(60, n % 2 === 0 ? '/a' : '/b')).suspended);
    expect(suspended).toContain('/a');
  });
});

describe('saves of somebody', () => {
  it('are taken over, however many there are', async () => {
    const { change } = breaker();
    for (let n = 0; n < 50; n += 1) expect(await change(700, '/a')).toEqual({ admitted: ['/a'], suspended: [] });
  });

  it('of many files one after the other are no loop', async () => {
    const { change } = breaker();
    for (let n = 0; n < 100; n += 1) expect((await change(60, `/${n % 20}`)).suspended).toEqual([]);
  });

  it('are all taken over without a limit', async () => {
    const { change } = breaker(0);
    for (let n = 0; n < 50; n += 1) expect((await change(60, '/a')).suspended).toEqual([]);
  });
});
