import { describe, expect, it } from 'vitest';
import { Config, type ConfigWarning } from '../../src/infrastructure/config.ts';

function load(sections: Record<string, unknown>): { config: Config; warnings: ConfigWarning[] } {
  const warnings: ConfigWarning[] = [];
  return { config: Config.fromSections(sections, (warning) => warnings.push(warning)), warnings };
}

describe('Config', () => {
  it('reads nested sections by dot keys', () => {
    const { config } = load({ version: '1.0', registry: { event_wait_timeout: '5s', history: { type: 'memory' } } });
    expect(config.duration('registry.event_wait_timeout', 30_000)).toBe(5000);
    expect(config.section('registry').string('history.type', 'none')).toBe('memory');
    expect(config.keys()).toEqual(['registry.event_wait_timeout', 'registry.history.type']);
  });

  it('gives the default for a missing value without a warning', () => {
    const { config, warnings } = load({});
    expect(config.integer('lua.size', 7)).toBe(7);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['integer', 1.5, 7, 'an integer, got number 1.5'],
    ['integer', '12', 7, 'an integer, got string "12"'],
    ['duration', 5, 7, 'a duration such as 500ms, 5s or 1m30s, got number 5'],
    ['duration', 'soon', 7, 'a duration such as 500ms, 5s or 1m30s, got string "soon"'],
    ['boolean', 'yes', true, 'true or false, got string "yes"'],
    ['string', 5, 'a', 'a text, got number 5'],
    ['strings', ['a', 1], ['b'], 'a list of texts, got list ["a",1]'],
  ] as const)('reports a wrong value for %s and gives the default', (getter, value, fallback, text) => {
    const { config, warnings } = load({ lua: { size: value } });
    expect((config[getter] as (key: string, fallback: unknown) => unknown)('lua.size', fallback)).toEqual(fallback);
    expect(warnings).toHaveLength(1);
    expect(warnings[0].message).toContain(`setting "lua.size" must be ${text}`);
  });

  it('accepts only the listed choices', () => {
    const { config, warnings } = load({ logger: { encoding: 'xml' } });
    expect(config.choice('logger.encoding', ['console', 'json'], 'console')).toBe('console');
    expect(warnings[0].message).toContain('one of console, json, got string "xml"');
  });

  it('refuses a section that is no map', () => {
    expect(() => load({ logger: 'json' })).toThrow('section "logger" must be a map, got string "json"');
  });

  it('keeps lists whole and lets single keys be overridden', () => {
    const { config } = load({ disable: { namespaces: ['a', 'b'] }, relay: { node_name: 'n1' } });
    const changed = config.override({ 'relay.node_name': 'n2' });
    expect(changed.string('relay.node_name', '')).toBe('n2');
    expect(config.string('relay.node_name', '')).toBe('n1');
    expect(changed.strings('disable.namespaces', [])).toEqual(['a', 'b']);
  });
});
