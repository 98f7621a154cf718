import { spawn } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wippyProgram } from '../commands/helpers.ts';
import { LOCK, withFiles } from '../project/helpers.ts';
import { expectNothingOfHost, HEAD, program, run, runIn } from './support.ts';

const greeting = program('local io = require("io")\nreturn { main = function() io.print("ok") end }', 'io');
const unix = process.platform !== 'win32';

/** Runs a line of a shell in which "$wippy" stands for the program. */
function shell(line: string, cwd: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', wippy: `${process.execPath} ${wippyProgram}` };
    const child = spawn('bash', ['-o', 'pipefail', '-c', line], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('close', (code) => {
      expectNothingOfHost(stdout + stderr);
      resolve({ code, stdout, stderr });
    });
  });
}

const inShell = (files: Readonly<Record<string, string | Uint8Array>>, line: string) =>
  withFiles({ 'wippy.lock': LOCK, ...files }, (directory) => shell(line, directory));

describe.runIf(unix)('standard streams', () => {
  it('whose reader leaves early are no failure', async () => {
    const endless = program(
      'local io = require("io")\nreturn { main = function() while true do io.print("line") end end }',
      'io',
    );
    expect(await inShell(endless, '$wippy run main | head -1')).toEqual({ code: 0, stdout: 'line\n', stderr: '' });
    expect(await inShell(greeting, '$wippy registry list | head -1')).toMatchObject({ code: 0, stderr: '' });
    expect(await inShell(greeting, '$wippy --help | head -1')).toMatchObject({ code: 0, stderr: '' });
  });

  it('that are closed are no failure', async () => {
    expect(await inShell(greeting, '$wippy run main <&-')).toEqual({ code: 0, stdout: 'ok\n', stderr: '' });
    expect(await inShell(greeting, '$wippy run main <&- >&- 2>&-')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await inShell({ 'src/_index.yaml': 'namespace: ]' }, '$wippy run 2>&-')).code).toBe(1);
  });

  it.runIf(process.platform === 'linux')('that cannot be written are a failure that is told', async () => {
    const version = await inShell({}, '$wippy version > /dev/full');
    expect(version).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Error: cannot write to standard output: no space left on the device\n',
    });
    const ran = await inShell(greeting, '$wippy run main > /dev/full');
    expect(ran).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('the output is incomplete: write stdout: ENOSPC'),
    });
  });

  it('get no colours into pipes, whatever the flags are', async () => {
    await withFiles({ 'wippy.lock': LOCK, ...greeting }, async (directory) => {
      const { exitCode, stdout, stderr } = await runIn(directory, ['run', '-c', '-v', 'main'], {
        env: { NO_COLOR: '' },
      });
      expect([exitCode, stdout]).toEqual([0, 'ok']);
      expect(stderr).toContain('runtime ready');
      expect(stderr).not.toContain('\u001b');
      const forced = await runIn(directory, ['run', '-c', 'main'], { env: { NO_COLOR: undefined, FORCE_COLOR: '1' } });
      expect(forced.stderr).toContain('\u001b[');
    });
  });
});

describe('the environment', () => {
  it('may lack HOME and have a strange TERM', async () => {
    expect(await run(greeting, ['run', 'main'], { env: { HOME: undefined } })).toMatchObject({
      exitCode: 0,
      stdout: 'ok',
    });
    for (const TERM of ['', 'no-such-terminal', 'dumb', '\u001b[2J']) {
      expect(await run(greeting, ['run', 'main'], { env: { TERM } })).toMatchObject({
        exitCode: 0,
        stdout: 'ok',
        stderr: '',
      });
    }
  });

  it.runIf(unix)('may give arguments that are no UTF-8', async () => {
    const unknown = await inShell(greeting, "$wippy run $'\\xff\\xfe'");
    expect(unknown).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('" not found') });
    expect(await inShell(greeting, "$wippy run main $'\\xff'")).toMatchObject({ code: 0, stdout: 'ok\n' });
    expect(await inShell(greeting, "$wippy $'\\x1b[2J'")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('\\x1b[2J'),
    });
  });

  it.runIf(unix && process.getuid?.() === 0)('may forbid to read and to write', async () => {
    await withFiles({ 'wippy.lock': LOCK, ...greeting }, async (directory) => {
      await chmod(directory, 0o755);
      await chmod(join(directory, 'src/_index.yaml'), 0o000);
      await mkdir(join(directory, 'closed'), { mode: 0o555 });
      // The owner of all files may read everything; somebody else may not.
      const as = (words: string) => shell(`setpriv --reuid=65534 --clear-groups $wippy ${words}`, directory);
      expect(await as('registry list')).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining('src/_index.yaml: error P0109 cannot read file: permission denied'),
      });
      expect(await as('init closed/app')).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(
          /^Error: cannot write the project: cannot create \S+closed\/app: permission denied\nHint: /,
        ),
      });
    });
  });
});

describe('the directory of a project', () => {
  it('that is missing, or none, is named', async () => {
    await withFiles({ file: '' }, async (directory) => {
      for (const words of [['run'], ['run', 'list'], ['registry', 'list']]) {
        const missing = await runIn(directory, [...words, '-C', 'gone']);
        expect(missing).toMatchObject({ exitCode: 1, stdout: '' });
        expect(missing.stderr).toMatch(/^Error: project directory not found: \S+gone\nHint: /);
      }
      expect((await runIn(directory, ['run', '-C', 'file'])).stderr).toMatch(/^Error: \S+file is not a directory\n/);
      expect((await runIn(directory, ['init', 'file'])).stderr).toContain('it exists already');
    });
  });

  it('without a lock file starts an empty application and says so', async () => {
    await withFiles({ 'src/_index.yaml': HEAD }, async (directory) => {
      const onLine = (line: string) => (line.includes('runtime ready') ? 'SIGINT' : undefined);
      const { exitCode, stderr } = await runIn(directory, ['run'], { onLine });
      expect(exitCode).toBe(0);
      expect(stderr).toMatch(
        /^Warning: lock file not found: \S+wippy\.lock: the application is empty\nHint: Create wippy\.lock/,
      );
      const failed = await runIn(directory, ['run', '-x', 'app:x']);
      expect(failed).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Error: lock file not found: ') });
    });
  });

  it('without entries starts an empty application and says so', async () => {
    const onLine = (line: string) => (line.includes('runtime ready') ? 'SIGTERM' : undefined);
    const { exitCode, stderr } = await run({ 'src/_index.yaml': '' }, ['run'], { onLine });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^Warning: no entries below \S+src: the application is empty\nHint: A definition file/);
  });
});
