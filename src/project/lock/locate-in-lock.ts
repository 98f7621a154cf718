/** From a part of the lock file to its place. The file is parsed again: problems are rare. */
import { readFile } from 'node:fs/promises';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { locate, type PathSegment } from '../yaml/locate.ts';
import { parseText } from '../yaml/parse.ts';
import type { LockFile } from './lock-file.ts';

/** File and range of the value at `path`; without a range where the file does not hold it. */
export async function placeInLock(
  { path: file }: LockFile,
  path: readonly PathSegment[],
): Promise<Pick<Diagnostic, 'file' | 'range'>> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const found = text === undefined ? undefined : locate(parseText(text, file), path);
  return found?.exact === true ? { file, range: found.range } : { file };
}

/** Where the lock file names a module. */
export function placeOfModule(lock: LockFile, module: string): Promise<Pick<Diagnostic, 'file' | 'range'>> {
  return placeInLock(lock, ['modules', lock.modules.findIndex(({ name }) => name === module), 'name']);
}
