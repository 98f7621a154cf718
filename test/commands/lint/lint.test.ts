import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCK, withFiles } from '../../project/helpers.ts';
import { wippy } from '../helpers.ts';

const INDEX = `version: "1.0"
namespace: app
entries:
  - {name: hello, kind: function.lua, source: file://hello.lua, method: main, modules: [json]}
  - {name: other, kind: function.lua, source: file://other.lua, method: main}
`;

let directory = '';
beforeAll(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'wippy-lint-')));
  await mkdir(join(directory, 'src'));
  await writeFile(join(directory, 'wippy.lock'), LOCK);
  await writeFile(join(directory, 'src/_index.yaml'), INDEX);
  await writeFile(
    join(directory, 'src/hello.lua'),
    'local unused = 1\nreturn { main = function() return cuont end }\n',
  );
  await writeFile(join(directory, 'src/other.lua'), 'return { main = function() return 1 + end }\n');
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const lint = (...flags: string[]) => wippy(['lint', ...flags], directory);

interface Document {
  readonly diagnostics: readonly Record<string, unknown>[] | null;
  readonly [count: string]: unknown;
}

async function json(...flags: string[]): Promise<Document> {
  const { stdout } = await lint('--json', ...flags);
  expect(stdout.split('\n').length).toBe(1);
  return JSON.parse(stdout) as Document;
}

async function codes(...flags: string[]): Promise<unknown[]> {
  return ((await json(...flags)).diagnostics ?? []).map(({ code }) => code);
}

describe('wippy lint', () => {
  it('lists the findings and fails after an error', async () => {
    expect(await lint()).toEqual({
      exitCode: 1,
      stdout: `src/hello.lua:2:35: warning P0805 undefined global "cuont"
  entry app:hello
    1 | local unused = 1
  > 2 | return { main = function() return cuont end }
      |                                   ^^^^^
    3 |
  hint: Define it, or write "local" before its first assignment.

src/other.lua:1:39: error P0801 unexpected symbol near 'end'
  entry app:other
  > 1 | return { main = function() return 1 + end }
      |                                       ^^^
    2 |

Checked 2 entries: 1 error, 1 warning`,
      stderr: 'Error: lint failed: 1 error, 1 warning',
    });
  });

  it('writes one line of JSON', async () => {
    const { exitCode, stderr } = await lint('--json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(await json()).toEqual({
      diagnostics: [
        {
          entry_id: 'app:hello',
          code: 'P0805',
          severity: 'warning',
          message: 'undefined global "cuont"',
          line: 2,
          column: 35,
        },
        {
          entry_id: 'app:other',
          code: 'P0801',
          severity: 'error',
          message: "unexpected symbol near 'end'",
          line: 1,
          column: 39,
        },
      ],
      total_entries: 2,
      error_count: 1,
      warning_count: 1,
      hint_count: 0,
    });
    expect(await json('--ns', 'elsewhere')).toMatchObject({ diagnostics: null, error_count: 0 });
  });

  it('shows what level, code, namespace and limit ask for', async () => {
    expect(await codes('--level', 'error')).toEqual(['P0801']);
    expect(await codes('--level', 'hint')).toEqual(['P0805', 'P0804', 'P0801']);
    expect(await codes('--code', 'P0805', '--code', 'P0804')).toEqual(['P0805']);
    expect(await codes('--ns', 'app.*', '--limit', '1')).toEqual(['P0805']);
    expect(await lint('--code', 'P0805')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('checks the rules where it is asked to', async () => {
    expect(await codes('--rules')).toEqual(['W0004', 'P0805', 'P0804', 'P0801']);
    expect(await codes('--rules', '--code', 'W0004')).toEqual(['W0004']);
  });

  it('counts by namespace and by code', async () => {
    const { stdout, exitCode } = await lint('--summary', '--rules');
    expect(exitCode).toBe(1);
    expect(stdout).toBe(`By namespace:

  app                                 4 issues (1 error, 3 warnings)

By error code:

  P0801      [error  ]    1 occurrences
  P0804      [warning]    1 occurrences
  P0805      [warning]    1 occurrences
  W0004      [warning]    1 occurrences

Checked 2 entries: 1 error, 3 warnings`);
  });

  it('says so where nothing is wrong', () =>
    withFiles(
      {
        'wippy.lock': LOCK,
        'src/_index.yaml': 'version: "1.0"\nnamespace: app\nentries:\n  - {name: a, kind: registry.entry}\n',
      },
      async (clean) => {
        expect(await wippy(['lint', '--rules', '--no-color', '--cache-reset'], clean)).toEqual({
          exitCode: 0,
          stdout: 'No issues found\nChecked 1 entry',
          stderr: '',
        });
      },
    ));

  it('ends with 2 where the check cannot be made', async () => {
    expect(await lint('--level', 'fatal')).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await lint('--code', 'W0099')).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('unknown code "W0099"'),
    });
    expect(await wippy(['lint', '-C', 'nowhere'], directory)).toMatchObject({ exitCode: 2, stdout: '' });
  });
});
