/**
 * Files that the program keeps between runs in the user's own cache directory. What they hold is believed, so they do not lie
 * in a project: that may come from somebody else, and its application may write there. A cache is never a reason to
 * fail: what cannot be read, written or trusted is not there.
 */
import { lstatSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readChecked, writeChecked } from './checked-file.ts';

/** Files that are kept; those that were written longest ago are removed. */
const MAX_FILES = 100;

export interface UserCacheOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
}

/** Where programs of this user keep what they can make again. */
export function userCacheDirectory({ environment = process.env, platform = process.platform }: UserCacheOptions = {}) {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'wippy');
  if (platform === 'win32') return join(LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'wippy', 'cache');
  return platform === 'darwin' ? join(homedir(), 'Library', 'Caches', 'wippy') : join(homedir(), '.cache', 'wippy');
}

export class UserCache {
  readonly #path: string;

  constructor(options: UserCacheOptions = {}) {
    this.#path = userCacheDirectory(options);
  }

  /** The data of a file; undefined where it is missing, damaged, or somebody else could have written it. */
  read(name: string): unknown {
    try {
      const file = join(this.#path, name);
      if (!isOwn(this.#path) || !isOwn(file)) return undefined;
      return readChecked(file);
    } catch {
      return undefined;
    }
  }

  /** Writes a file that only the user may read. */
  write(name: string, data: unknown): void {
    try {
      mkdirSync(this.#path, { recursive: true, mode: 0o700 });
      writeChecked(join(this.#path, name), data, { mode: 0o600 });
      this.#prune();
    } catch {
      // It is made again the next time.
    }
  }

  #prune(): void {
    const files = readdirSync(this.#path).map((name) => join(this.#path, name));
    if (files.length <= MAX_FILES) return;
    const dated = files.map((file) => ({ file, time: statSync(file).mtimeMs }));
    dated.sort((a, b) => b.time - a.time);
    for (const { file } of dated.slice(MAX_FILES)) rmSync(file, { force: true });
  }
}

/** Whether it belongs to the user and only the user may write to it. Windows has no such bits; the profile is protected. */
function isOwn(path: string): boolean {
  const { uid, mode } = lstatSync(path);
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}
