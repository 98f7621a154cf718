/** Where the driver of SQLite is: an optional dependency, because its native part does not install everywhere. */

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';

export const DRIVER = 'better-sqlite3';

/**
 * The path of the driver's module: beside this program, or else in the project.
 * @throws WippyError Unavailable, with how to install it.
 */
export function findDriver(project: string, name = DRIVER): string {
  for (const from of [import.meta.url, join(project, 'package.json')]) {
    try {
      return createRequire(from).resolve(name);
    } catch {
      // Not there; perhaps in the next place.
    }
  }
  throw driverMissing(`SQLite databases need the package ${name}, which is not installed`);
}

/** For a driver that is missing or does not load. */
export function driverMissing(message: string): WippyError {
  return new WippyError(message, {
    kind: ErrorKind.Unavailable,
    retryable: false,
    details: { package: DRIVER },
    hint: `Install it in the project with \`npm install ${DRIVER}\`.`,
  });
}
