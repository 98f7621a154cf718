/**
 * The projects with mistakes in `test/cases`: a folder is a case, what is found in it stands in its `expected.json`. What
 * only packing or running a project can find is expected under `compile` and `dev`.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Diagnostic, SourceRange } from '../../src/project/diagnostics/diagnostic.ts';
import type { LoadProjectOptions } from '../../src/project/load-project.ts';

const root = join(import.meta.dirname, '../cases');

export interface ExpectedFinding {
  readonly code: string;
  readonly file?: string;
  readonly range?: SourceRange;
  readonly message?: string;
}

interface Expectation {
  readonly options?: LoadProjectOptions;
  readonly diagnostics: readonly ExpectedFinding[];
  /** Files too large to be kept: a text, and how many times it is repeated. */
  readonly generated?: Readonly<Record<string, readonly [text: string, times: number]>>;
  /** What packing the project with these patterns finds. */
  readonly compile?: {
    readonly bytecode?: readonly string[];
    readonly embed?: readonly string[];
    readonly diagnostics: readonly ExpectedFinding[];
  };
  /** What `lint --rules` finds. */
  readonly lint?: { readonly diagnostics: readonly ExpectedFinding[] };
  /** What a running application finds that the project is saved into. */
  readonly dev?: { readonly diagnostics: readonly ExpectedFinding[] };
}

export interface Case extends Expectation {
  readonly name: string;
  readonly options: LoadProjectOptions;
}

export const cases: readonly Case[] = readdirSync(root).map((name) => {
  const expectation = JSON.parse(readFileSync(join(root, name, 'expected.json'), 'utf8')) as Expectation;
  return { ...expectation, name, options: { environment: {}, ...expectation.options } };
});

/** The files of a case by their paths. */
export function filesOfCase({ name }: Case): Record<string, string> {
  const directory = join(root, name);
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((item) => item.isFile() && item.name !== 'expected.json')
    .map((item) => relative(directory, join(item.parentPath, item.name)));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(directory, file), 'utf8')]));
}

/** Calls with the absolute path of the project; with that of a copy where files are generated. */
export async function withCase<Result>(
  { name, generated }: Case,
  body: (directory: string) => Promise<Result>,
): Promise<Result> {
  if (generated === undefined) return body(join(root, name));
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'wippy-case-')));
  try {
    cpSync(join(root, name), directory, { recursive: true });
    for (const [file, [text, times]] of Object.entries(generated)) {
      writeFileSync(join(directory, file), text.repeat(times));
    }
    return await body(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Findings as lines, for comparisons: `P0701 src/_index.yaml 4:9-4:12`. */
export function linesOf(findings: readonly (Diagnostic | ExpectedFinding)[], directory = ''): string[] {
  return findings.map(({ code, file, range }) => {
    if (file === undefined) return code;
    const path = directory === '' ? file : relative(directory, file);
    if (range === undefined) return `${code} ${path}`;
    const { start, end } = range;
    return `${code} ${path} ${start.line}:${start.column}-${end.line}:${end.column}`;
  });
}
