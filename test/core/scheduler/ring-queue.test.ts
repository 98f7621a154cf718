import { describe, expect, it } from 'vitest';
import { RingQueue } from '../../../src/core/scheduler/ring-queue.ts';

describe('RingQueue', () => {
  it('behaves as an array under any sequence of operations', () => {
    const queue = new RingQueue<number>(4);
    const model: number[] = [];
    let seed = 12345;
    for (let step = 0; step < 20_000; step++) {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      // Grows in some phases and drains in others, so that it wraps around at every size.
      const grow = Math.floor(step / 500) % 2 === 0 ? 6 : 3;
      const choice = (seed >>> 16) % 10;
      if (choice < grow) {
        queue.push(step);
        model.push(step);
      } else if (choice % 2 === 0) expect(queue.shift()).toBe(model.shift());
      else expect(queue.pop()).toBe(model.pop());
      expect(queue.length).toBe(model.length);
    }
    while (model.length > 0) expect(queue.shift()).toBe(model.shift());
    expect(queue.shift()).toBeUndefined();
    expect(queue.pop()).toBeUndefined();
  });
});
