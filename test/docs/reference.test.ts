import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applicationKinds } from '../../src/boot/kinds.ts';
import { applicationModules } from '../../src/boot/modules.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { internalKinds } from '../../src/core/kinds/index.ts';
import { silentLogger } from '../../src/infrastructure/logger/index.ts';
import { settings } from '../../src/project/config/settings.ts';
import { DIAGNOSTIC_CODES } from '../../src/project/diagnostics/codes.ts';

import { createMiddlewareRegistry } from '../../src/services/http/middleware/standard.ts';
import { ACTIONS } from '../../src/system/security/actions.ts';

const root = join(import.meta.dirname, '../..');
const page = (path: string): string => readFileSync(join(root, path), 'utf8');
const headings = (text: string): string[] => [...text.matchAll(/^#+ (.*)$/gm)].map((match) => match[1]);

describe('the reference', () => {
  it('has a section for every kind, and for no other', () => {
    const kinds = [...internalKinds(), ...applicationKinds()].map(({ kind }) => kind);
    const documented = headings(page('docs/reference/kinds.md')).filter((heading) => heading.includes('.'));
    expect(documented.sort()).toEqual(kinds.sort());
  });

  it('names every field of every kind', () => {
    const text = page('docs/reference/kinds.md');
    for (const { kind, schema } of [...internalKinds(), ...applicationKinds()]) {
      const fields = Object.keys((schema as { shape?: object }).shape ?? {});
      const section = text.slice(text.indexOf(`### ${kind}\n`));
      for (const field of fields) expect(section, `${kind} ${field}`).toContain(`\`${field}\``);
    }
  });

  it('has a section for every Lua module, and for no other', () => {
    const modules = applicationModules().map(({ name }) => name);
    const documented = headings(page('docs/reference/modules.md')).filter((heading) => /^[a-z0-9_]+$/.test(heading));
    expect(documented.sort()).toEqual(modules.sort());
  });

  it('lists every action that policies decide about', () => {
    const text = page('docs/reference/kinds.md');
    for (const [action, resource] of Object.entries(ACTIONS)) expect(text).toContain(`| \`${action}\` | ${resource} |`);
  });

  it('names every middleware', () => {
    const text = page('docs/reference/kinds.md');
    const services = { fileSystems: {}, relays: {}, tokenStores: {}, logger: silentLogger } as never;
    for (const name of createMiddlewareRegistry(services).names()) expect(text).toContain(`| **${name}** |`);
  });

  it('has a section for every command', () => {
    const documented = headings(page('docs/reference/cli.md'));
    for (const id of Object.keys(COMMANDS)) expect(documented).toContain(`wippy ${id.replace(':', ' ')}`);
  });

  it('lists every setting with its default', () => {
    const text = page('docs/reference/project-files.md');
    for (const { key, written, description } of Object.values(settings)) {
      const value = written === '' ? '' : `\`${written}\``;
      expect(text).toContain(`| \`${key}\` | ${value} | ${description} |`);
    }
  });

  it('lists every diagnostic', () => {
    const text = page('docs/reference/project-files.md');
    for (const [code, { severity, title }] of Object.entries(DIAGNOSTIC_CODES)) {
      expect(text).toContain(`| ${code} | ${severity} | ${title} |`);
    }
  });
});

describe('links', () => {
  const pages = ['README.md', 'CONTRIBUTING.md'].concat(
    readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('docs', name)),
  );

  it.each(pages)('lead somewhere in %s', (path) => {
    const targets = [...page(path).matchAll(/\]\(([^)#]+)[^)]*\)/g)].map((match) => match[1]);
    const missing = targets.filter(
      (target) => !/^https?:/.test(target) && !existsSync(join(root, dirname(path), target)),
    );
    expect(missing).toEqual([]);
  });

  it('name files that exist on the page about the architecture', () => {
    const paths = [...page('docs/architecture.md').matchAll(/`((?:src|test|bin|scripts)\/[^`]*)`/g)].map(
      (match) => match[1],
    );
    expect(paths.length).toBeGreaterThan(30);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
