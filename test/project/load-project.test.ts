import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCommands } from '../../src/project/commands.ts';
import { originOf, placeInEntry } from '../../src/project/entries/locate-entry.ts';
import { type LoadProjectOptions, loadProject, sortEntries } from '../../src/project/load-project.ts';
import { LOCK, places, withFiles } from './helpers.ts';

const index = (namespace: string, ...names: string[]) =>
  `namespace: ${namespace}\nentries:\n${names.map((name) => `  - {name: ${name}, kind: k}\n`).join('')}`;

function load(files: Record<string, string>, options?: LoadProjectOptions) {
  return withFiles(files, async (directory) => {
    const project = await loadProject(directory, { environment: {}, ...options });
    return { ...project, ids: project.entries.map((entry) => entry.id), base: directory };
  });
}

describe('loadProject', () => {
  it('loads the sources that the lock file names', async () => {
    const { ids, diagnostics, lock, files } = await load({
      'wippy.lock': LOCK,
      'src/_index.yaml': index('app', 'a', 'b'),
      'src/api/_index.yaml': index('app.api', 'c'),
      'src/other.yaml': 'no: entries\n',
      'elsewhere.yaml': index('no', 'x'),
    });
    expect(diagnostics).toEqual([]);
    expect(ids).toEqual(['app:a', 'app:b', 'app.api:c']);
    expect(lock.exists).toBe(true);
    expect(files.size).toBe(3);
  });

  it('gives an empty project where there is no lock file', async () => {
    const { ids, diagnostics, lock } = await load({ 'src/_index.yaml': index('app', 'a') });
    expect({ ids, diagnostics, exists: lock.exists }).toEqual({ ids: [], diagnostics: [], exists: false });
  });

  it('collects the problems of all files and keeps the good entries', async () => {
    const { ids, diagnostics } = await load({
      'wippy.lock': LOCK,
      'src/a.yaml': 'namespace: app\nentries:\n  - {kind: k}\n  - {name: ok, kind: k}\n',
      'src/b.yaml': 'version: 1.0\nnamespace: app\nentries: []\n',
      'src/c.yaml': 'namespace: app\nentries:\n\t- x\n',
      'src/d.yaml': 'namespace: app\nentries:\n  - {name: f, kind: k, source: file://gone.lua}\n',
      '.wippy.yaml': 'logger: {}\n',
    });
    expect(ids).toContain('app:ok');
    expect(places(diagnostics)).toEqual(['P0402 1:1', 'P0103 3:12', 'P0101 1:10', 'P0002 3:1', 'P0201 3:32']);
  });

  it('does not scan installed modules as sources of the application', async () => {
    const { ids } = await load({
      'wippy.lock': 'directories: {modules: deps, src: .}\nmodules: [{name: org/mod, version: v1}]\n',
      'app.yaml': index('app', 'a'),
      'deps/vendor/org/mod/_index.yaml': index('org.mod', 'm'),
      'deps/vendor/org/unused/_index.yaml': index('org.unused', 'u'),
      '.wippy/vendor/x/y/_index.yaml': index('x.y', 'z'),
    });
    expect(ids).toEqual(['app:a', 'org.mod:m']);
  });

  it('marks entries of modules and applies the filters of their manifest', async () => {
    const { entries, diagnostics } = await load({
      'wippy.lock': `${LOCK}modules: [{name: org/mod, version: v1}]\nreplacements: [{from: org/local, to: ./local}]\n`,
      'src/_index.yaml': index('app', 'a'),
      'local/wippy.yaml': 'exclude: ["app:**", "test/**"]\nexclude_meta: {type: [test]}\n',
      'local/src/_index.yaml': index('org.local', 'l'),
      'local/src/test/_index.yaml': index('app', 'fixture'),
      'local/src/meta.yaml': 'namespace: org.local\nmeta: {type: test}\nentries: [{name: t, kind: k}]\n',
      '.wippy/vendor/org/mod/_index.yaml': index('org.mod', 'm'),
    });
    expect(places(diagnostics)).toEqual(['P0304 5:1']);
    expect(entries.map((entry) => [entry.id, entry.meta])).toEqual([
      ['app:a', {}],
      ['org.local:l', { module: 'org/local' }],
      ['org.mod:m', { module: 'org/mod', module_version: 'v1' }],
    ]);
    expect(originOf(entries[2])?.module).toBe('org/mod');
  });

  it('reports modules that are not installed, packs and missing directories', async () => {
    const { diagnostics } = await load({
      'wippy.lock': `${LOCK}modules: [{name: org/gone, version: v1}, {name: org/packed, version: v1}]\n`,
      '.wippy/vendor/org/packed-v1.wapp': 'PK',
    });
    expect(diagnostics.map((item) => [item.code, item.severity])).toEqual([
      ['P0111', 'warning'],
      ['P0112', 'error'],
      ['P0510', 'error'],
    ]);
  });

  it('lets the last of duplicate definitions win and shows all places', async () => {
    const { entries, diagnostics, base } = await load({
      'wippy.lock': LOCK,
      'src/a.yaml': 'namespace: app\nentries: [{name: x, kind: first}]\n',
      'src/b.yaml': 'namespace: app\nentries: [{name: x, kind: second}]\n',
    });
    expect(entries.map((entry) => entry.kind)).toEqual(['second']);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ code: 'P0106', severity: 'warning', file: join(base, 'src/b.yaml') });
    expect(diagnostics[0].related).toMatchObject([{ file: join(base, 'src/a.yaml') }]);
  });

  it('applies configuration, --set and -o', async () => {
    const { entries, config } = await load(
      {
        'wippy.lock': LOCK,
        '.wippy.yaml': 'version: "1.0"\ndisable: {entries: ["app:gone"]}\noverride: {"app:a:x": 1}\n',
        'src/_index.yaml': index('app', 'a', 'gone'),
      },
      { set: ['shutdown.timeout=1s'], overrides: ['app:a:y=two'] },
    );
    expect(entries.map((entry) => [entry.id, entry.data])).toEqual([['app:a', { x: 1, y: 'two' }]]);
    expect(config.duration('shutdown.timeout', 0)).toBe(1000);
  });

  it('throws for a malformed override, because that is a mistake of the command line', async () => {
    await expect(load({ 'wippy.lock': LOCK }, { overrides: ['nonsense'] })).rejects.toThrow(
      'invalid override: nonsense',
    );
  });

  it('gives each entry its place, so that later diagnostics can point into it', async () => {
    const { entries, files, base } = await load({
      'wippy.lock': LOCK,
      'src/_index.yaml':
        'namespace: app\nentries:\n  - name: a\n    kind: k\n    lifecycle:\n      restart: {max_delay: x}\n',
    });
    const place = placeInEntry(entries[0], 'data.lifecycle.restart.max_delay', (file) => files.get(file)?.text);
    expect(place).toEqual({
      file: join(base, 'src/_index.yaml'),
      range: { start: { line: 6, column: 28 }, end: { line: 6, column: 29 } },
    });
  });

  it('notices changes of files when it is called again', async () => {
    await withFiles({ 'wippy.lock': LOCK, 'src/_index.yaml': index('app', 'a') }, async (directory) => {
      const before = await loadProject(directory);
      await writeFile(join(directory, 'src/_index.yaml'), index('app', 'b'));
      const after = await loadProject(directory);
      expect([before, after].map((project) => project.entries[0].id)).toEqual(['app:a', 'app:b']);
    });
  });
});

describe('sortEntries and findCommands', () => {
  it('sort by id and find processes with a command', async () => {
    const { entries } = await load({
      'wippy.lock': LOCK,
      'src/_index.yaml': `namespace: app
entries:
  - {name: z, kind: process.lua, meta: {command: {name: go, short: Go on, main: true, use_case: test}}}
  - {name: b, kind: process.wasm, meta: {command: {name: other}}}
  - {name: c, kind: function.lua, meta: {command: {name: none}}}
  - {name: d, kind: process.lua, meta: {command: text}}
  - {name: e, kind: process.lua, meta: {command: {name: 5}}}
`,
    });
    expect(sortEntries(entries).map((entry) => entry.id)).toEqual(['app:b', 'app:c', 'app:d', 'app:e', 'app:z']);
    expect(findCommands(entries)).toEqual([
      { name: 'go', short: 'Go on', main: true, useCase: 'test', entry: 'app:z' },
      { name: 'other', short: '', main: false, useCase: 'run', entry: 'app:b' },
    ]);
  });
});
