import { describe, expect, it } from 'vitest';
import { Finder, type Query } from '../../../src/core/finder/index.ts';
import { createEntry, EntryState } from '../../../src/core/registry/index.ts';
import { LogManager } from '../../../src/infrastructure/logger/index.ts';

const entries = [
  createEntry({
    id: 'app:index',
    kind: 'function.lua',
    meta: { title: 'Index page', tags: ['web', 'public'], order: 1 },
  }),
  createEntry({ id: 'app:admin', kind: 'function.lua', meta: { title: 'Admin page', tags: ['web'], order: 2 } }),
  createEntry({ id: 'app.api:users', kind: 'http.endpoint', meta: { path: '/api/users', 'a.b': 'dotted' } }),
];

function createFinder(): { finder: Finder; warnings: string[]; set: (state: EntryState) => void } {
  const warnings: string[] = [];
  const manager = new LogManager({ stream: { write: () => undefined } });
  manager.observe((record) => warnings.push(record.message));
  let state = EntryState.from(entries);
  const finder = new Finder(() => state, { logger: manager.root });
  return {
    finder,
    warnings,
    set: (next) => {
      state = next;
    },
  };
}

describe('Finder', () => {
  it.each<[Query, string[]]>([
    [{}, ['app:admin', 'app:index', 'app.api:users']],
    [{ '.kind': 'function.lua' }, ['app:admin', 'app:index']],
    [{ '.kind': 'function.*', '.name': 'i*x' }, ['app:index']],
    [{ '.ns': 'app' }, ['app:admin', 'app:index']],
    [{ '.id': 'app.api:users' }, ['app.api:users']],
    [{ '.name': '*s*' }, []],
    [{ 'meta.order': 1 }, ['app:index']],
    [{ 'meta.tags': ['public', 'web'] }, ['app:index']],
    [{ 'meta.tags': [] }, ['app:admin', 'app:index']],
    [{ 'meta.missing': 'x' }, []],
    [{ 'meta.a.b': 'dotted' }, ['app.api:users']],
    [{ '~meta.path': '^/api/[a-z]+$' }, ['app.api:users']],
    [{ '~meta.title': '(?i)INDEX' }, ['app:index']],
    [{ '*meta.title': 'page' }, ['app:admin', 'app:index']],
    [{ '*meta.tags': 'pub' }, ['app:index']],
    [{ '^meta.title': 'Adm' }, ['app:admin']],
    [{ '$meta.path': 'users' }, ['app.api:users']],
    [{ '^meta.order': '1' }, []],
  ])('%j finds %j', (query, ids) => {
    const { finder, warnings } = createFinder();
    expect(finder.find(query).map((entry) => entry.id)).toEqual(ids);
    expect(warnings).toEqual([]);
  });

  it.each<[Query, string]>([
    [
      { kind: 'x' },
      '"kind" in a query is ignored; write "meta.kind" for a field of meta or ".kind" for one of the entry',
    ],
    [{ '.knd': 'x' }, 'unknown field ".knd" in a query is ignored'],
    [{ '.kind': 5 }, '".kind" in a query expects a text, got 5'],
    [{ '~meta.path': '(' }, 'invalid regular expression "(" in a query is ignored'],
    [{ '~meta.path': '(a)\\1' }, 'invalid regular expression'],
  ])('%j filters nothing and is reported', (query, message) => {
    const { finder, warnings } = createFinder();
    expect(finder.find(query)).toHaveLength(3);
    expect(warnings[0]).toContain(message);
  });

  it('answers an equal query from its cache until the entries change', () => {
    const { finder, set } = createFinder();
    const first = finder.find({ '.ns': 'app', 'meta.order': 1 });
    expect(finder.find({ 'meta.order': 1, '.ns': 'app' })).toBe(first);
    expect(finder.find({ 'meta.order': '1', '.ns': 'app' })).not.toBe(first);
    set(EntryState.empty);
    expect(finder.find({ '.ns': 'app', 'meta.order': 1 })).toEqual([]);
  });

  it('searches another state without touching the cache of the current one', () => {
    const { finder } = createFinder();
    expect(finder.find({}, EntryState.empty)).toEqual([]);
    expect(finder.find({})).toHaveLength(3);
  });

  it('takes linear time for expressions that would ruin a backtracking engine', () => {
    const evil = EntryState.from([createEntry({ id: 'a:x', kind: 'k', meta: { text: `${'a'.repeat(5000)}!` } })]);
    expect(new Finder(() => evil).find({ '~meta.text': '^(a+)+$' })).toEqual([]);
  });
});
