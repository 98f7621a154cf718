/** Writes the texts of an older version back to the project. */
import { chmod, lstat, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { systemCode } from '../../infrastructure/file-error.ts';

export interface FileChange {
  /** Path from the project, with `/`. */
  readonly path: string;
  readonly action: 'write' | 'delete';
  /** What to write. */
  readonly text: string;
}

/** What to do so that the files have the texts of a version. Files that are in neither map are not ours. */
export function planFiles(now: ReadonlyMap<string, string | null>, then: ReadonlyMap<string, string>): FileChange[] {
  const changes: FileChange[] = [];
  for (const [path, text] of then) if (now.get(path) !== text) changes.push({ path, action: 'write', text });
  for (const path of now.keys()) if (!then.has(path)) changes.push({ path, action: 'delete', text: '' });
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function outside(path: string): WippyError {
  return new WippyError(`the file ${path} of the history is not inside the project, so it is not written`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint: 'Go back without --write-files.',
  });
}

/** The nearest directory that exists, without links. */
async function existingParent(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
    return existingParent(dirname(path));
  }
}

/** The absolute path. @throws Invalid where it leaves the project, also through a link. */
async function insideProject(directory: string, path: string): Promise<string> {
  const absolute = resolve(directory, path);
  if (isAbsolute(path) || path.includes('\0') || !absolute.startsWith(directory + sep)) throw outside(path);
  const root = await realpath(directory);
  const parent = await existingParent(dirname(absolute));
  if (parent !== root && !parent.startsWith(root + sep)) throw outside(path);
  const link = await lstat(absolute).catch(() => undefined);
  if (link?.isSymbolicLink() === true) throw outside(path);
  return absolute;
}

/** Writes and deletes; all paths are checked before the first file is touched, and each is replaced at once. */
export async function writeFiles(directory: string, changes: readonly FileChange[]): Promise<void> {
  const checked = await Promise.all(
    changes.map(async (change) => ({ ...change, absolute: await insideProject(directory, change.path) })),
  );
  for (const { absolute, action, text } of checked) {
    if (action === 'delete') {
      await rm(absolute, { force: true });
      continue;
    }
    await mkdir(dirname(absolute), { recursive: true });
    const temporary = join(dirname(absolute), `.${process.pid}.${Date.now()}.wippy-new`);
    try {
      const former = await stat(absolute).catch(() => undefined);
      await writeFile(temporary, text);
      if (former !== undefined) await chmod(temporary, former.mode & 0o7777);
      await rename(temporary, absolute);
    } finally {
      await rm(temporary, { force: true });
    }
  }
}

/** The present texts of some files; those that cannot be read are left out. */
export async function readTexts(directory: string, paths: Iterable<string>): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const path of paths) {
    const text = await readFile(resolve(directory, path), 'utf8').catch(() => undefined);
    if (text !== undefined) texts.set(path, text);
  }
  return texts;
}
