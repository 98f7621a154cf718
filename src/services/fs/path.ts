/** Paths inside a file system. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

function invalidPath(message: string, path: string): WippyError {
  return new WippyError(`invalid path: ${message}`, { kind: ErrorKind.Invalid, retryable: false, details: { path } });
}

/**
 * The path seen from the root: `/a/b` and, in the directory `a`, `b` both give `a/b`; the root is `.`.
 * @param directory the working directory, itself such a path.
 * @throws WippyError Invalid for paths that leave the root and for null bytes.
 */
export function resolvePath(path: string, directory = '.'): string {
  if (path.includes('\0')) throw invalidPath('path contains null byte', path);
  const parts: string[] = path.startsWith('/') || directory === '.' ? [] : directory.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) throw invalidPath('path traversal not allowed', path);
  }
  return parts.length === 0 ? '.' : parts.join('/');
}
