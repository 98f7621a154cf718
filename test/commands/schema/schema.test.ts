import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { schemaOf } from '../../../src/commands/schema/schema-of.ts';

const root = join(import.meta.dirname, '../../..');
// Schemas carry notes for tools of this project.
const ajv = new Ajv({
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allowUnionTypes: true,
});
ajv.addKeyword('x-entry-ref');
ajv.addFormat('uri', true);
const entries = ajv.compile(schemaOf('entries'));
const config = ajv.compile(schemaOf('config'));

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /_index\.ya?ml$/.test(name))
    .map((name) => join(folder, name));
}

describe('the schema of definition files', () => {
  const files = ['test/apps', 'bench', 'templates'].flatMap(filesBelow);

  it.each(files)('accepts %s', (file) => {
    entries(parse(readFileSync(join(root, file), 'utf8')));
    expect(entries.errors).toBe(null);
  });

  it('has been tried with some files', () => expect(files.length).toBeGreaterThan(5));

  it.each([
    ['an entry without kind', { namespace: 'a', entries: [{ name: 'x' }] }],
    ['an unknown kind', { namespace: 'a', entries: [{ name: 'x', kind: 'http.servise' }] }],
    ['a number as address', { namespace: 'a', entries: [{ name: 'x', kind: 'http.service', addr: 8080 }] }],
    ['a missing field', { namespace: 'a', entries: [{ name: 'x', kind: 'http.service' }] }],
    ['a file without namespace', { entries: [] }],
  ])('refuses %s', (_, value) => expect(entries(value)).toBe(false));

  it('accepts the single form', () => {
    expect(entries({ namespace: 'a', name: 'x', kind: 'http.service', addr: ':80' })).toBe(true);
  });
});

describe('the schema of the configuration', () => {
  it('accepts what the documentation shows', () => {
    const value = {
      version: '1.0',
      logger: { encoding: 'json' },
      shutdown: { timeout: '5s' },
      registry: { history_type: 'sqlite', enable_history: '${history}' },
      vars: { history: true },
      override: { 'app:gateway:addr': ':9090' },
      disable: { namespaces: ['app.test.**'] },
      workspace: { replacements: { 'acme/users': '../users' } },
      profiles: { test: { logger: { encoding: 'console' } } },
    };
    config(value);
    expect(config.errors).toBe(null);
  });

  it.each([
    ['a missing version', {}],
    ['an unknown section', { version: '1.0', loger: {} }],
    ['an unknown setting', { version: '1.0', logger: { encodin: 'json' } }],
    ['a value of the wrong type', { version: '1.0', logger: { encoding: 7 } }],
  ])('refuses %s', (_, value) => expect(config(value)).toBe(false));
});
