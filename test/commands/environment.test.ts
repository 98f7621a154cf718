import { describe, expect, it } from 'vitest';
import { LOCK, withFiles } from '../project/helpers.ts';
import { wippy } from './helpers.ts';

const FILES = {
  'wippy.lock': LOCK,
  'src/_index.yaml': `version: "1.0"
namespace: app
entries:
  - {name: terminal, kind: terminal.host, lifecycle: {auto_start: true}}
  - {name: os, kind: env.storage.os}
  - {name: greeting, kind: env.variable, variable: GREETING, storage: app:os}
  - name: hello
    kind: process.lua
    meta: {command: {name: hello}}
    source: file://hello.lua
    method: main
    modules: [env, io]
`,
  'src/hello.lua':
    'local env, io = require("env"), require("io")\nreturn { main = function() io.print(env.get("GREETING")) return 0 end }\n',
};

describe('wippy run --env-file', () => {
  it('gives the application the variables of the file', async () => {
    await withFiles({ ...FILES, 'local.env': 'GREETING="good day"\n' }, async (directory) => {
      expect(await wippy(['run', '--env-file', 'local.env', 'hello'], directory)).toEqual({
        exitCode: 0,
        stdout: 'good day',
        stderr: '',
      });
    });
  });

  it('says where a line of the file is malformed', async () => {
    await withFiles({ ...FILES, 'local.env': '# comment\nGREETING hello\n' }, async (directory) => {
      const { exitCode, stdout, stderr } = await wippy(['run', '--env-file', 'local.env', 'hello'], directory);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toContain('P0414');
      expect(stderr).toContain('local.env:2:1');
    });
  });

  it('says that there is no such file', async () => {
    await withFiles(FILES, async (directory) => {
      const { exitCode, stdout, stderr } = await wippy(['run', '--env-file', 'nothere.env', 'hello'], directory);
      // Node 20 looks for the flag as well, and before the program runs; it ends with code 9.
      expect({ failed: exitCode === 1 || exitCode === 9, stdout }).toEqual({ failed: true, stdout: '' });
      expect(stderr).toMatch(/not found: nothere\.env|nothere\.env: not found/);
    });
  });
});
