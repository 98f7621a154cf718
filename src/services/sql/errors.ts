/** Errors of databases. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

export function invalidSql(message: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false });
}

export function poolClosed(id: string): WippyError {
  return new WippyError('connection pool is closed', {
    kind: ErrorKind.Unavailable,
    retryable: false,
    details: { id },
  });
}

export function transactionNotActive(): WippyError {
  return invalidSql('transaction is not active');
}

export function notEnoughArguments(wanted: number, given: number): WippyError {
  return invalidSql(`not enough args to execute query: want ${wanted} got ${given}`);
}

export function readOnlyTransaction(): WippyError {
  return invalidSql('cannot write in a read-only transaction');
}

export function resultTooLarge(bytes: number): WippyError {
  const limit = `${bytes / 1_048_576} MiB`;
  return new WippyError(`the result is larger than ${limit}`, {
    kind: ErrorKind.LimitExceeded,
    retryable: false,
    details: { limit: bytes },
    hint: 'Ask for fewer rows or columns, for example page by page with LIMIT.',
  });
}
