import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCK, withFiles } from '../project/helpers.ts';
import { command, HEAD, run, runIn } from './support.ts';

const main = command('main');
const entry = (text: string): string => `${HEAD}  - {name: x, ${text}}\n`;

/** What is written, and what must be said about it: place, code, message, hint. */
const cases: [title: string, files: Record<string, string | Uint8Array>, expected: string[]][] = [
  [
    'broken YAML',
    { 'src/_index.yaml': 'namespace: app\nentries:\n  - name: [x\n' },
    ['src/_index.yaml:4:1', 'P0001', 'flow sequence'],
  ],
  [
    'a tab',
    { 'src/_index.yaml': 'namespace: app\nentries:\n\t- {name: x}\n' },
    ['src/_index.yaml:3:1', 'P0002', 'spaces'],
  ],
  [
    'an unquoted version',
    { 'src/_index.yaml': 'version: 1.0\nnamespace: app\nentries: []\n' },
    ['src/_index.yaml:1:10', 'P0101', 'got number 1.0', 'version: "1.0"'],
  ],
  ['an unknown kind', { 'src/_index.yaml': entry('kind: proces.lua') }, ['P0601', 'Did you mean "process.lua"?']],
  [
    'a missing field',
    { 'src/_index.yaml': entry('kind: function.lua, method: main') },
    ['P0602', 'source: is required'],
  ],
  [
    'a missing source file',
    { 'src/_index.yaml': HEAD + main },
    ['src/_index.yaml:6:', 'P0201', 'failed to read file main.lua: no such file'],
  ],
  [
    'a directory as source file',
    { 'src/_index.yaml': HEAD + main, 'src/main.lua/x': '' },
    ['P0201', 'failed to read file main.lua: it is a directory', 'a file that may be read'],
  ],
  [
    'a path that leaves the source directory',
    { 'src/_index.yaml': entry('kind: process.lua, source: "file://../../../../etc/passwd"') },
    ['P0202', 'path traversal detected in file path: ../../../../etc/passwd'],
  ],
  [
    'a Lua syntax error',
    { 'src/_index.yaml': HEAD + main, 'src/main.lua': 'local x = = 3\n' },
    ['src/main.lua:1:11', 'P0801', "unexpected symbol near '='", '> 1 | local x = = 3'],
  ],
  [
    'an unknown module',
    { 'src/_index.yaml': HEAD + command('main', 'jsn'), 'src/main.lua': 'return 1' },
    ['P0802', 'unknown module "jsn"', 'Did you mean "json"?'],
  ],
  [
    'a dangling reference',
    {
      'src/_index.yaml': `${HEAD}  - {name: gateway, kind: http.service, addr: ":0"}
  - {name: api, kind: http.router, meta: {server: app:gatway}, prefix: /}
`,
    },
    ['P0701', 'no entry "app:gatway"', 'Did you mean "app:gateway"?'],
  ],
  ['binary garbage as definition file', { 'src/_index.yaml': garbage(3000) }, ['src/_index.yaml:', 'P0012']],
  [
    'binary garbage as Lua',
    { 'src/_index.yaml': HEAD + main, 'src/main.lua': garbage(5000) },
    ['P0602', 'source: expected a text, got 5000 bytes that are none', 'UTF-8'],
  ],
  [
    'compiled Lua as source',
    { 'src/_index.yaml': HEAD + main, 'src/main.lua': Buffer.from('\x1bLuaS\0\x19\x93\r\n', 'latin1') },
    ['P0602', 'compiled Lua', 'Name the file of its source'],
  ],
  ['an empty Lua file', { 'src/_index.yaml': HEAD + main, 'src/main.lua': '' }, ['P0602', 'source: must not be empty']],
  ['aliases that explode', { 'src/_index.yaml': bomb() }, ['P0005', 'aliases expand to more than']],
  [
    'a file above the limit',
    { 'src/_index.yaml': `${HEAD}#${'x'.repeat(16 * 1024 * 1024)}` },
    ['P0011', 'more than the limit of 16777216', 'file://'],
  ],
  [
    'lists nested without end',
    { 'src/_index.yaml': `namespace: app\nmeta: ${'['.repeat(100_000)}` },
    ['P0006', 'deeper than 200 levels'],
  ],
  ['a lock file of binary garbage', { 'wippy.lock': garbage(2000) }, ['wippy.lock', 'error P0']],
  [
    'a directory as lock file',
    { 'wippy.lock': '', 'wippy.lock/x': '' },
    ['wippy.lock: error P0109', 'it is a directory'],
  ],
  [
    'a directory as configuration',
    { '.wippy.yaml/x': '', 'src/_index.yaml': HEAD },
    ['P0405', 'it is a directory', 'Make it a readable file'],
  ],
  ['a configuration without version', { '.wippy.yaml': 'logger: {encoding: json}\n' }, ['.wippy.yaml', 'P0402']],
];

