import { describe, expect, it } from 'vitest';
import { LruCache } from '../../src/infrastructure/lru-cache.ts';
import { Mutex } from '../../src/infrastructure/mutex.ts';

describe('LruCache', () => {
  it('forgets what was not used for the longest time', () => {
    const cache = new LruCache<string, number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
  });

  it('keeps nothing with a capacity of zero', () => {
    const cache = new LruCache<string, number>(0);
    cache.set('a', 1);
    expect(cache.size).toBe(0);
  });
});

describe('Mutex', () => {
  it('runs one piece of work after the other, also after a failure', async () => {
    const mutex = new Mutex();
    const log: string[] = [];
    const step = (name: string, fail = false) =>
      mutex.run(async () => {
        log.push(`${name} begins`);
        await Promise.resolve();
        log.push(`${name} ends`);
        if (fail) throw new Error(name);
      });
    const first = step('a', true);
    const second = step('b');
    await expect(first).rejects.toThrow('a');
    await second;
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });
});
