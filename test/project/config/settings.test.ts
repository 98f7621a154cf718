import { describe, expect, it } from 'vitest';
import { parseSet } from '../../../src/project/config/command-line.ts';
import { readConfig } from '../../../src/project/config/read-config.ts';
import { configSections, settingOf, settings } from '../../../src/project/config/settings.ts';
import { places, withFiles } from '../helpers.ts';

const parse = (body: string) =>
  withFiles(
    { '.wippy.yaml': `version: "1.0"\n${body}` },
    async (directory) => (await readConfig(directory)).diagnostics,
  );
const messages = async (body: string) => (await parse(body)).map(({ code, message }) => `${code} ${message}`);

describe('settings of a configuration file', async () => {
  it('are accepted with their own type', async () => {
    const body =
      'logger: {encoding: json}\nshutdown: {timeout: 5s}\nfinder: {query_cache_size: 5}\nrelay: {node_name: a}';
    expect(await parse(body)).toEqual([]);
  });

  it.each([
    ['shutdown: {timeout: 30}', 'must be a duration such as 500ms, 5s or 1m30s, got number 30'],
    ['shutdown: {timeout: -5s}', 'must be a duration such as 500ms, 5s or 1m30s, got string "-5s"'],
    ['logger: {encoding: xml}', 'must be one of console, json, got string "xml"'],
    ['finder: {query_cache_size: -1}', 'must be an integer of at least 0, got number -1'],
    ['finder: {query_cache_size: 1.5}', 'must be an integer of at least 0, got number 1.5'],
    ['security: {strict_mode: "yes"}', 'must be true or false, got string "yes"'],
    ['relay: {node_name: 5}', 'must be a text, got number 5'],
  ])('of a wrong type are a warning that says what is used: %s', async (body, message) => {
    const [found, ...others] = await parse(body);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: 'P0406', severity: 'warning', message: expect.stringContaining(message) });
    expect(found.range).toBeDefined();
    expect(found.hint).toMatch(/^The (default .+ is used instead|value is not used)\.$/);
  });

  it('with an unknown name are a warning with a suggestion', async () => {
    expect(await parse('registry: {histry_type: nil}')).toMatchObject([
      {
        code: 'P0407',
        severity: 'warning',
        hint: 'Did you mean "registry.history_type"?',
        range: { start: { line: 2 } },
      },
    ]);
  });

  it('of an unknown section are one warning', async () => {
    expect(places(await parse('registri: {a: 1, b: 2}'))).toEqual(['P0404 2:1']);
  });

  it('without effect are one warning for each reason', async () => {
    expect(await messages('lua:\n  cache: {dir: x, mode: readonly}\n  type_system: {enabled: true}')).toEqual([
      'P0408 settings "lua.cache.dir", "lua.cache.mode" have no effect: compiled code is not kept between runs',
      'P0408 setting "lua.type_system.enabled" has no effect: there is no type checker',
    ]);
  });

  it('without effect are no warning where they ask for nothing', async () => {
    const off = 'cluster: {enabled: false, name: a}\notel: {endpoint: b}\nlua: {type_system: {enabled: false}}';
    expect(await parse(off)).toEqual([]);
    expect(await messages('cluster: {enabled: true, name: a}')).toEqual([
      'P0408 settings "cluster.enabled", "cluster.name" have no effect: this runtime is one node',
    ]);
  });

  it('named after entries and filters of the application are not looked at', async () => {
    expect(await parse('override: {"app:a:b": 1}\ndisable: {namespaces: [x]}')).toEqual([]);
  });
});

describe('settings of the command line', () => {
  it('of a wrong type are refused', () => {
    expect(() => parseSet('shutdown.timeout=abc')).toThrow(
      'invalid --set "shutdown.timeout=abc": must be a duration such as 500ms, 5s or 1m30s, got string "abc"',
    );
    expect(() => parseSet('finder.query_cache_size=-1')).toThrow('an integer of at least 0');
    expect(() => parseSet('security.strict_mode=1')).toThrow('must be true or false, got number 1');
  });

  it('that are texts stay texts', () => {
    expect(parseSet('relay.node_name=12')).toEqual(['relay.node_name', '12']);
    expect(parseSet('relay.node_name=true')).toEqual(['relay.node_name', 'true']);
  });

  it('are looked at like those of the file', async () => {
    const set = ['finder.query=5', 'cluster.enabled=true'];
    const { diagnostics } = await withFiles({}, (directory) => readConfig(directory, { set }));
    expect(places(diagnostics)).toEqual(['P0407', 'P0408']);
  });
});

describe('the table of settings', () => {
  it('holds each key once, and defaults that their own type accepts', () => {
    const all = Object.values(settings);
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
    for (const setting of all) {
      expect(settingOf(setting.key)).toBe(setting);
      expect(setting.read(undefined)).toBeUndefined();
      expect(setting.expected).not.toBe('');
    }
    expect(configSections).toContain('lua');
  });
});
