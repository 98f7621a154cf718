import { describe, expect, it } from 'vitest';
import { hostPayload } from '../../../src/infrastructure/transcoder/payload.ts';
import { MemoryStore } from '../../../src/services/store/memory-store.ts';
import { ManualClock } from '../../infrastructure/manual-clock.ts';

function open(options: { maxSize?: number; cleanupInterval?: number } = {}) {
  const clock = new ManualClock();
  const store = new MemoryStore({ clock, maxSize: 0, cleanupInterval: 0, ...options });
  store.start();
  return { clock, store };
}

const one = hostPayload(1);

describe('a store in memory', () => {
  it('forgets a value when its time is over', async () => {
    const { clock, store } = open();
    store.set('a', one, 1000);
    store.set('b', one, 0);
    await clock.advance(1000);
    expect(store.has('a')).toBe(true);
    await clock.advance(1);
    expect(store.has('a')).toBe(false);
    expect(() => store.get('a')).toThrow('key not found');
    expect(() => store.entry('a')).toThrow('key not found');
    expect(store.delete('a')).toBe(false);
    expect(store.list({ prefix: '', after: '', limit: 10 }).items.map(({ key }) => key)).toEqual(['b']);
  });

  it('starts the time again with every write, and drops it with a write without one', async () => {
    const { clock, store } = open();
    store.set('a', one, 1000);
    await clock.advance(900);
    store.set('a', one, 1000);
    await clock.advance(900);
    expect(store.has('a')).toBe(true);
    store.set('a', one, 0);
    await clock.advance(10_000);
    expect(store.has('a')).toBe(true);
  });

  it('treats an expired value as absent in a conditional write', async () => {
    const { clock, store } = open();
    const { version } = store.put('a', one, { ttl: 10 });
    await clock.advance(11);
    expect(() => store.put('a', one, { ttl: 0, ifVersion: version })).toThrow('key not found');
    expect(store.put('a', one, { ttl: 0, onlyIfAbsent: true }).version).not.toBe(version);
  });

  it('makes room for new keys with expired ones only', async () => {
    const { clock, store } = open({ maxSize: 2 });
    store.set('a', one, 10);
    store.set('b', one, 0);
    expect(() => store.set('c', one, 0)).toThrow('store is full');
    store.set('b', hostPayload(2), 0);
    await clock.advance(11);
    store.set('c', one, 0);
    expect(store.has('c')).toBe(true);
    expect(() => store.set('d', one, 0)).toThrow('store is full');
  });

  it('looks for expired values from time to time', async () => {
    const { clock, store } = open({ cleanupInterval: 100 });
    store.set('a', one, 50);
    store.set('b', one, 150);
    await clock.advance(100);
    expect(store.size).toBe(1);
    await clock.advance(100);
    expect(store.size).toBe(0);
  });

  it('is closed and empty after it was stopped, and can be started again', async () => {
    const { store } = open({ cleanupInterval: 100 });
    store.set('a', one, 0);
    store.stop();
    expect(() => store.get('a')).toThrow('store is closed');
    expect(() => store.set('a', one, 0)).toThrow('store is closed');
    store.start();
    expect(store.has('a')).toBe(false);
  });

  it('gives each reader a copy of host values', async () => {
    const { store } = open();
    store.set('a', hostPayload({ list: [1] }), 0);
    (store.get('a').data as { list: number[] }).list.push(2);
    expect(store.get('a').data).toEqual({ list: [1] });
  });
});
