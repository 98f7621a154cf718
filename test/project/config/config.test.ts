import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseOverride, parseSet } from '../../../src/project/config/command-line.ts';
import { parseConfig } from '../../../src/project/config/parse-config.ts';
import { readConfig } from '../../../src/project/config/read-config.ts';
import { typeOverrideValue, typeSetValue } from '../../../src/project/config/typing.ts';
import { places, withFiles } from '../helpers.ts';

const parse = (text: string) => parseConfig(text, '/app/.wippy.yaml');

describe('a configuration file', () => {
  it('is flattened to dot keys; lists stay whole', () => {
    const { values, diagnostics } = parse(
      'version: "1.0"\nsupervisor:\n  host:\n    buffer_size: 5\ndisable:\n  namespaces: [a, b]\noverride:\n  "app:db:data":\n    host: x\n',
    );
    expect(diagnostics).toEqual([]);
    expect(values.map(({ key, value }) => [key, value])).toEqual([
      ['supervisor.host.buffer_size', 5],
      ['disable.namespaces', ['a', 'b']],
      ['override.app:db:data.host', 'x'],
    ]);
  });

  it('accepts an unquoted version, because the reference does', () => {
    expect(parse('version: 1.0\n').diagnostics).toEqual([]);
  });

  it.each([
    ['', 'missing version field'],
    ['logger: {encoding: json}\n', 'missing version field'],
    ['version: "2.0"\n', 'unsupported version: 2.0'],
  ])('needs the version 1.0: %j', (text, message) => {
    expect(parse(text).diagnostics.map((item) => item.message)).toEqual([message]);
  });

  it('warns of unknown sections and suggests the right one', () => {
    const { diagnostics } = parse('version: "1.0"\nloger: {encoding: json}\n');
    expect(places(diagnostics)).toEqual(['P0404 2:1']);
    expect(diagnostics[0]).toMatchObject({ severity: 'warning', hint: 'Did you mean "logger"?' });
  });

  it('refuses sections that are no mappings', () => {
    expect(places(parse('version: "1.0"\nlogger: json\nlua:\n').diagnostics)).toEqual(['P0401 2:9']);
    expect(parse('- a\n').diagnostics.map((item) => item.code)).toEqual(['P0401']);
  });
});

describe('readConfig', () => {
  const files = {
    '.wippy.yaml': 'version: "1.0"\nregistry: {history_type: memory}\nshutdown: {timeout: 5s}\n',
    'local/more.yaml': 'version: "1.0"\nregistry: {history_type: sqlite}\n',
  };

  it('needs no file', async () => {
    const { config, diagnostics, files: read } = await withFiles({}, (directory) => readConfig(directory));
    expect({ diagnostics, read, keys: config.keys() }).toEqual({
      diagnostics: [],
      read: [],
      keys: ['boot.config_dir', 'boot.config_path'],
    });
  });

  it('merges files in order, then --set, then -o', async () => {
    await withFiles(files, async (directory) => {
      const { config, diagnostics } = await readConfig(directory, {
        files: ['.wippy.yaml', 'local/more.yaml'],
        set: ['shutdown.timeout=9s', 'registry.enable_history=false'],
        overrides: ['app:x:port=80'],
      });
      expect(diagnostics).toEqual([]);
      expect(config.string('registry.history_type', '')).toBe('sqlite');
      expect(config.duration('shutdown.timeout', 0)).toBe(9000);
      expect(config.boolean('registry.enable_history', true)).toBe(false);
      expect(config.section('override').raw('app:x:port')).toBe(80);
      expect(config.string('boot.config_dir', '')).toBe(directory);
    });
  });

  it('reports a named file that does not exist', async () => {
    const { diagnostics } = await withFiles(files, (directory) => readConfig(directory, { files: ['gone.yaml'] }));
    expect(diagnostics.map((item) => item.code)).toEqual(['P0405']);
    expect(diagnostics[0].message).toContain(join('gone.yaml'));
  });
});

describe('values of the command line', () => {
  it.each([
    ['true', true],
    ['True', 'True'],
    ['12', 12],
    ['007', 7],
    ['1.5', 1.5],
    ['1e3', 1000],
    ['5s', '5s'],
    ['', ''],
    ['9007199254740993', '9007199254740993'],
    ['0x10', '0x10'],
  ])('--set types %j as %j', (text, expected) => {
    expect(typeSetValue(text)).toBe(expected);
  });

  it.each([
    ['TRUE', true],
    [' false ', false],
    ['12', 12],
    ['-3', -3],
    ['007', '007'],
    ['+1', '+1'],
    ['1.50', 1.5],
    ['2e2', 200],
    ['-0', '-0'],
    [' text ', ' text '],
    [':9090', ':9090'],
    ['1.2.3', '1.2.3'],
  ])('-o types %j as %j', (text, expected) => {
    expect(typeOverrideValue(text)).toBe(expected);
  });

  it('splits keys of -o at the first two colons and the value at the first equals sign', () => {
    expect(parseOverride('app.v2:db.main:data.url=http://x=y')).toEqual([
      'override.app.v2:db.main:data.url',
      'http://x=y',
    ]);
  });

  it.each([
    ['x', "invalid override: x: missing separator '=', expected format: namespace:entry:field=value"],
    ['a:b=1', "invalid override: a:b=1: missing separator ':', expected format: namespace:entry:field=value"],
    [':b:c=1', 'invalid override: :b:c=1: empty namespace'],
    ['a::c=1', 'invalid override: a::c=1: empty entry name'],
    ['a:b:=1', 'invalid override: a:b:=1: empty field'],
  ])('refuses the override %j', (text, message) => {
    expect(() => parseOverride(text)).toThrow(message);
  });

  it.each([
    ['x', 'invalid --set "x": expected section.path=value'],
    ['x=1', 'invalid --set "x=1": key must be section.path (e.g. cluster.enabled)'],
    ['.x=1', 'key must be section.path'],
    ['x.=1', 'key must be section.path'],
  ])('refuses the setting %j', (text, message) => {
    expect(() => parseSet(text)).toThrow(message);
  });
});
