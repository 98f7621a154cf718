import { describe, expect, it } from 'vitest';
import { locateOrigin } from '../../../src/project/entries/locate-entry.ts';
import { parseEntryFile } from '../../../src/project/entries/parse-file.ts';
import { places } from '../helpers.ts';

const parse = (text: string) => parseEntryFile(text, '/app/src/_index.yaml');
const ids = (text: string) => parse(text).entries.map(({ namespace, name }) => `${namespace}:${name}`);

describe('the batch form', () => {
  it('takes all fields but name, kind and meta as data', () => {
    const { entries, diagnostics } = parse(`version: "1.0"
namespace: app
entries:
  - name: gateway
    kind: http.service
    meta: {title: Gateway}
    addr: ":8080"
    lifecycle: {auto_start: true}
`);
    expect(diagnostics).toEqual([]);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      namespace: 'app',
      name: 'gateway',
      kind: 'http.service',
      meta: { title: 'Gateway' },
      data: { addr: ':8080', lifecycle: { auto_start: true } },
    });
    expect(entries[0].origin.range.start).toEqual({ line: 4, column: 11 });
  });

  it('takes the value of "data" as the whole data and warns of fields beside it', () => {
    const { entries, diagnostics } = parse(
      'namespace: a\nentries:\n  - name: x\n    kind: k\n    data: [1, 2]\n    lost: 1\n',
    );
    expect(entries[0].data).toEqual([1, 2]);
    expect(places(diagnostics)).toEqual(['P0108 6:5']);
  });

  it('overlays the metadata of the file with that of the entry', () => {
    const { entries } = parse(
      'namespace: a\nmeta: {x: 1, y: 1}\nentries:\n  - {name: n, kind: k, meta: {y: 2}}\n  - {name: m, kind: k}\n',
    );
    expect(entries.map((entry) => entry.meta)).toEqual([
      { x: 1, y: 2 },
      { x: 1, y: 1 },
    ]);
  });

  it('ignores entry metadata that is no mapping, with a warning', () => {
    const { entries, diagnostics } = parse('namespace: a\nentries:\n  - {name: n, kind: k, meta: text}\n');
    expect(entries[0].meta).toEqual({});
    expect(places(diagnostics)).toEqual(['P0107 3:30']);
  });

  it('accepts an empty list', () => {
    expect(parse('namespace: a\nentries: []\n')).toEqual({
      entries: [],
      diagnostics: [],
      isDefinition: true,
      lost: [],
    });
  });

  it('reports every bad entry and keeps the good ones', () => {
    const { entries, diagnostics } = parse(`namespace: app
entries:
  - kind: k
  - name: 12
    kind: k
  - name: ok
    kind: k
  - name: x
  - text
  - name: "  "
    kind: k
`);
    expect(entries.map((entry) => entry.name)).toEqual(['ok']);
    expect(places(diagnostics)).toEqual(['P0103 3:11', 'P0103 4:11', 'P0104 8:11', 'P0101 9:5', 'P0103 10:11']);
    expect(diagnostics[1].message).toBe(
      'entry[1].name: name is required and must be a non-empty string, got number 12',
    );
    expect(diagnostics[1].hint).toBe('Put it in quotes: name: "12".');
  });
});

describe('the single form', () => {
  it('takes unknown keys as data and does not unwrap "data"', () => {
    const { entries } = parse('version: "1.0"\nnamespace: a\nname: n\nkind: k\nmeta: {m: 1}\ndata: {x: 1}\nport: 80\n');
    expect(entries[0]).toMatchObject({ name: 'n', kind: 'k', meta: { m: 1 }, data: { data: { x: 1 }, port: 80 } });
  });

  it('needs both name and kind', () => {
    expect(places(parse('namespace: a\nname: n\n').diagnostics)).toEqual(['P0104 2:7']);
    expect(places(parse('namespace: a\nkind: k\n').diagnostics)).toEqual(['P0103 1:1']);
  });

  it('is ignored with a warning where there is a list of entries', () => {
    const { entries, diagnostics } = parse('namespace: a\nname: n\nkind: k\nentries:\n  - {name: m, kind: k}\n');
    expect(entries.map((entry) => entry.name)).toEqual(['m']);
    expect(places(diagnostics)).toEqual(['P0113 2:1']);
  });
});

