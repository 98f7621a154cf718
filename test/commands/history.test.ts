import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCK, withFiles } from '../project/helpers.ts';
import { wippy } from './helpers.ts';

const INDEX = `version: "1.0"
namespace: app
entries:
  - {name: terminal, kind: terminal.host}
  - name: processes
    kind: process.host
    lifecycle: {auto_start: true}
  - name: hello
    kind: process.lua
    meta: {command: {name: hello, short: Greet}}
    source: file://hello.lua
    method: main
    modules: [io]
  - name: worker
    kind: process.service
    process: app:hello
    host: app:processes
`;
const LUA = `local io = require("io")
return { main = function() io.print("one") end }
`;
const app = { 'wippy.lock': LOCK, 'src/_index.yaml': INDEX, 'src/hello.lua': LUA };

interface ListedVersion {
  readonly version: number;
  readonly [key: string]: unknown;
}

class Project {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Runs a command that must succeed. */
  async run(...argv: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await wippy(argv, this.directory);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    return stdout;
  }

  async list(): Promise<ListedVersion[]> {
    return JSON.parse(await this.run('history', 'list', '--json')) as ListedVersion[];
  }

  write(text: string): Promise<void> {
    return writeFile(join(this.directory, 'src/hello.lua'), text);
  }

  source(): Promise<string> {
    return readFile(join(this.directory, 'src/hello.lua'), 'utf8');
  }
}

const inProject = (work: (project: Project) => Promise<void>) =>
  withFiles(app, (directory) => work(new Project(directory)));

/** Two versions: the one of the template, and one in which the program says "two". */
async function twoVersions(project: Project): Promise<void> {
  expect(await project.run('run', 'hello')).toBe('one');
  await project.write(LUA.replace('one', 'two'));
  expect(await project.run('run', 'hello')).toBe('two');
}

