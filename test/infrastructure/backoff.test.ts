import { describe, expect, it } from 'vitest';
import { createBackoff } from '../../src/infrastructure/backoff.ts';
import { seededRandom } from './random.ts';

describe('createBackoff', () => {
  const options = { initialDelay: 1000, maxDelay: 9000, factor: 2, jitter: 0 };

  it('grows by the factor up to the limit', () => {
    const backoff = createBackoff(options);
    expect([1, 2, 3, 4, 5, 6].map(() => backoff.next())).toEqual([1000, 2000, 4000, 8000, 9000, 9000]);
  });

  it('starts again after a reset', () => {
    const backoff = createBackoff(options);
    backoff.next();
    backoff.next();
    backoff.reset();
    expect(backoff.next()).toBe(1000);
  });

  it('varies each delay by at most its jitter', () => {
    const backoff = createBackoff({ ...options, jitter: 0.1 }, seededRandom(3));
    const delays = [1000, 2000, 4000, 8000, 9000].map((base) => backoff.next() / base);
    for (const ratio of delays) {
      expect(ratio).toBeGreaterThanOrEqual(0.9);
      expect(ratio).toBeLessThanOrEqual(1.1);
    }
    expect(new Set(delays).size).toBe(5);
  });

  it('never shrinks for a factor below one', () => {
    const backoff = createBackoff({ ...options, factor: 0.1 });
    expect([backoff.next(), backoff.next()]).toEqual([1000, 1000]);
  });
});
