import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCK, withFiles } from '../project/helpers.ts';
import { wippy } from './helpers.ts';

const INDEX = `version: "1.0"
namespace: app
entries:
  - {name: terminal, kind: terminal.host}
  - name: hello
    kind: process.lua
    meta: {command: {name: hello, short: Greet}, type: demo}
    source: file://hello.lua
    method: main
  - {name: gateway, kind: http.service, addr: ":8080", lifecycle: {auto_start: true}}
`;
const app = { 'wippy.lock': LOCK, 'src/_index.yaml': INDEX, 'src/hello.lua': 'return { main = function() end }\n' };
const inApp = (...argv: string[]) => withFiles(app, (directory) => wippy(argv, directory));
const inFiles = (files: Record<string, string>, ...argv: string[]) =>
  withFiles(files, (directory) => wippy(argv, directory));

describe('version and help', () => {
  it('prints the version in three forms', async () => {
    const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
      version: string;
    };
    expect((await inFiles({}, 'version')).stdout).toContain(`wippy ${version} (node `);
    expect(await inFiles({}, 'version', '--short')).toEqual({ exitCode: 0, stdout: version, stderr: '' });
    expect(JSON.parse((await inFiles({}, 'version', '--json')).stdout)).toMatchObject({ version });
  });

  it('prints help without words and with --help', async () => {
    const [bare, help, run] = await Promise.all([inFiles({}), inFiles({}, '--help'), inFiles({}, 'run', '--help')]);
    expect([bare.exitCode, help.exitCode, run.exitCode]).toEqual([0, 0, 0]);
    expect(bare.stdout).toBe(help.stdout);
    expect(help.stdout).toContain('registry');
    expect(run.stdout).toContain('--override');
  });

  it('refuses unknown commands with a suggestion and exit code 2', async () => {
    expect(await inFiles({}, 'verson')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'Error: command "verson" not found\nHint: Did you mean "version"?',
    });
  });

  it('refuses unknown flags with exit code 2', async () => {
    expect(await inFiles({}, 'version', '--shrt')).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('Error: unknown flag --shrt'),
    });
  });
});

describe('init', () => {
  it('scaffolds the default template into an empty directory, without asking where there is no terminal', async () => {
    await withFiles({}, async (directory) => {
      const { exitCode, stdout, stderr } = await wippy(['init', 'my-app'], directory);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toContain('wrote  wippy.lock');
      expect(stdout).toMatch(/\n {2}cd my-app\n {2}(?:wippy|node \S+run\.js) run hello\n?$/);
      expect(existsSync(join(directory, 'my-app/src/hello.lua'))).toBe(true);
    });
  });

  it('writes only the lock file where sources exist', async () => {
    await withFiles({ 'src/_index.yaml': INDEX }, async (directory) => {
      const { stdout } = await wippy(['init'], directory);
      expect(stdout.split('\n').filter((line) => line.startsWith('wrote'))).toEqual(['wrote  wippy.lock']);
      expect(await readFile(join(directory, 'wippy.lock'), 'utf8')).toBe(LOCK);
    });
  });

  it('takes directories and the template from flags', async () => {
    await withFiles({}, async (directory) => {
      await wippy(['init', '-t', 'worker', '-d', './code', '--modules-dir', 'deps', '-y'], directory);
      expect(await readFile(join(directory, 'wippy.lock'), 'utf8')).toBe(
        'directories:\n  modules: deps\n  src: ./code\n',
      );
      expect(existsSync(join(directory, 'code/worker.lua'))).toBe(true);
    });
  });

  it('refuses unknown templates', async () => {
    expect(await inFiles({}, 'init', '--template', 'http')).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('template "http" does not exist'),
    });
  });
});