describe('files that are no definitions', () => {
  it.each(['', 'a: 1', '[1, 2]', 'text', 'namespace: ""', 'namespace:', 'version: 3.8\nservices: {}'])(
    'ignores %j',
    (text) => {
      expect(parse(text)).toEqual({ entries: [], diagnostics: [], isDefinition: false, lost: [] });
    },
  );

  it('only warns of a broken file that names no namespace', () => {
    const { diagnostics, isDefinition } = parse('{{ template }}: [\n');
    expect(isDefinition).toBe(false);
    expect(diagnostics.map((item) => item.code)).toEqual(['P0110']);
    expect(diagnostics[0].severity).toBe('warning');
  });

  it('reports a broken file with a namespace as an error', () => {
    expect(parse('namespace: app\nentries: [\n').diagnostics[0]).toMatchObject({ code: 'P0001', severity: 'error' });
  });
});

describe('fields of the file', () => {
  it('refuses an unquoted version and shows how to write it', () => {
    const { diagnostics, entries } = parse('version: 1.0\nnamespace: a\nentries:\n  - {name: n, kind: k}\n');
    expect(places(diagnostics)).toEqual(['P0101 1:10']);
    expect(diagnostics[0].message).toBe('"version" must be a string, got number 1.0');
    expect(diagnostics[0].hint).toBe('Put it in quotes: version: "1.0".');
    expect(entries).toHaveLength(1);
  });

  it('refuses entries that are no list and metadata that is no mapping', () => {
    expect(places(parse('namespace: a\nmeta: x\nentries: {a: 1}\n').diagnostics)).toEqual(['P0101 2:7', 'P0101 3:10']);
  });

  it('needs entries or name and kind', () => {
    expect(places(parse('namespace: a\n').diagnostics)).toEqual(['P0102 1:1']);
  });
});

describe('ids', () => {
  it('refuses a namespace with a colon and warns of a name with one', () => {
    expect(parse('namespace: "a:b"\nentries:\n  - {name: n, kind: k}\n').diagnostics[0]).toMatchObject({
      code: 'P0105',
      severity: 'error',
    });
    const { entries, diagnostics } = parse('namespace: a\nentries:\n  - {name: "n:m", kind: k}\n');
    expect(diagnostics[0]).toMatchObject({ code: 'P0105', severity: 'warning' });
    expect(entries).toHaveLength(1);
  });

  it('allows dots in namespaces and names', () => {
    expect(ids('namespace: app.api\nentries:\n  - {name: get_user.endpoint, kind: k}\n')).toEqual([
      'app.api:get_user.endpoint',
    ]);
  });
});

describe('places inside of entries', () => {
  const text = `namespace: app
meta: {owner: me}
entries:
  - name: worker
    kind: process.service
    lifecycle:
      restart:
        max_delay: soon
  - name: boxed
    kind: k
    data:
      list: [1, {deep: 2}]
`;
  const [worker, boxed] = parse(text).entries;

  it('finds the value of a data path', () => {
    expect(locateOrigin(worker.origin, text, 'data.lifecycle.restart.max_delay')?.range).toEqual({
      start: { line: 8, column: 20 },
      end: { line: 8, column: 24 },
    });
  });

  it('finds keys, paths below "data" and metadata of the file', () => {
    expect(locateOrigin(worker.origin, text, 'data.lifecycle', 'key')?.range.start).toEqual({ line: 6, column: 5 });
    expect(locateOrigin(boxed.origin, text, ['data', 'list', 1, 'deep'])?.range.start).toEqual({
      line: 12,
      column: 24,
    });
    expect(locateOrigin(worker.origin, text, 'meta.owner')?.range.start).toEqual({ line: 2, column: 15 });
    expect(locateOrigin(worker.origin, text, 'kind')?.range.start).toEqual({ line: 5, column: 11 });
  });

  it('gives the nearest ancestor of a missing path', () => {
    const found = locateOrigin(worker.origin, text, 'data.lifecycle.restart.nope');
    expect(found?.exact).toBe(false);
    expect(found?.range.start).toEqual({ line: 7, column: 7 });
  });
});
