import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ConfigOptions, readConfig } from '../../../src/project/config/read-config.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import { LOCK, places, withFiles } from '../helpers.ts';

function compose(texts: readonly string[], options: ConfigOptions = {}) {
  const files = Object.fromEntries(texts.map((text, index) => [`${index}.yaml`, `version: "1.0"\n${text}`]));
  return withFiles(files, async (directory) => {
    const result = await readConfig(directory, { files: Object.keys(files), environment: {}, ...options });
    return { ...result, override: result.config.section('override') };
  });
}

describe('files of the configuration', () => {
  it('replace single values; a map that becomes a value loses its parts, and the other way round', async () => {
    const { override, diagnostics } = await compose([
      'override: {"a:b:map": {x: 1, y: 2}, "a:b:value": 1, "a:b:list": [1, 2], "a:b:kept": {x: 1}}',
      'override: {"a:b:map": 5, "a:b:value": {x: 1}, "a:b:list": [3], "a:b:kept": {y: 2}}',
    ]);
    expect(diagnostics).toEqual([]);
    expect(Object.fromEntries(override.keys().map((key) => [key, override.raw(key)]))).toEqual({
      'a:b:map': 5,
      'a:b:value.x': 1,
      'a:b:list': [3],
      'a:b:kept.x': 1,
      'a:b:kept.y': 2,
    });
  });

  it('report a value where the file has it that counts', async () => {
    const { diagnostics } = await compose([
      'finder: {query_cache_size: x}',
      'shutdown: {timeout: 1}\nfinder: {query_cache_size: y}',
    ]);
    expect(diagnostics.map((item) => [item.file?.slice(-6), item.range?.start.line])).toEqual([
      ['1.yaml', 3],
      ['1.yaml', 2],
    ]);
  });

  it('do not lose keys with dots', async () => {
    const { places: placeOf } = await compose(['override: {"app.v2:x.y:data.kind": inner}']);
    expect(placeOf('override.app.v2:x.y:data.kind').range?.start).toEqual({ line: 2, column: 36 });
    expect(placeOf('override.app.v2:x.y:data.kind', [], 'key').range?.start).toEqual({ line: 2, column: 12 });
    expect(placeOf('override.none')).toEqual({});
  });
});

describe('workspace.replacements', () => {
  const files = {
    'wippy.lock': `${LOCK}modules: [{name: org/a, version: v1}, {name: org/b, version: v1}]\n`,
    'src/_index.yaml': 'namespace: app\nentries: []\n',
    'conf/w.yaml': 'version: "1.0"\nworkspace: {replacements: {org/a: ../local-a, org/b: ../local-b}}\n',
    'off.yaml': 'version: "1.0"\nworkspace: {replacements: {org/b: null}}\n',
    'local-a/src/_index.yaml': 'namespace: org.a\nentries: [{name: x, kind: k}]\n',
    'local-b/_index.yaml': 'namespace: org.b\nentries: [{name: local, kind: k}]\n',
    '.wippy/vendor/org/b/_index.yaml': 'namespace: org.b\nentries: [{name: vendored, kind: k}]\n',
  };
  const load = (configFiles: string[], extra: Record<string, string> = {}) =>
    withFiles({ ...files, ...extra }, async (directory) => {
      const project = await loadProject(directory, { configFiles, environment: {} });
      return { ...project, ids: project.entries.map((entry) => entry.id) };
    });

  it('take the place of modules, from the directory of the first file on', async () => {
    const { ids, diagnostics, entries } = await load(['conf/w.yaml']);
    expect(diagnostics).toEqual([]);
    expect(ids).toEqual(['org.a:x', 'org.b:local']);
    expect(entries[0].meta).toEqual({ module: 'org/a' });
  });

  it('are taken back by null in a later file', async () => {
    expect((await load(['conf/w.yaml', 'off.yaml'])).ids).toEqual(['org.a:x', 'org.b:vendored']);
  });

  it('leave out the files that the manifest of the module excludes', async () => {
    const { ids } = await load(['conf/w.yaml'], {
      'local-a/wippy.yaml': 'exclude: ["src/test/**", "**/fixture?.yaml", "app:*"]\n',
      'local-a/src/test/deep/_index.yaml': 'namespace: org.a\nentries: [{name: hidden, kind: k}]\n',
      'local-a/src/lib/fixture1.yaml': 'namespace: org.a\nentries: [{name: fixture, kind: k}]\n',
      'local-a/src/tests.yaml': 'namespace: org.a\nentries: [{name: shown, kind: k}]\n',
    });
    expect(ids).toEqual(['org.a:x', 'org.a:shown', 'org.b:local']);
  });

  it('win over replacements of the lock file, which are deprecated', async () => {
    const lock = `${files['wippy.lock']}replacements: [{from: org/a, to: ./local-b}]\n`;
    const { ids, diagnostics } = await load(['conf/w.yaml'], { 'wippy.lock': lock });
    expect(ids).toEqual(['org.a:x', 'org.b:local']);
    expect(places(diagnostics)).toEqual(['P0304 5:1']);
  });

  it.each([
    ['{org/a: ../gone}', 'does not exist', 'P0412 2:35'],
    ['{org/a: w.yaml}', 'is not a directory', 'P0412 2:35'],
    ['{org/a: 5}', 'must be a directory, got number 5', 'P0412 2:35'],
    ['{org: ../local-a}', 'invalid format', 'P0412 2:28'],
    ['[a]', 'must be a map', 'P0412 2:27'],
  ])('that are malformed are errors: %s', async (value, message, place) => {
    const text = `version: "1.0"\nworkspace: {replacements: ${value}}\n`;
    const result = await withFiles({ 'conf/w.yaml': text }, async (directory) => {
      const { diagnostics } = await readConfig(directory, { files: ['conf/w.yaml'] });
      return { diagnostics, file: join(directory, 'conf/w.yaml') };
    });
    expect(places(result.diagnostics)).toEqual([place]);
    expect(result.diagnostics[0]).toMatchObject({ file: result.file, severity: 'error' });
    expect(result.diagnostics[0].message).toContain(message);
  });
});
