/** Opens SQLite databases. The driver is an optional dependency: it is loaded when the first one is opened. */
import { createRequire } from 'node:module';
import type BetterSqlite from 'better-sqlite3';
import { ErrorKind, WippyError } from './errors.ts';

export type SqliteDatabase = BetterSqlite.Database;

/** The code of the error for a driver that is not installed or cannot be loaded. */
export const DRIVER_MISSING = 'sqlite_driver_missing';

let driver: typeof BetterSqlite | undefined;

/** @throws Unavailable with `details.reason` = DRIVER_MISSING. */
function loadDriver(): typeof BetterSqlite {
  // The driver is a native addon with a CommonJS entry, so it stays outside of the bundle.
  const require = createRequire(import.meta.url);
  try {
    driver ??= require('better-sqlite3') as typeof BetterSqlite;
    return driver;
  } catch (error) {
    throw new WippyError('the SQLite driver better-sqlite3 is not installed or does not fit this version of Node', {
      kind: ErrorKind.Unavailable,
      retryable: false,
      details: { reason: DRIVER_MISSING },
      hint: 'Run `npm install better-sqlite3` where wippy is installed, or `npm rebuild better-sqlite3` after Node has changed.',
      cause: error,
    });
  }
}

export interface OpenSqliteOptions {
  /** Refuses all writes; the file must exist. */
  readonly readonly?: boolean;
  /** Milliseconds to wait for the lock of another process. */
  readonly lockTimeout: number;
}

/** @throws Unavailable without the driver; otherwise what the driver throws. */
export function openSqlite(file: string, { readonly = false, lockTimeout }: OpenSqliteOptions): SqliteDatabase {
  const Database = loadDriver();
  return new Database(file, { readonly, fileMustExist: readonly, timeout: lockTimeout });
}

/** Whether an error says that the driver is missing. */
export function isDriverMissing(error: unknown): boolean {
  return error instanceof WippyError && error.details?.['reason'] === DRIVER_MISSING;
}

/** The code of an error of the driver: `SQLITE_FULL`, ...; undefined for other errors. */
export function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return error.code.startsWith('SQLITE_') ? error.code : undefined;
}
