/** Errors of SQLite as coded errors. Codes: https://sqlite.org/rescode.html. */

import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import { readOnlyTransaction, resultTooLarge } from '../errors.ts';
import type { ThreadError } from './thread-messages.ts';

interface Meaning {
  readonly kind: ErrorKind;
  readonly retryable: boolean;
  readonly hint?: string;
}

const INVALID: Meaning = { kind: ErrorKind.Invalid, retryable: false };
const TAKEN: Meaning = { kind: ErrorKind.AlreadyExists, retryable: false };
const BUSY: Meaning = {
  kind: ErrorKind.Unavailable,
  retryable: true,
  hint: 'Another program holds the database; keep transactions short.',
};

/** Extended codes come before the primary code that they begin with. */
const MEANINGS: readonly (readonly [prefix: string, meaning: Meaning])[] = [
  ['SQLITE_CONSTRAINT_UNIQUE', TAKEN],
  ['SQLITE_CONSTRAINT_PRIMARYKEY', TAKEN],
  ['SQLITE_CONSTRAINT_ROWID', TAKEN],
  ['SQLITE_CONSTRAINT', INVALID],
  ['SQLITE_BUSY', BUSY],
  ['SQLITE_LOCKED', BUSY],
  ['SQLITE_READONLY', { kind: ErrorKind.PermissionDenied, retryable: false }],
  ['SQLITE_PERM', { kind: ErrorKind.PermissionDenied, retryable: false }],
  ['SQLITE_AUTH', { kind: ErrorKind.PermissionDenied, retryable: false }],
  [
    'SQLITE_CANTOPEN',
    { kind: ErrorKind.Unavailable, retryable: true, hint: 'The directory of the file must exist and be writable.' },
  ],
  ['SQLITE_FULL', { kind: ErrorKind.Unavailable, retryable: true, hint: 'Make room on the disk.' }],
  ['SQLITE_INTERRUPT', { kind: ErrorKind.Canceled, retryable: false }],
  ['SQLITE_NOTADB', { ...INVALID, hint: 'The file holds something else than a SQLite database.' }],
  ['SQLITE_ERROR', INVALID],
  ['SQLITE_MISMATCH', INVALID],
  ['SQLITE_RANGE', INVALID],
  ['SQLITE_TOOBIG', INVALID],
  ['SQLITE_MISUSE', INVALID],
];

const UNEXPECTED: Meaning = { kind: ErrorKind.Internal, retryable: false };

/** The coded error; `details.code` is SQLite's own code. */
export function sqliteError({ name, message, code }: ThreadError): WippyError {
  if (code === 'READ_ONLY') return readOnlyTransaction();
  if (code === 'CANCELED') return new WippyError('the query was given up', { kind: ErrorKind.Canceled });
  if (code.startsWith('TOO_LARGE')) return resultTooLarge(Number(code.slice('TOO_LARGE '.length)));
  const known = MEANINGS.find(([prefix]) => code.startsWith(prefix))?.[1];
  // What the driver itself refuses: parameters of a wrong type or number.
  const refused = code === '' && (name === 'TypeError' || name === 'RangeError' || name === 'SyntaxError');
  const { kind, retryable, hint } = known ?? (refused ? INVALID : UNEXPECTED);
  return new WippyError(message, {
    kind,
    retryable,
    ...(hint === undefined ? {} : { hint }),
    ...(code === '' ? {} : { details: { code } }),
  });
}
