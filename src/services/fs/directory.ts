/** A directory of this machine as a file system. Nothing outside of it can be reached, not through symbolic links either. */

import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, readlink, realpath, rmdir, stat, unlink } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { DirectoryFile, infoOf } from './directory-file.ts';
import { fileError, modeForbids, pathEscapes } from './errors.ts';
import type { DirectoryEntry, FileInfo, FileSystem, OpenFile, OpenMode } from './filesystem.ts';

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_TRUNC, O_WRONLY } = constants;

// The last link was resolved before; one that appears now is not followed, and a pipe does not keep the caller waiting.
const GUARD = (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0);

const FLAGS: Readonly<Record<OpenMode, number>> = {
  r: O_RDONLY,
  w: O_WRONLY | O_CREAT | O_TRUNC,
  wx: O_WRONLY | O_CREAT | O_EXCL,
  a: O_WRONLY | O_CREAT | O_APPEND,
};

const READ = 0o400;
const WRITE = 0o200;
const EXECUTE = 0o100;

/** Links that are followed one after the other. */
const MAXIMUM_LINKS = 40;

export interface DirectoryOptions {
  /** Absolute. */
  readonly path: string;
  /** Permission bits; those of the owner limit what the application may do. */
  readonly mode: number;
  /** Makes the directory if it is not there. */
  readonly autoInit: boolean;
}

export class DirectoryFileSystem implements FileSystem {
  /** Without symbolic links. */
  readonly root: string;
  private readonly mode: number;

  private constructor(root: string, mode: number) {
    this.root = root;
    this.mode = mode;
  }

  /** @throws WippyError for a directory that is not there, cannot be made, or is none. */
  static async open({ path, mode, autoInit }: DirectoryOptions): Promise<DirectoryFileSystem> {
    // A directory that may be read but not entered would be of no use.
    const usable = (mode & 0o444) === 0o444 && (mode & 0o111) === 0 ? mode | 0o111 : mode;
    try {
      if (autoInit) await mkdir(path, { recursive: true, mode: usable });
      const root = await realpath(path);
      if (!(await stat(root)).isDirectory()) {
        throw new WippyError(`not a directory: ${path}`, { kind: ErrorKind.Invalid, retryable: false });
      }
      return new DirectoryFileSystem(root, usable);
    } catch (error) {
      if (error instanceof WippyError) throw error;
      const problem = fileError('open directory', path, error);
      throw new WippyError(problem.message, {
        // NotFound would mean that another entry may still bring it.
        kind: problem.kind === ErrorKind.NotFound ? ErrorKind.Invalid : problem.kind,
        retryable: false,
        details: problem.details,
        hint: problem.kind === ErrorKind.NotFound ? 'Create the directory, or set auto_init: true.' : undefined,
        cause: error,
      });
    }
  }

  stat(path: string): Promise<FileInfo> {
    return this.run('stat', path, READ, async () => infoOf(path, await stat(await this.locate(path))));
  }

  open(path: string, mode: OpenMode): Promise<OpenFile> {
    return this.run('open', path, mode === 'r' ? READ : WRITE, async () => {
      const target = await this.locate(path);
      const handle = await open(target, FLAGS[mode] | GUARD, 0o644 & this.mode);
      return new DirectoryFile(path, handle, mode === 'a');
    });
  }

  mkdir(path: string): Promise<void> {
    return this.run('mkdir', path, WRITE | EXECUTE, async () => {
      await mkdir(await this.locate(path), { mode: 0o755 & this.mode });
    });
  }

  remove(path: string): Promise<void> {
    return this.run('remove', path, WRITE, async () => {
      if (path === '.') throw modeForbids('remove', path);
      // A link is removed, not what it leads to.
      const target = await this.locate(path, false);
      if ((await lstat(target)).isDirectory()) await rmdir(target);
      else await unlink(target);
    });
  }

  readdir(path: string): Promise<DirectoryEntry[]> {
    return this.run('readdir', path, READ | EXECUTE, async () => {
      const entries = await readdir(await this.locate(path), { withFileTypes: true });
      return entries
        .map((entry) => ({ name: entry.name, isDirectory: entry.isDirectory() }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    });
  }

  async readFile(path: string): Promise<Uint8Array> {
    const file = await this.open(path, 'r');
    try {
      const chunks: Uint8Array[] = [];
      for (;;) {
        const chunk = await file.read(Number.MAX_SAFE_INTEGER);
        if (chunk === null) return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
        chunks.push(chunk);
      }
    } finally {
      await file.close();
    }
  }

  private async run<T>(operation: string, path: string, needs: number, work: () => Promise<T>): Promise<T> {
    if ((this.mode & needs) !== needs) throw modeForbids(operation, path);
    try {
      return await work();
    } catch (error) {
      throw fileError(operation, path, error);
    }
  }

  /**
   * The real place of a path: every symbolic link on the way is resolved here and must stay inside. The last part need not
   * exist.
   */
  private async locate(path: string, followLast = true): Promise<string> {
    let parts = path === '.' ? [] : path.split('/');
    let place = this.root;
    let links = 0;
    while (parts.length > 0) {
      const [part, ...rest] = parts as [string, ...string[]];
      parts = rest;
      const next = join(place, part);
      const target = rest.length === 0 && !followLast ? null : await linkTarget(next);
      if (target === null) {
        place = next;
        continue;
      }
      if (++links > MAXIMUM_LINKS) throw Object.assign(new Error('too many links'), { code: 'ELOOP' });
      const inside = relative(this.root, isAbsolute(target) ? resolve(target) : resolve(place, target));
      if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) throw pathEscapes(path);
      place = this.root;
      parts = [...inside.split(sep).filter((segment) => segment !== ''), ...rest];
    }
    return place;
  }
}

/** Where a symbolic link leads; null for what is none, or is not there. */
async function linkTarget(path: string): Promise<string | null> {
  try {
    return (await lstat(path)).isSymbolicLink() ? await readlink(path) : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