describe('wippy history', () => {
  it('lists what starts have found changed, newest first, and nothing for an unchanged start', async () => {
    await inProject(async (project) => {
      expect(await project.run('history', 'list')).toContain('No versions yet');
      expect(await project.list()).toEqual([]);
      await twoVersions(project);
      await project.run('run', 'hello');
      expect(await project.list()).toEqual([
        {
          version: 2,
          parent: 1,
          head: true,
          time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
          cause: { kind: 'boot' },
          git: null,
          outcome: 'applied',
          durationMs: expect.any(Number),
          operations: { created: 0, updated: 1, deleted: 0 },
          entries: ['app:hello'],
        },
        expect.objectContaining({
          version: 1,
          parent: 0,
          head: false,
          operations: { created: 4, updated: 0, deleted: 0 },
        }),
      ]);
      const text = await project.run('history', 'list', '--limit', '1');
      expect(text).toMatch(/^\* +2 {2}\(head\) {2}\S+ \S+ {2}boot {2}~1 {2}app:hello$/);
    });
  }, 60_000);

  it('shows and compares versions as unified diffs', async () => {
    await inProject(async (project) => {
      await twoVersions(project);
      const diff = await project.run('history', 'diff', '1..2');
      expect(diff).toBe(`~ app:hello  process.lua  updated
--- a/app:hello/source.lua
+++ b/app:hello/source.lua
@@ -1,2 +1,2 @@
 local io = require("io")
-return { main = function() io.print("one") end }
+return { main = function() io.print("two") end }`);
      expect(await project.run('history', 'show', 'head')).toContain(diff);
      expect(await project.run('history', 'diff', '1..', '--stat')).toBe(
        '~ app:hello |     2 +-\n1 entry changed, 1 lines added, 1 removed',
      );
      const data = JSON.parse(await project.run('history', 'diff', '2..1', '--json')) as object;
      expect(data).toMatchObject({
        schema: 1,
        from: 2,
        to: 1,
        entries: [{ entry: 'app:hello', change: 'updated', documents: [{ name: 'source.lua', added: 1, removed: 1 }] }],
      });
      const shown = JSON.parse(await project.run('history', 'show', '2', '--json')) as Record<string, unknown>;
      expect(shown).toMatchObject({ version: 2, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) });
    });
  }, 60_000);

  it('goes back without touching the files, says that it is detached, and follows on request or after an edit', async () => {
    await inProject(async (project) => {
      await twoVersions(project);
      const planned = await project.run('history', 'rollback', '1', '--dry-run');
      expect(planned).toContain('  ~ app:hello  process.lua');
      expect(planned).toContain('  app:worker  restart');
      expect(await project.list()).toHaveLength(2);
      const done = JSON.parse(await project.run('history', 'rollback', '1', '--json')) as object;
      expect(done).toMatchObject({ dryRun: false, to: 1, version: 3, detached: true, files: [] });
      expect(await project.source()).toContain('two');
      expect(await project.run('run', 'hello')).toBe('one');
      expect(await project.list()).toMatchObject([
        { version: 3, head: true, detached: true, cause: { kind: 'rollback', version: 1 } },
        { version: 2 },
        { version: 1 },
      ]);
      expect(await project.run('history', 'list')).toContain('not those of the files');
      expect(await project.run('history', 'rollback', '--follow')).toContain('version 4');
      expect(await project.run('run', 'hello')).toBe('two');
      await project.run('history', 'rollback', '1');
      await project.write(LUA.replace('one', 'three'));
      expect(await project.run('run', 'hello')).toBe('three');
      await project.run('history', 'rollback', '1');
      expect(await project.run('run', '--follow', 'hello')).toBe('three');
    });
  }, 90_000);

  it('writes the files of a version back and keeps edits that no start has seen', async () => {
    await inProject(async (project) => {
      await twoVersions(project);
      await project.write(LUA.replace('one', 'unseen'));
      await writeFile(join(project.directory, 'src/other.txt'), 'not ours');
      const report = JSON.parse(await project.run('history', 'rollback', '1', '--write-files', '--json')) as object;
      expect(report).toMatchObject({
        version: 4,
        saved: 3,
        detached: false,
        files: [{ path: 'src/hello.lua', action: 'write' }],
      });
      expect(await project.source()).toBe(LUA);
      expect(await readFile(join(project.directory, 'src/other.txt'), 'utf8')).toBe('not ours');
      expect(await project.run('run', 'hello')).toBe('one');
      expect((await project.list()).map(({ version }) => version)).toEqual([4, 3, 2, 1]);
      await project.run('history', 'rollback', '3', '--write-files');
      expect(await project.source()).toContain('unseen');
    });
  }, 60_000);

  it('deletes old versions on demand and never gives a number twice', async () => {
    await inProject(async (project) => {
      await twoVersions(project);
      expect(JSON.parse(await project.run('history', 'gc', '--keep', '1', '--json'))).toMatchObject({
        deleted: 1,
        kept: 1,
      });
      await project.write(LUA.replace('one', 'three'));
      await project.run('run', 'hello');
      expect((await project.list()).map(({ version }) => version)).toEqual([3, 2]);
    });
  }, 60_000);

  it('says what it cannot do', async () => {
    await inProject(async (project) => {
      await project.run('run', 'hello');
      const fails = async (...argv: string[]): Promise<string> => {
        const { exitCode, stdout, stderr } = await wippy(['history', ...argv], project.directory);
        expect({ exitCode, stdout }).toEqual({
          exitCode: argv[0] === 'rollback' && argv.length === 1 ? 2 : 1,
          stdout: '',
        });
        return stderr;
      };
      expect(await fails('show', '9')).toContain('There is no version 9');
      expect(await fails('diff', '1..x')).toContain('"x" names no version');
      expect(await fails('rollback', '1')).toContain('version 1 is the current one');
      expect(await fails('rollback', '7')).toContain('version not found in history');
      expect(await fails('rollback')).toContain('name the version to go back to');
      expect(await fails('list', '--set', 'registry.history_type=memory')).toContain('registry.history_type is memory');
      await writeFile(join(project.directory, '.wippy/registry.db'), 'x'.repeat(5000));
      await rm(join(project.directory, '.wippy/registry.db-wal'), { force: true });
      expect(await fails('list')).toMatch(/registry\.db cannot be used: it is no SQLite database/);
    });
  }, 60_000);
});
