/** The content of `wippy.lock`: where the sources are and which modules belong to them. */

export const LOCK_FILE_NAME = 'wippy.lock';

export interface LockedModule {
  /** `organization/module`. */
  readonly name: string;
  readonly version: string;
  readonly hash?: string;
  readonly localHash?: string;
}

export interface Replacement {
  /** The module that is replaced, `organization/module`. */
  readonly from: string;
  /** A local directory, relative to the lock file or absolute. */
  readonly to: string;
}

export interface LockFile {
  /** Absolute path, also where the file does not exist. */
  readonly path: string;
  /** False where the defaults stand in for a missing file. */
  readonly exists: boolean;
  readonly directories: { readonly modules: string; readonly src: string };
  readonly modules: readonly LockedModule[];
  readonly replacements: readonly Replacement[];
  readonly options: { readonly unpackModules: boolean };
}

/** What a lock file means that does not say otherwise. `init` writes `./src` instead of `.`. */
export function defaultLock(path: string): LockFile {
  return {
    path,
    exists: false,
    directories: { modules: '.wippy', src: '.' },
    modules: [],
    replacements: [],
    options: { unpackModules: false },
  };
}
