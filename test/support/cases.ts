/** The projects with mistakes in `test/cases`: a folder is a case, what is found in it stands in its `expected.json`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceRange } from '../../src/project/diagnostics/diagnostic.ts';
import type { LoadProjectOptions } from '../../src/project/load-project.ts';

const root = join(import.meta.dirname, '../cases');

export interface ExpectedFinding {
  readonly code: string;
  readonly file?: string;
  readonly range?: SourceRange;
  readonly message?: string;
}

export interface Case {
  readonly name: string;
  /** Absolute path of the project. */
  readonly directory: string;
  readonly options: LoadProjectOptions;
  readonly diagnostics: readonly ExpectedFinding[];
}

export const cases: readonly Case[] = readdirSync(root).map((name) => {
  const directory = join(root, name);
  const { options, diagnostics } = JSON.parse(readFileSync(join(directory, 'expected.json'), 'utf8')) as Omit<
    Case,
    'name' | 'directory'
  >;
  return { name, directory, options: { environment: {}, ...options }, diagnostics };
});
