/**
 * Runs the official Lua test files in this project's engine.
 * Usage: node scripts/official-tests.mjs DIR [name...]
 * DIR holds the test files of lua/lua at revision 7c519dfb (folder `testes`); they are not part of this project.
 * What the engine leaves out on purpose is cut from the files first: test/lua/official/exclusions.mjs lists each cut with
 * its reason. Prints a table; exits with 1 where a file fails or an exclusion no longer matches exactly once.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { EXCLUSIONS, FILES, SOFT } from '../test/lua/official/exclusions.mjs';

/** Seconds that one file may take. */
const TIME_LIMIT = 120;

/** Cuts the excluded lines; the others keep their numbers. */
function cut(source, exclusions) {
  const lines = source.split('\n');
  const problems = [];
  let removed = 0;
  for (const { from, lines: count = 1 } of exclusions) {
    const starts = lines.flatMap((line, index) => (line.includes(from) ? [index] : []));
    if (starts.length !== 1) {
      problems.push(`${JSON.stringify(from)} is on ${starts.length} lines, not on one`);
      continue;
    }
    const start = starts[0];
    const end = start + count;
    for (let index = start; index < end; index++) lines[index] = '';
    removed += count;
  }
  return { text: lines.join('\n'), removed, problems };
}

/** The error, and the lines of the test file that led to it. */
function describe(stderr) {
  const [first = 'no message', ...rest] = stderr.slice(stderr.indexOf('lua:')).split('\n');
  const lines = rest.flatMap((line) => /^\t[^:]+:(\d+): /.exec(line)?.[1] ?? []);
  return lines.length > 1 ? `${first} (from lines ${lines.slice(0, 4).join(', ')})` : first;
}

async function main([directory, ...names]) {
  if (directory === undefined || !existsSync(join(directory, 'strings.lua'))) {
    process.stderr.write('usage: node scripts/official-tests.mjs DIR, where DIR holds strings.lua and its like\n');
    return 2;
  }
  const work = mkdtempSync(join(tmpdir(), 'official-tests-'));
  const command = join(work, 'lua.mjs');
  try {
    await build({
      entryPoints: [fileURLToPath(new URL('../test/lua/official/runner.ts', import.meta.url))],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: command,
      logLevel: 'error',
    });
    let failures = 0;
    process.stdout.write('file          lines   cut  result\n');
    for (const name of names.length > 0 ? names : FILES) {
      const source = readFileSync(join(directory, `${name}.lua`), 'latin1');
      const { text, removed, problems } = cut(
        source,
        EXCLUSIONS.filter(({ file }) => file === name),
      );
      const file = join(work, `${name}.lua`);
      writeFileSync(file, text, 'latin1');
      const { status, stderr, signal } = spawnSync(
        'node',
        ['--stack-size=3900', command, `${name}.lua`, String(SOFT.includes(name))],
        {
          cwd: work,
          encoding: 'latin1',
          timeout: TIME_LIMIT * 1000,
          maxBuffer: 1 << 26,
        },
      );
      const result =
        problems.length > 0
          ? problems.join('; ')
          : status === 0
            ? 'ok'
            : signal !== null
              ? `stopped by ${signal}`
              : describe(stderr);
      if (result !== 'ok') failures++;
      const lines = source.split('\n').length;
      process.stdout.write(
        `${name.padEnd(12)} ${String(lines).padStart(6)} ${String(removed).padStart(5)}  ${result}\n`,
      );
    }
    process.stdout.write(failures === 0 ? 'all files passed\n' : `${failures} files failed\n`);
    return failures === 0 ? 0 : 1;
  } finally {
    rmSync(work, { recursive: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
