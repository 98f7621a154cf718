import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, describe, expect, it } from 'vitest';
import { LOCK } from '../../project/helpers.ts';
import { wippy, wippyProgram } from '../helpers.ts';

const INDEX = `version: "1.0"
namespace: app
entries:
  - {name: hello, kind: function.lua, source: file://hello.lua, method: main}
`;
const HELLO = 'return { main = function() return 1 end }\n';

/** `wippy validate --watch` over a directory. */
class Watch {
  readonly #child;
  readonly #lines: AsyncIterator<string>;

  constructor(directory: string, flags: readonly string[]) {
    this.#child = execa(process.execPath, [wippyProgram, 'validate', '--watch', ...flags], {
      cwd: directory,
      reject: false,
      env: { NO_COLOR: '1', FORCE_COLOR: undefined },
      timeout: 60_000,
    });
    this.#lines = this.#child.iterable({ from: 'stdout' })[Symbol.asyncIterator]() as AsyncIterator<string>;
  }

  async line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error('the program has ended');
    return value;
  }

  /** The lines up to the one that matches. */
  async until(last: RegExp): Promise<string[]> {
    const lines: string[] = [];
    do lines.push(await this.line());
    while (!last.test(lines.at(-1) ?? ''));
    return lines;
  }

  /** The codes of the next report in JSON, and the errors it counts. */
  async report(): Promise<{ codes: string[]; errors: number }> {
    const { diagnostics, summary } = JSON.parse(await this.line()) as {
      diagnostics: { code: string }[];
      summary: { errors: number };
    };
    return { codes: diagnostics.map(({ code }) => code), errors: summary.errors };
  }

  async stop(signal: NodeJS.Signals) {
    this.#child.kill(signal);
    const { exitCode, stderr } = await this.#child;
    return { exitCode, stderr };
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

let watch: Watch | undefined;
let directory = '';

async function start(files: Readonly<Record<string, string>>, ...flags: readonly string[]): Promise<Watch> {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'wippy-watch-')));
  await mkdir(join(directory, 'src'));
  for (const [name, text] of Object.entries({ 'wippy.lock': LOCK, ...files })) {
    await writeFile(join(directory, name), text);
  }
  watch = new Watch(directory, flags);
  return watch;
}

afterEach(async () => {
  watch?.kill();
  await rm(directory, { recursive: true, force: true });
});

describe('wippy validate --watch', () => {
  it('writes one line of JSON for each save and ends with the code of its signal', async () => {
    const running = await start({ 'src/_index.yaml': INDEX, 'src/hello.lua': HELLO }, '--format', 'json');
    expect(await running.report()).toEqual({ codes: [], errors: 0 });
    await writeFile(join(directory, 'src/hello.lua'), 'return { main = function() return 1 +  end }\n');
    expect(await running.report()).toEqual({ codes: ['P0801'], errors: 1 });
    await writeFile(join(directory, 'replacement'), 'return { main = function() return cuont end }\n');
    await rename(join(directory, 'replacement'), join(directory, 'src/hello.lua'));
    expect(await running.report()).toEqual({ codes: ['P0805'], errors: 0 });
    await writeFile(join(directory, '.wippy.yaml'), 'version: "1.0"\nloger: {}\n');
    expect(await running.report()).toEqual({ codes: ['P0404', 'P0805'], errors: 0 });
    expect(await running.stop('SIGINT')).toEqual({ exitCode: 130, stderr: '' });
  });

  it('writes a line with time, files and duration before the findings of a save', async () => {
    const running = await start({ 'src/_index.yaml': INDEX, 'src/hello.lua': HELLO });
    expect(await running.until(/^no problems/)).toEqual([
      expect.stringMatching(/^── \d\d:\d\d:\d\d all files \d+ ms$/),
      'no problems in 2 files, 1 entry',
    ]);
    await writeFile(join(directory, 'src/_index.yaml'), INDEX.replace('function.lua', 'functon.lua'));
    const report = await running.until(/^1 error/);
    expect(report[0]).toMatch(/^── \d\d:\d\d:\d\d src\/_index\.yaml \d+ ms$/);
    expect(report[1]).toBe('src/_index.yaml:4:25: error P0601 unknown kind "functon.lua"');
    expect(report.at(-1)).toBe('1 error in 2 files, 1 entry');
    // Nothing is taken off the screen.
    expect(report.join('\n')).not.toContain('\u001b');
    expect(await running.stop('SIGTERM')).toEqual({ exitCode: 143, stderr: '' });
  });

  it('shows what the flags ask for, and finds changes by polling', async () => {
    const files = { 'src/_index.yaml': INDEX.replace('main}', 'main, modules: [json]}'), 'src/hello.lua': HELLO };
    const running = await start(files, '--format', 'json', '--poll', '--level', 'hint', '--code', 'P0804');
    expect(await running.report()).toEqual({ codes: ['P0804'], errors: 0 });
    await writeFile(
      join(directory, 'src/_index.yaml'),
      files['src/_index.yaml'].replace('function.lua', 'functon.lua'),
    );
    expect(await running.report()).toEqual({ codes: [], errors: 0 });
  });

  it('ends with 2 where the check cannot be made', async () => {
    await start({ 'src/_index.yaml': INDEX, 'src/hello.lua': HELLO });
    const result = (...flags: string[]) => wippy(['validate', '--watch', ...flags], directory);
    expect(await result('nowhere')).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await result('--format', 'sarif')).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('--watch cannot write sarif'),
    });
    expect(await result('--set', 'nonsense')).toMatchObject({ exitCode: 2, stdout: '' });
    await mkdir(join(directory, 'empty'));
    expect(await result('empty')).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('lock file not found'),
    });
  });
});
