import { describe, expect, it } from 'vitest';
import { commandList } from '../../../src/project/inspect/command-list.ts';
import { filterEntries } from '../../../src/project/inspect/filter-entries.ts';
import { entryField, findEntry } from '../../../src/project/inspect/find-entry.ts';
import {
  describeEntry,
  entryTable,
  entryText,
  fieldText,
  summarizeEntries,
  toJson,
  toYaml,
} from '../../../src/project/inspect/render-entry.ts';
import { entry } from '../helpers.ts';

const entries = [
  entry(
    'app:gateway',
    'http.service',
    { addr: ':80', tls: { on: true }, 'a.b': { c: 1 }, list: [{ x: 'y' }] },
    { type: 'api', order: 5 },
  ),
  entry('app.api:get', 'function.lua', { source: 'return 1\n' }, { type: 'a=b', tags: ['x', 'y'] }),
  entry('lib:get', 'function.lua.bc', { bytes: new Uint8Array([1, 2]) }),
];
const ids = (filter: Parameters<typeof filterEntries>[1]) => filterEntries(entries, filter).map((item) => item.id);

describe('filters', () => {
  it('match kinds, namespaces and names as globs', () => {
    expect(ids({ kind: 'function.lua' })).toEqual(['app.api:get']);
    expect(ids({ kind: 'function.lua*' })).toEqual(['app.api:get', 'lib:get']);
    expect(ids({ kind: '*lua*' })).toEqual(['app.api:get', 'lib:get']);
    expect(ids({ namespace: 'app*' })).toEqual(['app:gateway', 'app.api:get']);
    expect(ids({ name: 'get', namespace: 'lib' })).toEqual(['lib:get']);
    expect(ids({ name: 'g*t' })).toEqual(['app.api:get', 'lib:get']);
    expect(ids({ name: 'ge*et' })).toEqual([]);
  });

  it.each([
    ['type=api', ['app:gateway']],
    ['type=a=b', ['app.api:get']],
    ['order=5', ['app:gateway']],
    ['type^a', ['app:gateway', 'app.api:get']],
    ['type$b', ['app.api:get']],
    ['type*p', ['app:gateway']],
    ['type~^a.i$', ['app:gateway']],
    ['tags=y', ['app.api:get']],
    ['nope=1', []],
  ])('match metadata with %s', (text, expected) => {
    expect(ids({ meta: [text] })).toEqual(expected);
  });

  it('refuse malformed metadata filters', () => {
    expect(() => ids({ meta: ['type'] })).toThrow('invalid --meta "type"');
    expect(() => ids({ meta: ['type~['] })).toThrow('invalid --meta "type~["');
  });

  it('do not hang on a glob with many stars', () => {
    const long = entry(`app:${'a'.repeat(5000)}`, 'k');
    expect(filterEntries([long], { name: `${'*a'.repeat(200)}b` })).toEqual([]);
  });
});

describe('findEntry', () => {
  it('finds by id and by unique name', () => {
    expect(findEntry(entries, 'app:gateway').id).toBe('app:gateway');
    expect(findEntry(entries, 'gateway').id).toBe('app:gateway');
  });

  it('names the candidates of an ambiguous name and suggests for an unknown one', () => {
    expect(() => findEntry(entries, 'get')).toThrow('ambiguous entry name "get", use full ID (namespace:name)');
    expect(() => findEntry(entries, 'app:gatewy')).toThrow(
      expect.objectContaining({ hint: 'Did you mean "app:gateway"?' }),
    );
  });
});

describe('entryField', () => {
  it.each([
    ['addr', ':80'],
    ['tls.on', true],
    ['a.b.c', 1],
    ['list.0.x', 'y'],
    ['meta.order', 5],
    ['data.addr', ':80'],
  ])('finds %s', (field, expected) => {
    expect(entryField(entries[0], field)).toBe(expected);
  });

  it('refuses unknown fields, also those of the prototype', () => {
    expect(() => entryField(entries[0], 'adr')).toThrow(expect.objectContaining({ hint: 'Did you mean "addr"?' }));
    expect(() => entryField(entries[0], 'constructor')).toThrow('field "constructor" not found in entry data');
  });
});

describe('rendering', () => {
  it('writes tables', () => {
    expect(entryTable(entries.slice(0, 1))).toBe(
      'ID           KIND\n-----------  ------------\napp:gateway  http.service\n\nTotal: 1 entry\n',
    );
    expect(entryTable([])).toBe('No entries found\n');
    expect(entryTable([entry(`app:${'x'.repeat(60)}`, 'k')])).toContain(`app:${'x'.repeat(43)}...  k\n`);
  });

  it('writes the data of an entry in all forms', () => {
    expect(entryText(entries[1])).toContain('Data:\n  source: |\n    return 1');
    expect(JSON.parse(toJson(describeEntry(entries[1])))).toEqual({
      id: 'app.api:get',
      kind: 'function.lua',
      meta: { type: 'a=b', tags: ['x', 'y'] },
      data: { source: 'return 1\n' },
    });
    expect(toYaml(describeEntry(entries[2]))).toContain('<2 bytes>');
    expect(summarizeEntries(entries.slice(2))).toEqual([{ id: 'lib:get', kind: 'function.lua.bc' }]);
  });

  it('writes fields raw where they are texts', () => {
    expect(fieldText('a')).toBe('a\n');
    expect(fieldText('a\n')).toBe('a\n');
    expect(fieldText({ a: [1] })).toBe('a:\n  - 1\n');
  });

  it('lists commands or says how to define one', () => {
    const list = commandList([
      { name: 'a', short: 'Do a', main: false, useCase: 'run', entry: 'app:a' },
      { name: 'long', short: '', main: false, useCase: 'run', entry: 'app:b' },
    ]);
    expect(list).toBe(
      'Available commands:\n\n  a     Do a  (app:a)\n  long  (app:b)\n\nRun with: wippy run <command>\n',
    );
    expect(commandList([])).toContain('No commands found.');
  });
});