/** Bytes that are no UTF-8, the same in every run. */
function garbage(length: number): Uint8Array {
  let state = 12345;
  return Uint8Array.from({ length }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return (state >> 16) & 0xff;
  });
}

function bomb(): string {
  const levels = 'abcdefgh'.split('').map((name, index, names) => {
    const item = index === 0 ? 'x' : `*${names[index - 1]}`;
    return `  ${name}: &${name} [${Array.from({ length: 10 }, () => item).join(',')}]`;
  });
  return `namespace: app\nmeta:\n${levels.join('\n')}\nentries:\n  - {name: x, kind: registry.entry}\n`;
}

describe('a broken project', () => {
  it.each(cases.map(([title, files, expected]) => ({ title, files, expected })))(
    'is refused with place, code and advice: $title',
    async ({ files, expected }) => {
      const written = { ...files };
      if ('wippy.lock/x' in written) delete written['wippy.lock'];
      const outcome = await withFiles(
        'wippy.lock/x' in written ? written : { 'wippy.lock': LOCK, ...written },
        (directory) => runIn(directory, ['run']),
      );
      expect([outcome.exitCode, outcome.stdout]).toEqual([1, '']);
      for (const text of expected) expect(outcome.stderr).toContain(text);
      expect(outcome.stderr).toMatch(/\n\d+ errors?(?:, \d+ warnings?)?$/);
    },
  );

  it('whose ids occur twice is told so, and the last one counts', async () => {
    const files = {
      'src/_index.yaml': `${entry('kind: registry.entry, value: 1')}  - {name: x, kind: registry.entry, value: 2}\n`,
    };
    const shown = await run(files, ['registry', 'show', 'app:x', '-f', 'value', '-v']);
    expect([shown.exitCode, shown.stdout]).toEqual([0, '2']);
    expect(shown.stderr).toContain('warning P0106');
    const counted = await run(files, ['registry', 'list']);
    expect([counted.exitCode, counted.stderr]).toEqual([0, '1 warning about the project; -v shows it']);
  });
});

describe('a strange but valid project', () => {
  it('may begin files with a byte order mark and end lines with CRLF', async () => {
    const source = '\ufefflocal io = require("io")\r\nreturn { main = function()\r\n  io.print("ok")\r\nend }\r\n';
    const files = {
      'src/_index.yaml': `\ufeff${HEAD}${command('main', 'io')}`.replaceAll('\n', '\r\n'),
      'src/main.lua': source,
    };
    expect(await run(files, ['run', 'main'])).toMatchObject({ exitCode: 0, stdout: 'ok', stderr: '' });
  });

  it('may hold empty definition files, links to directories in a circle, and files that are no definitions', async () => {
    const files = { 'wippy.lock': LOCK, 'src/_index.yaml': HEAD, 'src/empty.yaml': '', 'src/other.json': '{"a": 1}' };
    await withFiles(files, async (directory) => {
      await symlink('.', join(directory, 'src/circle'));
      await symlink('../src', join(directory, 'src/back'));
      const { exitCode, stdout, stderr } = await runIn(directory, ['registry', 'list', '--json']);
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(JSON.parse(stdout)).toHaveLength(2);
    });
  });

  it('is told of a file that is a link to itself', async () => {
    await withFiles({ 'wippy.lock': LOCK, 'src/_index.yaml': HEAD }, async (directory) => {
      await symlink('self.yaml', join(directory, 'src/self.yaml'));
      const { exitCode, stderr } = await runIn(directory, ['registry', 'list']);
      expect(exitCode).toBe(1);
      expect(stderr).toContain('src/self.yaml: error P0109 cannot read file: too many symbolic links');
    });
  });
});
