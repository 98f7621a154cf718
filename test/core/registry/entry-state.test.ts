import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildDelta, EntryState, stateDelta } from '../../../src/core/registry/index.ts';
import { entry } from './entries.ts';

/** Entries made once, so that equal picks are the same entry. */
const pool = Array.from({ length: 12 }, (_, index) =>
  Array.from({ length: 3 }, (__, revision) => entry(`ns:e${index}`, [], { revision })),
);
const anyEntry = fc.tuple(fc.nat({ max: 11 }), fc.nat({ max: 2 })).map(([index, revision]) => pool[index][revision]);
const anyList = fc.array(anyEntry, { maxLength: 14 });

describe('EntryState.following', () => {
  it('gives the state that a new one of the list would be, after any lists', () => {
    fc.assert(
      fc.property(fc.array(anyList, { minLength: 1, maxLength: 5 }), (lists) => {
        let state = EntryState.empty;
        for (const list of lists) {
          const before = state.entries();
          const next = state.following(list);
          expect(next.entries()).toEqual(EntryState.from(list).entries());
          expect(next.size).toBe(new Set(list.map(({ id }) => id)).size);
          expect(state.entries()).toBe(before);
          state = next;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is the same state for the same entries', () => {
    const list = [pool[0][0], pool[1][0], pool[2][0]];
    const state = EntryState.from(list);
    expect(state.following([...list])).toBe(state);
  });
});

describe('differences and deltas of states', () => {
  it('are those of the lists of their entries', () => {
    fc.assert(
      fc.property(anyList, anyList, fc.boolean(), (first, second, shared) => {
        const from = EntryState.from(first);
        const to = shared ? from.following(second) : EntryState.from(second);
        const ids = [...new Set([...first, ...second].map(({ id }) => id))];
        expect(from.differences(to)).toEqual(ids.filter((id) => from.get(id) !== to.get(id)).sort());
        const byId = (a: { entry: { id: string } }, b: { entry: { id: string } }) => (a.entry.id < b.entry.id ? -1 : 1);
        expect(stateDelta(from, to)).toEqual(buildDelta(from.entries(), to.entries()).sort(byId));
      }),
      { numRuns: 500 },
    );
  });

  it('leave out entries that are equal but not the same', () => {
    const from = EntryState.from([entry('ns:a', [], { x: 1 })]);
    const to = EntryState.from([entry('ns:a', [], { x: 1 })]);
    expect(from.differences(to)).toEqual(['ns:a']);
    expect(stateDelta(from, to)).toEqual([]);
  });
});
