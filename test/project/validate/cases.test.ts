import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reviewProject } from '../../../src/boot/check-project.ts';
import { DIAGNOSTIC_CODES } from '../../../src/project/diagnostics/codes.ts';
import type { SourceRange } from '../../../src/project/diagnostics/diagnostic.ts';
import type { LoadProjectOptions } from '../../../src/project/load-project.ts';
import { validateProject } from '../../../src/project/validate/validate-project.ts';

const root = join(import.meta.dirname, '../../cases');
const names = readdirSync(root);

interface Expected {
  readonly options?: LoadProjectOptions;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly file?: string;
    readonly range?: SourceRange;
    readonly message?: string;
  }[];
}

function expectedOf(name: string): Expected {
  return JSON.parse(readFileSync(join(root, name, 'expected.json'), 'utf8')) as Expected;
}

/** `P0701 src/_index.yaml 4:9-4:12` */
function line(code: string, file: string | undefined, range: SourceRange | undefined): string {
  if (file === undefined) return code;
  if (range === undefined) return `${code} ${file}`;
  const { start, end } = range;
  return `${code} ${file} ${start.line}:${start.column}-${end.line}:${end.column}`;
}

describe('a project with mistakes', () => {
  it.each(names)('%s', async (name) => {
    const { options, diagnostics } = expectedOf(name);
    const directory = join(root, name);
    const found = await validateProject(directory, { environment: {}, ...options }, reviewProject);
    const shown = found.diagnostics.map(({ code, file, range }) =>
      line(code, file === undefined ? undefined : relative(directory, file), range),
    );
    expect(shown).toEqual(diagnostics.map(({ code, file, range }) => line(code, file, range)));
    diagnostics.forEach(({ message }, index) => {
      if (message !== undefined) expect(found.diagnostics[index].message).toBe(message);
    });
  });

  it('exists for each boundary at least once', () => {
    const seen = new Set(names.flatMap((name) => expectedOf(name).diagnostics.map(({ code }) => code)));
    // Too large for a folder of the repository, depending on the user, of packs, or only known to a running application.
    const elsewhere = 'P0005 P0006 P0011 P0109 P0508 P0509 P0510 P0901 P0902'.split(' ');
    expect(Object.keys(DIAGNOSTIC_CODES).filter((code) => !seen.has(code) && !elsewhere.includes(code))).toEqual([]);
    expect(names.length).toBeGreaterThanOrEqual(120);
  });
});
