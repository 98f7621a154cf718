/** Where environment values are kept. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

/**
 * Values by name. Storages are asked at the moment a value is used, and answer at once: an environment is small and
 * local.
 */
export interface EnvStorage {
  /** The value, or undefined. Throws WippyError when the storage cannot be read. */
  get(name: string): string | undefined;
  /** @throws WippyError PermissionDenied `storage is read-only`, Invalid for values that the storage cannot hold. */
  set(name: string, value: string): void;
  /** All values that may be enumerated. */
  list(): ReadonlyMap<string, string>;
}

export function storageReadOnly(): WippyError {
  return new WippyError('storage is read-only', { kind: ErrorKind.PermissionDenied, retryable: false });
}

export function storageNotFound(id: string): WippyError {
  return new WippyError('environment storage backend not found', {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { storage: id },
    hint: `Declare ${id} as env.storage.memory, .file, .os, .static or .router.`,
  });
}
