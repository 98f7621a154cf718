import { describe, expect, it } from 'vitest';
import { sleep, systemClock, withTimeout } from '../../src/infrastructure/clock.ts';
import { ManualClock } from './manual-clock.ts';

describe('sleep', () => {
  it('ends when the time has come', async () => {
    const clock = new ManualClock();
    let done = false;
    const wait = sleep(clock, 100).then(() => {
      done = true;
    });
    await clock.advance(99);
    expect(done).toBe(false);
    await clock.advance(1);
    await wait;
    expect(done).toBe(true);
  });

  it('ends with an error and without a timer when the signal aborts', async () => {
    const clock = new ManualClock();
    const controller = new AbortController();
    const wait = sleep(clock, 100, controller.signal);
    controller.abort();
    await expect(wait).rejects.toMatchObject({ kind: 'Canceled' });
    expect(clock.pending).toEqual([]);
    await expect(sleep(clock, 100, controller.signal)).rejects.toMatchObject({ kind: 'Canceled' });
  });
});

describe('withTimeout', () => {
  it('passes on the result and clears its timer', async () => {
    const clock = new ManualClock();
    await expect(withTimeout(clock, 10, Promise.resolve(5), () => new Error('late'))).resolves.toBe(5);
    expect(clock.pending).toEqual([]);
  });

  it('fails when the work takes longer', async () => {
    const clock = new ManualClock();
    const result = withTimeout(clock, 10, new Promise(() => undefined), () => new Error('late'));
    const check = expect(result).rejects.toThrow('late');
    await clock.advance(10);
    await check;
  });

  it('has no limit for Infinity', async () => {
    const clock = new ManualClock();
    await withTimeout(clock, Number.POSITIVE_INFINITY, Promise.resolve(), () => new Error('late'));
    expect(clock.pending).toEqual([]);
  });
});

describe('systemClock', () => {
  it('can clear a timer longer than the host allows', () => {
    const handle = systemClock.setTimer(() => undefined, 1e12);
    systemClock.clearTimer(handle);
    systemClock.clearTimer(handle);
  });
});
