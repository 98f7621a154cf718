import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readGitState } from '../../../src/project/history/git-state.ts';

let directory: string;

const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  }).trim();

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'wippy-git-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('the state of the repository', () => {
  it('is the commit, and whether files below the directory differ from it', async () => {
    git('init', '--quiet');
    mkdirSync(join(directory, 'app'));
    writeFileSync(join(directory, 'app/a.lua'), 'return 1\n');
    git('add', '.');
    git('commit', '--quiet', '-m', 'First');
    const commit = git('rev-parse', 'HEAD');
    expect(await readGitState(join(directory, 'app'))).toEqual({ commit, dirty: false });
    writeFileSync(join(directory, 'beside.txt'), '');
    expect(await readGitState(join(directory, 'app'))).toEqual({ commit, dirty: false });
    writeFileSync(join(directory, 'app/a.lua'), 'return 2\n');
    expect(await readGitState(join(directory, 'app'))).toEqual({ commit, dirty: true });
    git('checkout', '--quiet', '.');
    writeFileSync(join(directory, 'app/new.lua'), '');
    expect(await readGitState(join(directory, 'app'))).toEqual({ commit, dirty: true });
  });

  it('is nothing without a commit, and outside of a repository', async () => {
    expect(await readGitState(directory)).toBeNull();
    git('init', '--quiet');
    writeFileSync(join(directory, 'a.lua'), '');
    expect(await readGitState(directory)).toBeNull();
  });
});
