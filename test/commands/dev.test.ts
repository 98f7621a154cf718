import { appendFile, mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, describe, expect, it } from 'vitest';
import { LOCK } from '../project/helpers.ts';
import { wippy, wippyProgram } from './helpers.ts';

const INDEX = `version: "1.0"
namespace: app
entries:
  - {name: hello, kind: function.lua, source: file://hello.lua, method: main}
  - {name: memory, kind: store.memory, lifecycle: {auto_start: true}}
`;
const HELLO = 'return { main = function() return 1 end }\n';

interface DevEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** `wippy dev --json` over a directory, as a program that reads its events uses it. */
class DevProgram {
  readonly #child;
  readonly #lines: AsyncIterator<string>;

  constructor(directory: string, flags: readonly string[]) {
    this.#child = execa(process.execPath, [wippyProgram, 'dev', '--json', '--silent', ...flags], {
      cwd: directory,
      reject: false,
      env: { NO_COLOR: '1', FORCE_COLOR: undefined },
      timeout: 60_000,
    });
    this.#lines = this.#child.iterable({ from: 'stdout' })[Symbol.asyncIterator]() as AsyncIterator<string>;
  }

  /** The next event of one of these names; others before it are dropped. */
  async next(...names: readonly string[]): Promise<DevEvent> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done === true) throw new Error('the program has ended');
      const event = JSON.parse(value) as DevEvent;
      if (names.includes(event.event)) return event;
    }
  }

  verdict(): Promise<DevEvent> {
    return this.next('applied', 'rejected', 'noop');
  }

  async stop(signal: NodeJS.Signals) {
    this.#child.kill(signal);
    const stopped = await this.next('stopped');
    const { exitCode, stderr } = await this.#child;
    return { stopped, exitCode, stderr };
  }

  interrupt(): void {
    this.#child.kill('SIGINT');
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

let program: DevProgram | undefined;
let directory = '';

async function start(files: Readonly<Record<string, string>>, flags: readonly string[] = []): Promise<DevProgram> {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'wippy-dev-')));
  await mkdir(join(directory, 'src'));
  for (const [name, text] of Object.entries({ 'wippy.lock': LOCK, ...files })) {
    await writeFile(join(directory, name), text);
  }
  program = new DevProgram(directory, flags);
  return program;
}

afterEach(async () => {
  program?.kill();
  await rm(directory, { recursive: true, force: true });
});

