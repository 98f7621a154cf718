import { describe, expect, it } from 'vitest';
import {
  compileDependencyPatterns,
  createEntry,
  DependencyGraph,
  type Entry,
  EntryState,
  genericDependencyPatterns,
} from '../../../src/core/registry/index.ts';
import { pick, seededRandom } from '../../infrastructure/random.ts';
import { entry } from './entries.ts';

describe('compileDependencyPatterns', () => {
  const find = compileDependencyPatterns(genericDependencyPatterns);
  const texts = (input: { meta?: Record<string, unknown>; data?: unknown }): string[] =>
    find(createEntry({ id: 'a:x', kind: 'k', ...input }))
      .map((found) => `${found.path.join('.')}=${found.text}`)
      .sort();

  it('finds texts, lists and the values of maps', () => {
    expect(
      texts({
        meta: { depends_on: ['a:1', 5, ''], router: 'a:r', db_env: 'DB' },
        data: { imports: { json: 'json', db: 'a:db' }, lifecycle: { requires: ['svc'] }, host: 'a:host' },
      }),
    ).toEqual([
      'data.host=a:host',
      'data.imports.db=a:db',
      'data.imports.json=json',
      'data.lifecycle.requires.0=svc',
      'meta.db_env=DB',
      'meta.depends_on.0=a:1',
      'meta.router=a:r',
    ]);
  });

  it('walks through lists and any key for a star', () => {
    expect(
      texts({ data: { contracts: [{ contract: 'a:c', methods: { get: 'a:f' } }], stage: { depends_on: 'a:d' } } }),
    ).toEqual(['data.contracts.0.contract=a:c', 'data.contracts.0.methods.get=a:f', 'data.stage.depends_on=a:d']);
  });

  it('finds nothing in data that is no map', () => {
    expect(texts({ data: 'host: x' })).toEqual([]);
    expect(texts({ data: null })).toEqual([]);
  });
});

describe('DependencyGraph', () => {
  const extract = (item: Entry): string[] => item.meta['depends_on'] as string[];
  const state = EntryState.from([
    entry('a:app', ['db', 'b:cache']),
    entry('a:db', ['b:disk']),
    entry('b:cache'),
    entry('b:disk'),
    entry('c:job', ['ns:a']),
  ]);
  const graph = DependencyGraph.of(state, extract);

  it('knows both directions', () => {
    expect(graph.dependencies('a:app')).toEqual(['a:db', 'b:cache']);
    expect(graph.dependents('a:db')).toEqual(['a:app', 'c:job']);
    expect(graph.dependencies('c:job')).toEqual(['a:app', 'a:db']);
    expect(graph.dependents('x:unknown')).toEqual([]);
  });

  it('finds everything that depends on an entry', () => {
    expect([...graph.allDependents(['b:disk'])].sort()).toEqual(['a:app', 'a:db', 'c:job']);
  });

  it('is after any changes what it would be if made anew', () => {
    const random = seededRandom(5);
    const ids = ['a:1', 'a:2', 'b:1', 'b:2', 'c'];
    const texts = [...ids, '1', 'ns:a', 'ns:', 'group:g', 'group:h', 'missing:x'];
    let changing = DependencyGraph.of(EntryState.empty, extract);
    let current = EntryState.empty;
    for (let round = 0; round < 400; round++) {
      const id = pick(ids, random);
      const groups = ['g', 'h'].filter(() => random() < 0.3);
      const item = createEntry({
        id,
        kind: 'k',
        meta: { depends_on: texts.filter(() => random() < 0.3), groups },
      });
      const earlier = { graph: changing, state: current };
      current = current.with([[id, random() < 0.25 ? undefined : item]]);
      changing = changing.with(current, [id]);
      for (const [tested, entries] of [
        [changing, current],
        [earlier.graph, earlier.state],
      ] as const) {
        const fresh = DependencyGraph.of(EntryState.from(entries.entries()), extract);
        for (const other of ids) {
          expect(tested.dependencies(other)).toEqual(fresh.dependencies(other));
          expect(tested.dependents(other)).toEqual(fresh.dependents(other));
        }
      }
    }
  });
});
