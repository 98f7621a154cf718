/** The commit of the repository that a project is in. */
import { execFile } from 'node:child_process';
import type { GitState } from '../../core/registry/version.ts';

/** Milliseconds after which git is not waited for. */
const timeLimit = 2000;

function git(directory: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { cwd: directory, timeout: timeLimit, windowsHide: true, maxBuffer: 16 * 1024 * 1024 };
    execFile('git', ['--no-optional-locks', ...args], options, (error, stdout) => {
      resolve(error === null ? stdout : undefined);
    });
  });
}

/** A line of `git status` that begins the description of the commit. */
const COMMIT = /^# branch\.oid ([0-9a-f]+)$/m;

/** Commit, and whether files below `directory` differ from it; null outside of a repository, or where git is missing. */
export async function readGitState(directory: string): Promise<GitState | null> {
  // Starting a program takes longer than what git does, so it is asked once for both.
  const status = await git(directory, ['status', '--porcelain=v2', '--branch', '--untracked-files=normal', '--', '.']);
  if (status !== undefined) {
    const commit = COMMIT.exec(status)?.[1];
    return commit === undefined ? null : { commit, dirty: /^[^#\n]/m.test(status) };
  }
  const commit = (await git(directory, ['rev-parse', '--verify', '--quiet', 'HEAD']))?.trim() ?? '';
  return commit === '' ? null : { commit, dirty: true };
}