describe('wippy dev --json', () => {
  it('says hello, is ready, tells each save, and ends with the code of its signal', async () => {
    const dev = await start({ 'src/_index.yaml': INDEX, 'src/hello.lua': HELLO });
    expect(await dev.next('hello')).toMatchObject({ schema: 1, pid: expect.any(Number) });
    expect(await dev.next('ready')).toMatchObject({ services: ['app:memory'] });
    await writeFile(join(directory, 'src/hello.lua'), 'return { main = function() return 2 end }\n');
    expect(await dev.verdict()).toMatchObject({ event: 'applied', files: ['src/hello.lua'], swapped: ['app:hello'] });
    await appendFile(join(directory, 'src/_index.yaml'), '# a comment\n');
    expect(await dev.verdict()).toMatchObject({ event: 'noop', files: ['src/_index.yaml'] });
    await writeFile(join(directory, 'src/_index.yaml'), INDEX.replace('function.lua', 'functon.lua'));
    expect(await dev.verdict()).toMatchObject({
      event: 'rejected',
      diagnostics: [{ code: 'P0601', file: 'src/_index.yaml' }],
    });
    const { stopped, exitCode, stderr } = await dev.stop('SIGINT');
    expect({ stopped, exitCode, stderr }).toEqual({
      stopped: { event: 'stopped', exitCode: 130 },
      exitCode: 130,
      stderr: '',
    });
  });

  it('sees files that are replaced, deleted and written again, and new directories', async () => {
    const dev = await start({ 'src/_index.yaml': INDEX, 'src/hello.lua': HELLO });
    await dev.next('ready');
    const source = join(directory, 'src/hello.lua');
    await writeFile(join(directory, 'replacement'), 'return { main = function() return 3 end }\n');
    await rename(join(directory, 'replacement'), source);
    expect(await dev.verdict()).toMatchObject({ event: 'applied', entries: { updated: ['app:hello'] } });
    await rm(source);
    await writeFile(source, 'return { main = function() return 4 end }\n');
    expect(await dev.verdict()).toMatchObject({ event: 'applied', entries: { updated: ['app:hello'] } });
    await mkdir(join(directory, 'src/more/deep'), { recursive: true });
    await writeFile(
      join(directory, 'src/more/deep/_index.yaml'),
      'version: "1.0"\nnamespace: deep\nentries:\n  - {name: note, kind: registry.entry}\n',
    );
    expect(await dev.verdict()).toMatchObject({ event: 'applied', entries: { created: ['deep:note'] } });
    await rm(join(directory, 'src/more'), { recursive: true });
    expect(await dev.verdict()).toMatchObject({ event: 'applied', entries: { deleted: ['deep:note'] } });
  });

  it('waits for a project with mistakes instead of ending', async () => {
    const dev = await start({ 'src/_index.yaml': INDEX.replace('method: main', 'method: ['), 'src/hello.lua': HELLO });
    expect(await dev.verdict()).toMatchObject({ event: 'rejected', registryVersion: 0 });
    await writeFile(join(directory, 'src/_index.yaml'), INDEX);
    expect(await dev.next('ready')).toMatchObject({ services: ['app:memory'] });
  });

  it('tells what validate finds, whether or not it keeps the project from running', async () => {
    const advice = 'return { main = function() return cuont end }\n';
    const dev = await start({ 'src/_index.yaml': INDEX, 'src/hello.lua': advice });
    const validated = async () => {
      const { stdout } = await wippy(['validate', '--format', 'json'], directory);
      return (JSON.parse(stdout) as { diagnostics: unknown[] }).diagnostics;
    };
    const ready = await dev.next('ready');
    expect(ready['diagnostics']).toEqual(await validated());
    expect(ready['diagnostics']).toMatchObject([{ code: 'P0805', file: 'src/hello.lua' }]);
    await writeFile(join(directory, 'src/_index.yaml'), INDEX.replace('function.lua', 'functon.lua'));
    const rejected = await dev.verdict();
    expect(rejected['diagnostics']).toEqual(await validated());
    expect(rejected).toMatchObject({ event: 'rejected', diagnostics: [{ code: 'P0601' }] });
  });

  it('says what it waits for when a service takes its time to stop', async () => {
    const source = `local time = require("time")
      return { main = function() local events = process.events() while true do time.sleep("1h") end end }`;
    const index = `version: "1.0"
namespace: app
entries:
  - {name: processes, kind: process.host, lifecycle: {auto_start: true}}
  - {name: sleeper, kind: process.lua, source: file://sleeper.lua, method: main, modules: [time]}
  - name: service
    kind: process.service
    process: app:sleeper
    host: app:processes
    lifecycle: {auto_start: true, stop_timeout: 1500ms}
`;
    const dev = await start({ 'src/_index.yaml': index, 'src/sleeper.lua': source });
    await dev.next('ready');
    dev.interrupt();
    expect(await dev.next('notice', 'stopped')).toMatchObject({
      event: 'notice',
      message: 'waiting for app:service to stop; Ctrl-C exits at once',
    });
    expect(await dev.next('stopped')).toMatchObject({ exitCode: 130 });
  });

  it('finds changes by polling where it is asked to', async () => {
    const dev = await start({ 'src/_index.yaml': INDEX, 'src/hello.lua': HELLO }, ['--poll']);
    await dev.next('ready');
    await writeFile(join(directory, 'src/hello.lua'), 'return { main = function() return "changed" end }\n');
    expect(await dev.verdict()).toMatchObject({ event: 'applied', files: ['src/hello.lua'] });
  });
});

describe('a running wippy dev', () => {
  it('answers from other terminals', async () => {
    const dev = await start({ 'src/_index.yaml': INDEX, 'src/hello.lua': HELLO });
    await dev.next('ready');
    const status = JSON.parse((await wippy(['status', '--json'], directory)).stdout) as Record<string, unknown>;
    expect(status).toMatchObject({ mode: 'dev', running: true, services: [{ id: 'app:memory', state: 'running' }] });
    expect(await wippy(['call', 'app:hello'], directory)).toEqual({ exitCode: 0, stdout: '1', stderr: '' });
    expect(await wippy(['call', 'app:hallo'], directory)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('app:hallo'),
    });
    expect(await wippy(['restart', 'app:memory'], directory)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await wippy(['ps', '--json'], directory)).toMatchObject({ exitCode: 0, stdout: '[]' });
    expect(await wippy(['dev'], directory)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('wippy dev of this project runs already, as process'),
    });
    await dev.stop('SIGTERM');
    expect(await wippy(['status'], directory)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('no application of this project runs'),
    });
  });
});
