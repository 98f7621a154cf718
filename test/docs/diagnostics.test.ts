import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reviewProject, reviewStyle } from '../../src/boot/check-project.ts';
import { DIAGNOSTIC_CODES, describeCode } from '../../src/project/diagnostics/codes.ts';
import { validateProject } from '../../src/project/validate/validate-project.ts';
import { LOCK, withFiles } from '../project/helpers.ts';

const directory = join(import.meta.dirname, '../../docs/diagnostics');
const codes = Object.keys(DIAGNOSTIC_CODES);

/** What no files on a page can show: size, depth, encoding, permissions, packs, what only `run` and `dev` read. */
const WITHOUT_FILES = 'P0005 P0006 P0011 P0012 P0109 P0302 P0414 P0508 P0509 P0510 P0901 P0902'.split(' ');

interface Example {
  readonly files: Readonly<Record<string, string>>;
  readonly options: { configFiles?: string[]; profiles?: string[]; overrides?: string[] };
}

/** The files of the section "Wrong", and the flags of its command line. */
function exampleOf(page: string): Example {
  const wrong = page.slice(page.indexOf('## Wrong'), page.indexOf('## Remedy'));
  const files = [...wrong.matchAll(/^`([^`]+)`\n\n```\w+\n(.*?)^```$/gms)].map(([, path, text]) => [path, text]);
  const words = /^wippy validate (.*)$/m.exec(wrong)?.[1].split(' ') ?? [];
  const flag = (name: string) => words.flatMap((word, index) => (word === name ? [words[index + 1]] : []));
  return {
    files: Object.fromEntries(files) as Record<string, string>,
    options: { configFiles: flag('--config'), profiles: flag('--profile'), overrides: flag('-o') },
  };
}

describe('the page of a diagnostic', () => {
  it('exists for every code, and for no other', () => {
    const pages = readdirSync(directory).filter((name) => name !== 'index.md');
    expect(pages.map((name) => name.replace('.md', '')).sort()).toEqual(codes.sort());
  });

  it.each(codes)('says what %s means and what to do', (code) => {
    const page = readFileSync(join(directory, `${code}.md`), 'utf8');
    const { title, severity, explanation } = describeCode(code) as {
      title: string;
      severity: string;
      explanation: string;
    };
    expect(page.startsWith(`# ${code}: ${title}\n\nSeverity: ${severity}\n\n${explanation}\n\n## Wrong\n`)).toBe(true);
    expect(page).toContain('\n## Remedy\n\n');
  });

  it.each(codes.filter((code) => !WITHOUT_FILES.includes(code)))('shows an example that is %s', async (code) => {
    const { files, options } = exampleOf(readFileSync(join(directory, `${code}.md`), 'utf8'));
    expect(Object.keys(files).length).toBeGreaterThan(0);
    const lock: Record<string, string> = code === 'P0305' ? {} : { 'wippy.lock': LOCK };
    const found = await withFiles({ ...lock, ...files }, (path) =>
      validateProject(path, { environment: {}, ...options }, code.startsWith('W') ? reviewStyle : reviewProject),
    );
    expect(found.diagnostics.map((item) => item.code)).toEqual([code]);
  });
});
