import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PersistentMap } from '../../src/infrastructure/persistent-map.ts';

const sorted = (map: PersistentMap<number>): [string, number][] =>
  [...map.keys()].sort().map((key) => [key, map.get(key) as number]);

/** Pairs of texts with one FNV-1a hash, found by search. */
const colliding = ['costarring', 'liquid'];

describe('PersistentMap', () => {
  it('holds what a Map holds after the same changes, and leaves earlier maps alone', () => {
    const key = fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('a:x', 'a:y', 'b:x', '__proto__', ''));
    const change = fc.record({ key, value: fc.option(fc.integer(), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const model = new Map<string, number>();
        let map = PersistentMap.empty<number>();
        const earlier: { map: PersistentMap<number>; pairs: [string, number][] }[] = [];
        for (const { key, value } of changes) {
          earlier.push({ map, pairs: [...model].sort() });
          if (value === undefined) {
            map = map.delete(key);
            model.delete(key);
          } else {
            map = map.set(key, value);
            model.set(key, value);
          }
          expect(map.size).toBe(model.size);
          expect(map.get(key)).toBe(model.get(key));
          expect(map.has(key)).toBe(model.has(key));
        }
        const order = ([a]: [string, number], [b]: [string, number]): number => (a < b ? -1 : 1);
        expect(sorted(map)).toEqual([...model].sort(order));
        expect(sorted(PersistentMap.from(model))).toEqual(sorted(map));
        for (const item of earlier) expect(sorted(item.map)).toEqual(item.pairs.sort(order));
      }),
      { numRuns: 300 },
    );
  });

  it('tells the keys in which two maps differ, whether one was made from the other or not', () => {
    const anyKey = fc.constantFrom('a:x', 'a:y', 'b:x', 'c', 'd', '', ...colliding);
    const anyPairs = fc.array(fc.tuple(anyKey, fc.nat({ max: 2 })), { maxLength: 12 });
    const anyChanges = fc.array(fc.tuple(anyKey, fc.option(fc.nat({ max: 2 }))), { maxLength: 6 });
    fc.assert(
      fc.property(anyPairs, anyChanges, fc.boolean(), (pairs, changes, anew) => {
        const before = PersistentMap.from(pairs);
        let after = before;
        for (const [key, value] of changes) after = value === null ? after.delete(key) : after.set(key, value);
        if (anew) after = PersistentMap.from(sorted(after));
        const keys = [...new Set([...before.keys(), ...after.keys()])];
        const differing = keys.filter((key) => before.get(key) !== after.get(key)).sort();
        expect(before.differences(after).sort()).toEqual(differing);
        expect(after.differences(before).sort()).toEqual(differing);
      }),
      { numRuns: 500 },
    );
  });

  it('holds many keys', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `namespace${index % 7}:entry-${index}`);
    let map = PersistentMap.from(keys.map((key, index) => [key, index] as const));
    expect(map.size).toBe(20_000);
    expect(keys.every((key, index) => map.get(key) === index)).toBe(true);
    for (const key of keys) map = map.delete(key);
    expect(map.size).toBe(0);
    expect([...map.values()]).toEqual([]);
  });

  it('keeps keys of one hash apart', () => {
    const [a, b] = colliding;
    let map = PersistentMap.from([
      [a, 1],
      ['other', 3],
      [b, 2],
    ]);
    expect([map.get(a), map.get(b), map.size]).toEqual([1, 2, 3]);
    map = map.set(b, 5).delete(a);
    expect([map.get(a), map.get(b), map.get('other'), map.size]).toEqual([undefined, 5, 3, 2]);
    expect(map.set(a, 7).delete(b).get(a)).toBe(7);
  });

  it('is the same map where nothing changes', () => {
    const map = PersistentMap.from([['a', 1]]);
    expect(map.set('a', 1)).toBe(map);
    expect(map.delete('b')).toBe(map);
  });
});