describe('run', () => {
  it('lists commands', async () => {
    expect(await inApp('run', 'list')).toEqual({
      exitCode: 0,
      stdout: 'Available commands:\n\n  hello  Greet  (app:hello)\n\nRun with: wippy run <command>',
      stderr: '',
    });
    const { stdout } = await inApp('run', 'list', '--json');
    expect(JSON.parse(stdout)).toMatchObject([{ name: 'hello', entry: 'app:hello' }]);
  });

  it.each([
    [
      ['run', 'helo'],
      1,
      'Error: command "helo" not found. Use \'wippy run list\' to see available commands\nHint: Did you mean "hello"?',
    ],
    [['run', '-x', 'app:helo'], 1, 'Error: entry not found: app:helo\nHint: Did you mean "app:hello"?'],
    [
      ['run', '-o', 'x'],
      1,
      "Error: invalid override: x: missing separator '=', expected format: namespace:entry:field=value",
    ],
    [['run', '--set', 'x=1'], 1, 'Error: invalid --set "x=1": key must be section.path (e.g. cluster.enabled)'],
    [
      ['run', 'hello', '--nope'],
      2,
      'Error: unknown flag --nope\nHint: Put words for the process that start with "-" after "--"',
    ],
    [['run', 'app.wapp'], 1, 'Error: cannot read pack'],
    [['run', '--config', 'gone.yaml'], 1, 'P0405'],
  ])('refuses %j', async (argv, exitCode, text) => {
    const result = await inApp(...argv);
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toContain(text);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });

  it('needs a lock file to run a process', async () => {
    const result = await inFiles({}, 'run', 'hello');
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain('Error: lock file not found: ');
    expect(result.stderr).toContain("'wippy init'");
  });

  it('shows every problem of the project with its place and fails', async () => {
    const files = {
      'wippy.lock': LOCK,
      'src/a.yaml': 'version: 1.0\nnamespace: app\nentries: []\n',
      'src/b.yaml': 'namespace: b\nentries:\n  - {name: x}\n',
    };
    const { exitCode, stdout, stderr } = await inFiles(files, 'run', 'list');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('src/a.yaml:1:10: error P0101 "version" must be a string, got number 1.0');
    expect(stderr).toContain('  > 1 | version: 1.0\n      |          ^^^');
    expect(stderr).toContain('src/b.yaml:3:12: error P0104');
    expect(stderr).toContain('2 errors');
  });

  it('takes the project directory from -C, before or after the command', async () => {
    await withFiles(app, async (directory) => {
      const [before, after] = await Promise.all([
        wippy(['-C', directory, 'run', 'list'], '/'),
        wippy(['run', 'list', '-C', directory], '/'),
      ]);
      expect(before).toEqual(after);
      expect(before.stdout).toContain('app:hello');
    });
  });
});

describe('registry', () => {
  it('lists entries as a table, JSON and YAML', async () => {
    const [table, json, yaml] = await Promise.all([
      inApp('registry', 'list'),
      inApp('registry', 'list', '--json', '--kind', '*lua*'),
      inApp('registry', 'list', '--yaml', '--meta', 'type=demo'),
    ]);
    expect(table.stdout).toContain('app:gateway   http.service');
    expect(table.stdout).toContain('Total: 3 entries');
    expect(JSON.parse(json.stdout)).toEqual([
      { id: 'app:hello', kind: 'process.lua', meta: { command: { name: 'hello', short: 'Greet' }, type: 'demo' } },
    ]);
    expect(yaml.stdout).toContain('- id: app:hello');
    expect((await inApp('registry', 'list', '--ns', 'nothing')).stdout).toBe('No entries found');
  });

  it('shows the data of an entry and its fields', async () => {
    const [whole, field, raw, nested] = await Promise.all([
      inApp('registry', 'show', 'app:hello', '--json'),
      inApp('registry', 'show', 'gateway', '--field', 'addr'),
      inApp('registry', 'show', 'hello', '-f', 'source', '--raw'),
      inApp('registry', 'show', 'gateway', '-f', 'lifecycle.auto_start', '--json'),
    ]);
    expect(JSON.parse(whole.stdout)).toMatchObject({
      id: 'app:hello',
      data: { source: app['src/hello.lua'], method: 'main' },
    });
    expect(field.stdout).toBe(':8080');
    expect(raw.stdout).toBe(app['src/hello.lua'].trimEnd());
    expect(nested.stdout).toBe('true');
  });

  it.each([
    [['registry', 'show', 'app:helo'], 1, 'Error: entry not found: app:helo\nHint: Did you mean "app:hello"?'],
    [
      ['registry', 'show', 'gateway', '-f', 'adr'],
      1,
      'Error: field "adr" not found in entry data\nHint: Did you mean "addr"?',
    ],
    [
      ['registry', 'show'],
      2,
      'Error: Missing 1 required arg:\nentry  Id (namespace:name), or the name alone where it is unique\nHint: ',
    ],
    [['registry', 'list', '--json', '--yaml'], 2, 'Error: --yaml cannot also be provided when using --json'],
    [['registry', 'list', '--meta', 'x'], 1, 'Error: invalid --meta "x"'],
    [['registry', 'lst'], 2, 'Error: command "registry lst" not found\nHint: Did you mean "registry list"?'],
  ])('refuses %j', async (argv, exitCode, text) => {
    const result = await inApp(...argv);
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toContain(text);
  });
});
