import { describe, expect, it } from 'vitest';
import {
  createOperation,
  deleteOperation,
  type Entry,
  type Operation,
  OperationKind,
  sortOperations,
  updateOperation,
} from '../../../../src/core/registry/index.ts';
import { pick, seededRandom, shuffled } from '../../../infrastructure/random.ts';
import { entry } from '../entries.ts';

const extract = (item: Entry): readonly string[] => (item.meta['depends_on'] as string[] | undefined) ?? [];

function sorted(operations: readonly Operation[], onCycle?: (ids: string[]) => void): string[] {
  return sortOperations(operations, extract, onCycle).map(
    ({ kind, entry: { id } }) => `${kind.replace('entry.', '')} ${id}`,
  );
}

/** Changes of a random acyclic graph: each entry depends only on earlier ones. */
function randomOperations(
  random: () => number,
  kinds = ['create', 'update', 'delete', 'replace', 'none'],
): Operation[] {
  const ids = Array.from({ length: 12 }, (_, index) => `${pick(['a', 'b', 'c'], random)}:${index}`);
  const operations: Operation[] = [];
  ids.forEach((id, index) => {
    const earlier = (): string[] => ids.slice(0, index).filter(() => random() < 0.3);
    const before = entry(id, earlier(), { v: 1 });
    const after = entry(id, earlier(), { v: 2 });
    const kind = pick(kinds, random);
    if (kind === 'create') operations.push(createOperation(after));
    if (kind === 'update') operations.push(updateOperation(after, before));
    if (kind === 'delete') operations.push(deleteOperation(before));
    if (kind === 'replace') {
      operations.push(deleteOperation(before), createOperation(entry(id, extract(after), {}, 'test.other')));
    }
  });
  return operations;
}

describe('sortOperations', () => {
  it('creates dependencies first', () => {
    const operations = [
      createOperation(entry('a:a', ['a:c'])),
      createOperation(entry('a:b', ['a:a'])),
      createOperation(entry('a:c')),
    ];
    expect(sorted(operations)).toEqual(['create a:c', 'create a:a', 'create a:b']);
  });

  it('deletes dependents first', () => {
    const operations = [
      deleteOperation(entry('a:a')),
      deleteOperation(entry('a:b', ['a:a'])),
      deleteOperation(entry('a:c', ['a:b'])),
    ];
    expect(sorted(operations)).toEqual(['delete a:c', 'delete a:b', 'delete a:a']);
  });

  it('updates what no longer depends on an entry before that is deleted', () => {
    const operations = [deleteOperation(entry('a:a')), updateOperation(entry('a:b'), entry('a:b', ['a:a']))];
    expect(sorted(operations)).toEqual(['update a:b', 'delete a:a']);
  });

  it('deletes an entry before its replacement, and updates its dependents after it', () => {
    const operations = [
      updateOperation(entry('a:a', ['a:x'], { v: 2 }), entry('a:a', ['a:x'])),
      createOperation(entry('a:x', [], {}, 'test.other')),
      deleteOperation(entry('a:x')),
    ];
    expect(sorted(operations)).toEqual(['delete a:x', 'create a:x', 'update a:a']);
  });

  it('understands relative ids, groups and namespaces', () => {
    const member = createOperation({ ...entry('z:member'), meta: { groups: ['db'] } });
    const operations = [
      createOperation(entry('a:by-group', ['group:db'])),
      createOperation(entry('b:by-namespace', ['ns:z'])),
      createOperation(entry('z:by-name', ['member'])),
      member,
    ];
    expect(sorted(operations)).toEqual([
      'create z:member',
      'create a:by-group',
      'create z:by-name',
      'create b:by-namespace',
    ]);
  });

  it('ignores missing targets and references to itself', () => {
    expect(sorted([createOperation(entry('a:a', ['a:a', 'a:missing', 'group:none']))])).toEqual(['create a:a']);
  });

  it('keeps a cycle together, tells its ids and orders the rest as usual', () => {
    const cycles: string[][] = [];
    const operations = [
      createOperation(entry('a:after', ['a:two'])),
      createOperation(entry('a:one', ['a:two', 'z:first'])),
      createOperation(entry('a:two', ['a:one'])),
      createOperation(entry('z:first')),
    ];
    expect(sorted(operations, (ids) => cycles.push(ids))).toEqual([
      'create z:first',
      'create a:one',
      'create a:two',
      'create a:after',
    ]);
    expect(cycles).toEqual([['a:one', 'a:two']]);
  });

  it('does not depend on the order of its input', () => {
    const random = seededRandom(21);
    for (let i = 0; i < 300; i++) {
      const operations = randomOperations(random);
      expect(sorted(shuffled(operations, random))).toEqual(sorted(operations));
    }
  });

  it('does not depend on the order of its input when there are cycles', () => {
    const random = seededRandom(22);
    const ids = ['a:1', 'a:2', 'a:3', 'b:1', 'b:2', 'b:3'];
    for (let i = 0; i < 300; i++) {
      const operations = ids.map((id) =>
        createOperation(
          entry(
            id,
            ids.filter(() => random() < 0.3),
          ),
        ),
      );
      expect(sorted(shuffled(operations, random))).toEqual(sorted(operations));
    }
  });

  it('keeps every constraint and every operation for random acyclic changes', () => {
    const random = seededRandom(23);
    for (let i = 0; i < 300; i++) {
      const operations = randomOperations(random, ['create', 'update', 'delete', 'none']);
      const result = sortOperations(shuffled(operations, random), extract, (ids) => {
        throw new Error(`cycle ${ids}`);
      });
      expect(new Set(result)).toEqual(new Set(operations));
      const made = new Map<string, number>();
      const deleted = new Map<string, number>();
      for (const [index, { kind, entry: item }] of result.entries()) {
        (kind === OperationKind.Delete ? deleted : made).set(item.id, index);
      }
      result.forEach(({ kind, entry: item, original }, index) => {
        if (kind !== OperationKind.Delete) {
          expect(deleted.get(item.id) ?? -1).toBeLessThan(index);
          for (const id of extract(item)) expect(made.get(id) ?? -1).toBeLessThan(index);
        }
        for (const id of original === undefined ? [] : extract(original)) {
          expect(deleted.get(id) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(index);
        }
      });
    }
  });

  it('deletes each replaced entry before its successor', () => {
    // Replacements can make the other rules contradict each other; this one always holds.
    const random = seededRandom(24);
    for (let i = 0; i < 300; i++) {
      const operations = randomOperations(random);
      const result = sortOperations(shuffled(operations, random), extract);
      expect(new Set(result)).toEqual(new Set(operations));
      const position = (kind: string, id: string): number =>
        result.findIndex((operation) => operation.kind === kind && operation.entry.id === id);
      for (const { kind, entry: item } of result) {
        if (kind === OperationKind.Create) {
          expect(position(OperationKind.Delete, item.id)).toBeLessThan(position(OperationKind.Create, item.id));
        }
      }
    }
  });

  it('sorts a chain that is longer than the call stack', () => {
    const count = 20_000;
    const operations = Array.from({ length: count }, (_, index) =>
      createOperation(
        entry(
          `a:${String(index).padStart(6, '0')}`,
          index + 1 < count ? [`a:${String(index + 1).padStart(6, '0')}`] : [],
        ),
      ),
    );
    const result = sortOperations(operations, extract);
    expect(result[0].entry.id).toBe('a:019999');
    expect(result[count - 1].entry.id).toBe('a:000000');
  });
});
