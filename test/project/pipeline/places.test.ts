import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeInEntry } from '../../../src/project/entries/locate-entry.ts';
import { type LoadProjectOptions, loadProject } from '../../../src/project/load-project.ts';
import { LOCK, withFiles } from '../helpers.ts';

const files = {
  'wippy.lock': `${LOCK}modules: [{name: org/mod, version: v1}]\n`,
  'src/_index.yaml': `namespace: app
entries:
  - name: gateway
    kind: http.service
    addr: ":1"
    lifecycle:
      auto_start: true
  - name: dep
    kind: ns.dependency
    component: org/mod
    parameters:
      - name: port
        value: ":2"
`,
  '.wippy/vendor/org/mod/_index.yaml': `namespace: org.mod
entries:
  - name: server
    kind: http.service
    list: [a]
  - name: port
    kind: ns.requirement
    targets:
      - {entry: server, path: addr}
  - name: extra
    kind: ns.requirement
    default: b
    targets:
      - {entry: server, path: list +=}
`,
};

function load(config: string, options: LoadProjectOptions = {}) {
  return withFiles({ ...files, '.wippy.yaml': `version: "1.0"\n${config}` }, async (directory) => {
    const project = await loadProject(directory, { environment: {}, ...options });
    const place = (id: string, path: string) => {
      const entry = project.entries.find((item) => item.id === id);
      if (entry === undefined) throw new Error(`no entry ${id}`);
      const { file, range } = placeInEntry(entry, path, (name) => project.files.get(name)?.text);
      return `${basename(file ?? '')} ${range?.start.line}:${range?.start.column}`;
    };
    return { ...project, place };
  });
}

describe('the place of a value', () => {
  it('that was overridden is in the configuration, also inside of it', async () => {
    const { place, diagnostics } = await load(
      'override:\n  app:gateway:addr: ":9"\n  app:gateway:kind: http.router\n  app:gateway:meta.list: [a, {b: c}]\n  app:gateway:data:\n',
    );
    expect(diagnostics.map((item) => item.code)).toEqual(['P0501']);
    expect(place('app:gateway', 'data.addr')).toBe('.wippy.yaml 3:21');
    expect(place('app:gateway', 'kind')).toBe('.wippy.yaml 4:21');
    expect(place('app:gateway', 'meta.list')).toBe('.wippy.yaml 5:26');
    expect(place('app:gateway', 'meta.list.1.b')).toBe('.wippy.yaml 5:34');
    expect(place('app:gateway', 'data.lifecycle.auto_start')).toBe('_index.yaml 7:19');
  });

  it('that a profile overrides is in the profile', async () => {
    const config = 'override:\n  app:gateway:addr: ":9"\nprofiles:\n  p:\n    override: {"app:gateway:addr": ":8"}\n';
    expect((await load(config, { profiles: ['p'] })).place('app:gateway', 'data.addr')).toBe('.wippy.yaml 6:36');
  });

  it('of a flag is that of the entry', async () => {
    const { place, entries } = await load('', { overrides: ['app:gateway:addr=:7'] });
    expect(entries[0].data).toMatchObject({ addr: ':7' });
    expect(place('app:gateway', 'data.addr')).toBe('_index.yaml 3:11');
  });

  it('that was linked is in the dependency or in the default', async () => {
    const { place } = await load('');
    expect(place('org.mod:server', 'data.addr')).toBe('_index.yaml 13:16');
    expect(place('org.mod:server', 'data.list.1')).toBe('_index.yaml 12:14');
    expect(place('org.mod:server', 'data.list.0')).toBe('_index.yaml 5:12');
  });

  it('of a bad override or pattern is in the configuration', async () => {
    const { diagnostics } = await load(
      'override: {"app:gatway:x": 1, "app:gateway:data": 1, "nonsense": 1}\ndisable: {entries: ["a:b", "bad"]}\n',
    );
    expect(diagnostics.map(({ code, range }) => `${code} ${range?.start.line}:${range?.start.column}`).sort()).toEqual([
      'P0501 2:12',
      'P0501 2:51',
      'P0501 2:54',
    ]);
    const { diagnostics: patterns } = await load('disable: {entries: ["a:b", "bad"]}\n');
    expect(patterns.map(({ code, range }) => [code, range?.start])).toEqual([['P0502', { line: 2, column: 28 }]]);
  });
});
