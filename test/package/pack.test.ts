import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The tarball, installed into an empty folder as a user would; `prepare` has built dist before the tests. */
describe('the packed tarball', () => {
  let folder = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wippy-pack-'));
    const packed = await execa('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
      cwd: root,
    });
    const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
    await execa('npm', ['init', '-y'], { cwd: folder });
    const install = ['install', '--no-audit', '--no-fund', '--offline', '--omit=optional'];
    await execa('npm', [...install, join(folder, filename)], { cwd: folder });
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('brings the command wippy and no other package that is not optional', async () => {
    const { stdout } = await execa('npx', ['wippy', 'version', '--short'], { cwd: folder });
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(stdout).toBe(manifest.version);
    const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { optional?: boolean }>;
    };
    const needed = Object.entries(lock.packages).filter(([, entry]) => !entry.optional);
    expect(needed.map(([path]) => path)).toEqual(['', 'node_modules/wippy']);
  });

  it('initialises an application that runs', async () => {
    await execa('npx', ['wippy', 'init', 'hello', '--template', 'minimal', '--yes'], { cwd: folder });
    const { stdout, exitCode } = await execa('npx', ['wippy', 'run', 'hello'], { cwd: join(folder, 'hello') });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Hello');
  });

  it('exports the Lua engine as a library', async () => {
    const script = `
      import { compile, createEnvironment, load, runMain, standardGlobals } from 'wippy/lua';
      const program = load(compile('local t = {} for i = 1, 3 do t[i] = i * i end return t[3], #t', 'squares'));
      console.log(JSON.stringify(runMain(program, createEnvironment(standardGlobals()))));`;
    const { stdout } = await execa('node', ['--input-type=module', '-e', script], { cwd: folder });
    expect(stdout).toBe('[9,3]');
  });
});
