import { describe, expect, it } from 'vitest';
import { type ConfigOptions, readConfig } from '../../../src/project/config/read-config.ts';
import { places, withFiles } from '../helpers.ts';

// The references of the configuration look like those of JavaScript templates.
const ref = (name: string) => `\${${name}}`;

const read = (body: string, options: ConfigOptions = {}) =>
  withFiles({ '.wippy.yaml': `version: "1.0"\n${body}` }, (directory) =>
    readConfig(directory, { environment: { NAME: 'ada', SIZE: '12' }, ...options }),
  );

describe('references to variables', () => {
  it('become part of a text, or keep their type where they are the whole value', async () => {
    const { config, diagnostics } = await read(`
vars: {port: 8085, host: localhost, address: "${ref('host')}:${ref('port')}", list: [1, 2], db: {name: main}}
override:
  app:gateway:addr: ":${ref('port')}"
  app:gateway:port: ${ref('port')}
  app:gateway:url: http://${ref('address')}/
  app:gateway:ports: ["${ref('port')}", {x: "${ref('db.name')}"}]
  app:gateway:list: ${ref('list')}
  app:gateway:text: $${ref('port')}
finder: {query_cache_size: "${ref('port')}"}
`);
    expect(diagnostics).toEqual([]);
    const section = config.section('override');
    expect(Object.fromEntries(section.keys().map((key) => [key, section.raw(key)]))).toEqual({
      'app:gateway:addr': ':8085',
      'app:gateway:port': 8085,
      'app:gateway:url': 'http://localhost:8085/',
      'app:gateway:ports': [8085, { x: 'main' }],
      'app:gateway:list': [1, 2],
      'app:gateway:text': ref('port'),
    });
    expect(config.integer('finder.query_cache_size', 0)).toBe(8085);
  });

  it('see the variables of profiles and of --set', async () => {
    const body = `vars: {a: base, b: base, c: base}
override: {"app:x:y": "${ref('a')} ${ref('b')} ${ref('c')}"}
profiles: {p: {vars: {b: profile, c: "${ref('b')}!"}}}`;
    const { config } = await read(body, { profiles: ['p'], set: ['vars.a=flag'] });
    expect(config.raw('override.app:x:y')).toBe('flag profile profile!');
  });

  it('are not looked for in flags, nor in what was put in', async () => {
    const { config, diagnostics } = await read(`override: {"app:x:y": "${ref('env:NAME')}"}`, {
      environment: { NAME: ref('oops') },
      overrides: [`app:x:z=${ref('no')}`],
    });
    expect(diagnostics).toEqual([]);
    expect([config.raw('override.app:x:y'), config.raw('override.app:x:z')]).toEqual([ref('oops'), ref('no')]);
  });

  it.each([
    [`vars: {port: 1}\noverride: {"a:b:c": "x${ref('prt')}"}`, 'no variable "prt"', 'P0410 3:21'],
    [`override: {"a:b:c": ["", "x${ref('x')}"]}`, 'no variable "x"', 'P0410 2:26'],
    [`vars: {a: "${ref('b')}", b: "${ref('a')}"}`, 'variable "a" refers to itself', 'P0410 2:22'],
    [`vars: {a: [1]}\noverride: {"a:b:c": "x${ref('a')}"}`, 'is a list', 'P0410 3:21'],
    [`override: {"a:b:c": "${ref('')}"}`, 'no variable ""', 'P0410 2:21'],
  ])('that lead nowhere are errors: %s', async (body, message, place) => {
    const { diagnostics } = await read(body);
    expect(places(diagnostics)).toEqual([place]);
    expect(diagnostics[0].message).toContain(message);
    expect(diagnostics[0].hint).toBeDefined();
  });
});

describe('references to the environment', () => {
  it('are texts; a setting that is a number takes the number', async () => {
    const { config, diagnostics } = await read(`
vars: {size: "${ref('env:SIZE')}"}
override: {"a:b:c": "${ref('env:SIZE')}", "a:b:d": "${ref('env:GONE|none')}"}
finder: {query_cache_size: "${ref('env:SIZE')}", regex_cache_size: "${ref('size')}"}
relay: {node_name: "${ref('env:NAME')}-${ref('env:SIZE')}"}`);
    expect(diagnostics).toEqual([]);
    expect(config.raw('override.a:b:c')).toBe('12');
    expect(config.raw('override.a:b:d')).toBe('none');
    expect(config.integer('finder.query_cache_size', 0)).toBe(12);
    expect(config.integer('finder.regex_cache_size', 0)).toBe(12);
    expect(config.string('relay.node_name', '')).toBe('ada-12');
  });

  it('that are not set are an error, also where a later file has another value', async () => {
    const gone = `override: {"a:b:c": "${ref('env:GONE')}"}`;
    const { diagnostics } = await read(`${gone}`, { overrides: ['a:b:c=1'] });
    expect(places(diagnostics)).toEqual(['P0410 2:21']);
    expect(diagnostics[0].message).toContain('GONE');
  });

  it('in a profile matter only where it is selected', async () => {
    const body = `profiles: {p: {override: {"a:b:c": "${ref('env:GONE')}"}}}`;
    expect((await read(body)).diagnostics).toEqual([]);
    expect(places((await read(body, { profiles: ['p'] })).diagnostics)).toEqual(['P0410 2:36']);
  });
});
