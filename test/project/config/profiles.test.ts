import { describe, expect, it } from 'vitest';
import { type ConfigOptions, readConfig } from '../../../src/project/config/read-config.ts';
import { places, withFiles } from '../helpers.ts';

const read = (body: string, options: ConfigOptions = {}) =>
  withFiles({ '.wippy.yaml': `version: "1.0"\n${body}` }, async (directory) => {
    const result = await readConfig(directory, { environment: {}, ...options });
    const values = Object.fromEntries(
      result.config
        .keys()
        .filter((key) => !key.startsWith('boot.'))
        .map((key) => [key, result.config.raw(key)]),
    );
    return { ...result, values };
  });

const base = `
override: {"app:db:kind": db.sql.sqlite}
disable: {namespaces: ["legacy.**", "old"], entries: ["a:b"]}
finder: {query_cache_size: 5}
profiles:
  pg:
    override: {"app:db:kind": db.sql.postgres, "app:db:port": 5432}
    disable:
      namespaces.add: ["experimental.**", "old"]
      entries.remove: ["a:b"]
  small:
    finder: {query_cache_size: 1}
    disable:
      namespaces: {remove: ["experimental.**", "legacy.**"]}
`;

describe('profiles', () => {
  it('lie over the files leaf by leaf, and change lists with add and remove', async () => {
    const { values, diagnostics, profiles } = await read(base, { profiles: ['pg'] });
    expect(diagnostics).toEqual([]);
    expect(profiles).toEqual(['pg', 'small']);
    expect(values).toEqual({
      'override.app:db:kind': 'db.sql.postgres',
      'override.app:db:port': 5432,
      'disable.namespaces': ['legacy.**', 'old', 'experimental.**'],
      'disable.entries': [],
      'finder.query_cache_size': 5,
    });
  });

  it('compose in the order of the flags, under --set and -o', async () => {
    const { values, diagnostics } = await read(base, {
      profiles: ['pg', 'small'],
      set: ['finder.query_cache_size=9'],
      overrides: ['app:db:kind=custom'],
    });
    expect(diagnostics).toEqual([]);
    expect(values).toMatchObject({
      'disable.namespaces': ['old'],
      'finder.query_cache_size': 9,
      'override.app:db:kind': 'custom',
    });
  });

  it('change nothing and vanish where none is selected', async () => {
    const { values } = await read(base);
    expect(values['override.app:db:kind']).toBe('db.sql.sqlite');
    expect(Object.keys(values).filter((key) => key.startsWith('profiles'))).toEqual([]);
  });

  it('of several files with one name are one profile', async () => {
    await withFiles(
      {
        'a.yaml': 'version: "1.0"\nprofiles: {p: {finder: {query_cache_size: 1, regex_cache_size: 1}}}\n',
        'b.yaml': 'version: "1.0"\nprofiles: {p: {finder: {query_cache_size: 2}}}\nfinder: {regex_cache_size: 7}\n',
      },
      async (directory) => {
        const { config } = await readConfig(directory, { files: ['a.yaml', 'b.yaml'], profiles: ['p'] });
        expect([config.raw('finder.query_cache_size'), config.raw('finder.regex_cache_size')]).toEqual([2, 1]);
      },
    );
  });

  it('that nobody declares are an error with a suggestion', async () => {
    const { diagnostics } = await read(base, { profiles: ['smal'] });
    expect(diagnostics).toMatchObject([
      { code: 'P0409', severity: 'error', message: 'unknown profile "smal"', hint: 'Did you mean "small"?' },
    ]);
    expect((await read('', { profiles: ['x'] })).diagnostics[0].hint).toBe('No configuration file declares profiles.');
  });

  it('keep the place of each pattern of a changed list', async () => {
    const { places: placeOf } = await read(base, { profiles: ['pg'] });
    const lines = [0, 1, 2].map((index) => placeOf('disable.namespaces', [index]).range?.start);
    expect(lines).toEqual([
      { line: 4, column: 24 },
      { line: 4, column: 37 },
      { line: 10, column: 24 },
    ]);
  });

  it.each([
    ['disable: {namespaces.add: [x]}', ['P0411 2:11']],
    ['profiles: {p: {disable: {namespaces.add: [1]}}}', ['P0411 2:43']],
    ['profiles: {p: {disable: {entries.remove: {a: b}}}}', ['P0407 2:43']],
    ['profiles: {p: {disable: {namespace: [x]}}}', ['P0407 2:26']],
    ['profiles: {p: {finder: {query_cach_size: 1}}}', ['P0407 2:25']],
    ['profiles: {p: {finder: {query_cache_size: x}}}', ['P0406 2:25']],
    ['profiles: {p: {findr: {x: 1}}}', ['P0404 2:16']],
    ['profiles: {p: 5}', ['P0401 2:15']],
    ['profiles: [p]', ['P0401 2:11']],
    ['profiles: {p: {profiles: {q: {}}}}', ['P0401 2:16']],
    ['profiles: {p: {vars: {a: "${env:HOME}"}}}', ['P0410 2:26']],
  ])('are checked even where they are not selected: %s', async (body, expected) => {
    expect(places((await read(body)).diagnostics)).toEqual(expected);
  });

  it('warn where they remove what is not there', async () => {
    const body = 'disable: {entries: ["app:test"]}\nprofiles: {p: {disable: {entries.remove: ["app:tests"]}}}';
    expect((await read(body, { profiles: ['p'] })).diagnostics).toMatchObject([
      { code: 'P0411', severity: 'warning', hint: 'Did you mean "app:test"?', range: { start: { line: 3 } } },
    ]);
  });
});

describe('values of open sections', () => {
  it.each([
    ['disable: {namespaces: 5}', ['P0413 2:23']],
    ['disable: {namespaces: [a, 5]}', ['P0413 2:27']],
    ['disable: {entries: {a: b}}', ['P0407 2:21']],
    ['disable: {meta: [a]}', ['P0413 2:17']],
    ['disable: {meta: {type: 5}}', ['P0413 2:24']],
    ['disable: {meta: {type: test}, namespaces: app, entries: null}', []],
    ['workspace: {replacement: {a/b: ../x}}', ['P0407 2:27']],
    ['vars: {a: [{b: c}]}', ['P0413 2:11']],
    ['vars: {a: {b: c}, d: [1, 2]}', []],
  ])('that are malformed have a place: %s', async (body, expected) => {
    expect(places((await read(body)).diagnostics)).toEqual(expected);
  });
});
