import { chmod, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { programName } from '../../../src/project/scaffold/program-name.ts';
import { withFiles } from '../helpers.ts';

const npx = (prefix: string) => ({ npm_command: 'exec', npm_config_local_prefix: prefix });

describe('programName', () => {
  it('is "wippy" where a directory of the path has it', async () => {
    await withFiles({ 'clone/run.js': '', 'bin/other': '' }, async (root) => {
      const script = join(root, 'clone/run.js');
      await chmod(script, 0o755);
      await symlink(script, join(root, 'bin/wippy'));
      const environment = { PATH: `/nowhere:${join(root, 'bin')}` };
      expect(programName({ script, environment, directory: root })).toBe('wippy');
      expect(programName({ script: join(root, 'bin/wippy'), environment, directory: root })).toBe('wippy');
    });
  });

  it('is not "wippy" where the path has another program of this name', async () => {
    await withFiles({ 'run.js': '', 'bin/wippy': '#!/bin/sh\n' }, async (root) => {
      await chmod(join(root, 'bin/wippy'), 0o755);
      const script = join(root, 'run.js');
      expect(programName({ script, environment: { PATH: join(root, 'bin') }, directory: root })).toBe(`node ${script}`);
    });
  });

  it('is "npx wippy" where npx started it and finds it again', async () => {
    await withFiles({ 'run.js': '', 'node_modules/.bin/x': '' }, async (root) => {
      const script = join(root, 'run.js');
      await chmod(script, 0o755);
      await symlink(script, join(root, 'node_modules/.bin/wippy'));
      const environment = { ...npx(root), PATH: join(root, 'node_modules/.bin') };
      expect(programName({ script, environment, directory: join(root, 'app') })).toBe('npx wippy');
      expect(programName({ script, environment, directory: join(root, '..') })).toBe(`node ${script}`);
    });
  });

  it('quotes a script whose path a shell would take apart', () => {
    const start = { script: "/a b/it's.js", environment: {}, directory: '/' };
    expect(programName(start)).toBe("node '/a b/it'\\''s.js'");
  });
});
