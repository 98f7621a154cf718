/** Errors of the system as coded errors. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

const KINDS: Readonly<Record<string, ErrorKind>> = {
  ENOENT: ErrorKind.NotFound,
  EEXIST: ErrorKind.AlreadyExists,
  EACCES: ErrorKind.PermissionDenied,
  EPERM: ErrorKind.PermissionDenied,
  EROFS: ErrorKind.PermissionDenied,
  ENOTEMPTY: ErrorKind.Invalid,
  ENOTDIR: ErrorKind.Invalid,
  EISDIR: ErrorKind.Invalid,
  EINVAL: ErrorKind.Invalid,
  ENAMETOOLONG: ErrorKind.Invalid,
  ELOOP: ErrorKind.Invalid,
};

const TEXTS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EEXIST: 'file exists',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'read-only file system',
  ENOTEMPTY: 'directory not empty',
  ENOTDIR: 'not a directory',
  EISDIR: 'is a directory',
  ENAMETOOLONG: 'name too long',
  ELOOP: 'too many symbolic links',
  ENOSPC: 'no space left on device',
  EBADF: 'file is not open for this',
};

/** `open a/b: no such file or directory`. The path is that of the application; where the root lies is not told. */
export function fileError(operation: string, path: string, thrown: unknown): WippyError {
  if (thrown instanceof WippyError) return thrown;
  const code = (thrown as NodeJS.ErrnoException).code ?? '';
  return new WippyError(`${operation} ${path}: ${TEXTS[code] ?? (code === '' ? 'failed' : code)}`, {
    kind: KINDS[code] ?? ErrorKind.Internal,
    retryable: false,
    details: { path, ...(code === '' ? {} : { code }) },
    cause: thrown,
  });
}

export function pathEscapes(path: string): WippyError {
  return new WippyError(`path escapes from its file system: ${path}`, {
    kind: ErrorKind.PermissionDenied,
    retryable: false,
    details: { path },
    hint: 'A symbolic link on the way leads out of the directory.',
  });
}

export function modeForbids(operation: string, path: string): WippyError {
  return new WippyError(`${operation} ${path}: permission denied by the mode of the file system`, {
    kind: ErrorKind.PermissionDenied,
    retryable: false,
    details: { path },
  });
}

export function fileClosed(): WippyError {
  return new WippyError('file is closed', { kind: ErrorKind.Invalid, retryable: false });
}
