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

/** Commit, and whether files below `directory` differ from it; null outside of a repository, or where git is missing. */
export async function readGitState(directory: string): Promise<GitState | null> {
  const [commit, changes] = await Promise.all([
    git(directory, ['rev-parse', '--verify', '--quiet', 'HEAD']),
    git(directory, ['status', '--porcelain', '--untracked-files=normal', '--', '.']),
  ]);
  if (commit === undefined || commit.trim() === '') return null;
  return { commit: commit.trim(), dirty: changes === undefined || changes.trim() !== '' };
}
