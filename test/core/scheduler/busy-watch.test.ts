import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { endBusyProcesses, type Watched } from '../../../src/core/scheduler/busy-watch.ts';

class FakeProcess implements Watched {
  ended = false;
  busyMark: number | null = 0;
  terminate(): boolean {
    this.ended = true;
    return true;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('endBusyProcesses', () => {
  it('ends a process that computes all the time, and stops looking then', () => {
    const process = new FakeProcess();
    endBusyProcesses(() => [process]);
    vi.advanceTimersByTime(1999);
    expect(process.ended).toBe(false);
    vi.advanceTimersByTime(1);
    expect(process.ended).toBe(true);
    vi.advanceTimersByTime(250);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves a process alone that waits or asks for something now and then', () => {
    const waiting = new FakeProcess();
    const asking = new FakeProcess();
    const stop = endBusyProcesses(() => [waiting, asking]);
    for (let look = 0; look < 40; look++) {
      waiting.busyMark = look % 5 === 0 ? null : 0;
      asking.busyMark = Math.floor(look / 5);
      vi.advanceTimersByTime(250);
    }
    expect([waiting.ended, asking.ended]).toEqual([false, false]);
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
