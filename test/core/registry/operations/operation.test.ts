import { describe, expect, it } from 'vitest';
import {
  buildDelta,
  createOperation,
  deleteOperation,
  type Entry,
  EntryState,
  invert,
  type Operation,
  replay,
  squash,
  updateOperation,
  validateChanges,
} from '../../../../src/core/registry/index.ts';
import { pick, seededRandom } from '../../../infrastructure/random.ts';
import { entry } from '../entries.ts';

function texts(operations: readonly Operation[]): string[] {
  return operations.map(({ kind, entry: { id } }) => `${kind.replace('entry.', '')} ${id}`);
}

/** A random state and a random valid sequence of changes of it. */
function randomChanges(random: () => number): { before: EntryState; operations: Operation[]; after: EntryState } {
  const ids = ['a:1', 'a:2', 'b:1', 'b:2'];
  const make = (id: string, kind = pick(['test.kind', 'test.other'], random)): Entry =>
    entry(id, [], { value: Math.floor(random() * 100) }, kind);
  const before = EntryState.from(ids.filter(() => random() < 0.5).map((id) => make(id)));
  let state = before;
  const operations: Operation[] = [];
  for (let i = 0; i < 8; i++) {
    const id = pick(ids, random);
    const current = state.get(id);
    let operation: Operation;
    if (current === undefined) operation = createOperation(make(id));
    else operation = random() < 0.5 ? deleteOperation(current) : updateOperation(make(id, current.kind), current);
    operations.push(operation);
    state = replay(state, [operation]);
  }
  return { before, operations, after: state };
}

describe('buildDelta', () => {
  it('creates, updates and deletes what differs and nothing else', () => {
    const same = entry('a:same');
    const delta = buildDelta(
      [same, entry('a:old'), entry('a:changed', [], { v: 1 })],
      [entry('a:same'), entry('a:new'), entry('a:changed', [], { v: 2 })],
    );
    expect(texts(delta).sort()).toEqual(['create a:new', 'delete a:old', 'update a:changed']);
  });

  it('replaces an entry whose kind changes', () => {
    const delta = buildDelta([entry('a:x')], [entry('a:x', [], {}, 'test.other')]);
    expect(texts(delta)).toEqual(['delete a:x', 'create a:x']);
  });

  it('uses the last of several entries of one id', () => {
    const delta = buildDelta([], [entry('a:x', [], 1), entry('a:x', [], 2)]);
    expect(delta.map((operation) => operation.entry.data)).toEqual([2]);
  });
});

describe('squash', () => {
  const v1 = entry('a:x', [], 1);
  const v2 = entry('a:x', [], 2);
  const other = entry('a:x', [], 3, 'test.other');

  it.each([
    ['create+update', [createOperation(v1), updateOperation(v2, v1)], ['create a:x']],
    ['create+delete', [createOperation(v1), deleteOperation(v1)], []],
    ['update+update', [updateOperation(v2, v1), updateOperation(v1, v2)], ['update a:x']],
    ['update+delete', [updateOperation(v2, v1), deleteOperation(v2)], ['delete a:x']],
    ['delete+create', [deleteOperation(v1), createOperation(v2)], ['update a:x']],
    ['delete+create of another kind', [deleteOperation(v1), createOperation(other)], ['delete a:x', 'create a:x']],
  ])('%s', (_name, operations, expected) => {
    expect(texts(squash(operations))).toEqual(expected);
  });

  it('keeps the newest value and the oldest original', () => {
    const v3 = entry('a:x', [], 3);
    const [operation] = squash([updateOperation(v2, v1), updateOperation(v3, v2)]);
    expect([operation.entry.data, operation.original?.data]).toEqual([3, 1]);
  });

  it('has the effect of the whole sequence', () => {
    const random = seededRandom(11);
    for (let i = 0; i < 500; i++) {
      const { before, operations, after } = randomChanges(random);
      expect(validateChanges(before, squash(operations)).state.entries()).toEqual(after.entries());
    }
  });
});

describe('invert', () => {
  it('undoes any sequence', () => {
    const random = seededRandom(12);
    for (let i = 0; i < 500; i++) {
      const { before, operations, after } = randomChanges(random);
      expect(validateChanges(after, invert(operations)).state.entries()).toEqual(before.entries());
      expect(validateChanges(after, squash(invert(operations))).state.entries()).toEqual(before.entries());
    }
  });

  it('skips operations without their original and says so', () => {
    const skipped: Operation[] = [];
    const operations = [updateOperation(entry('a:x')), createOperation(entry('a:y'))];
    expect(texts(invert(operations, (operation) => skipped.push(operation)))).toEqual(['delete a:y']);
    expect(texts(skipped)).toEqual(['update a:x']);
  });
});

describe('validateChanges', () => {
  const state = EntryState.from([entry('a:x')]);

  it.each([
    ['create', createOperation(entry('a:x')), 'Conflict', 'entry already exists: {ns: a, name: x}'],
    ['update', updateOperation(entry('a:y')), 'NotFound', 'entry does not exist: {ns: a, name: y}'],
    [
      'update of the kind',
      updateOperation(entry('a:x', [], {}, 'test.other')),
      'Invalid',
      'cannot change entry kind from test.kind to test.other for {ns: a, name: x}',
    ],
    ['delete', deleteOperation('a:y'), 'NotFound', 'cannot delete non-existent entry: {ns: a, name: y}'],
    ['unknown', { kind: 'entry.move', entry: entry('a:x') } as never, 'Invalid', 'unknown operation kind: entry.move'],
  ])('refuses a wrong %s', (_name, operation, kind, message) => {
    expect(() => validateChanges(state, [operation])).toThrow(
      expect.objectContaining({ kind, message: `invalid operation: ${message}` }),
    );
  });

  it('fills in the originals', () => {
    const { operations } = validateChanges(state, [updateOperation(entry('a:x', [], { v: 2 }))]);
    expect(operations[0].original).toBe(state.get('a:x'));
  });

  it('sees the effect of earlier operations', () => {
    const { state: after } = validateChanges(state, [deleteOperation('a:x'), createOperation(entry('a:x', [], 5))]);
    expect(after.get('a:x')?.data).toBe(5);
  });
});
