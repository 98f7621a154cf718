/**
 * Files that the program keeps between runs in the user's own cache directory. What they hold is believed, so they do not lie
 * in a project: that may come from somebody else, and its application may write there. A cache is never a reason to
 * fail: what cannot be read, written or trusted is not there.
 */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

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
      const text = readFileSync(file, 'utf8');
      const end = text.indexOf('\n');
      const body = text.slice(end + 1);
      return digest(body) === text.slice(0, end) ? JSON.parse(body) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Writes a file in one step, so that nobody reads half of it. Only the user may read it. */
  write(name: string, data: unknown): void {
    const target = join(this.#path, name);
    const temporary = `${target}.${process.pid}`;
    try {
      mkdirSync(this.#path, { recursive: true, mode: 0o700 });
      const body = JSON.stringify(data);
      writeFileSync(temporary, `${digest(body)}\n${body}`, { mode: 0o600, flag: 'wx' });
      renameSync(temporary, target);
      this.#prune();
    } catch {
      discard(temporary);
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

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It was never written: something else is where the directory should be.
  }
}

/** Whether it belongs to the user and only the user may write to it. Windows has no such bits; the profile is protected. */
function isOwn(path: string): boolean {
  const { uid, mode } = lstatSync(path);
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
