/** What went wrong with the file of a history, in words. */
import { ErrorKind, type ErrorOptions, WippyError } from '../../../../infrastructure/errors.ts';
import { fileProblem, systemCode } from '../../../../infrastructure/file-error.ts';
import { sqliteCode } from '../../../../infrastructure/sqlite.ts';

interface Explanation {
  readonly text: string;
  readonly kind: ErrorOptions['kind'];
  readonly retryable: boolean;
  readonly hint: string;
}

const moveAway = 'Move the file away to begin a new history, or restore it from a backup.';

/** By the beginning of the driver's code; the first that fits counts. */
const explanations: readonly (readonly [string, Explanation])[] = [
  [
    'SQLITE_FULL',
    { text: 'the disk is full', kind: ErrorKind.Unavailable, retryable: true, hint: 'Free some space and try again.' },
  ],
  [
    'SQLITE_BUSY',
    {
      text: 'another process holds it locked',
      kind: ErrorKind.Timeout,
      retryable: true,
      hint: 'Try again when the other process has ended.',
    },
  ],
  ['SQLITE_NOTADB', { text: 'it is no SQLite database', kind: ErrorKind.Invalid, retryable: false, hint: moveAway }],
  ['SQLITE_CORRUPT', { text: 'it is damaged', kind: ErrorKind.Invalid, retryable: false, hint: moveAway }],
  [
    'SQLITE_READONLY',
    {
      text: 'it must not be written',
      kind: ErrorKind.PermissionDenied,
      retryable: false,
      hint: 'Make the file and its directory writable, or set registry.history_type to memory.',
    },
  ],
  [
    'SQLITE_CANTOPEN',
    {
      text: 'it cannot be opened',
      kind: ErrorKind.PermissionDenied,
      retryable: false,
      hint: 'Check that the directory exists and may be written, or set registry.history_path.',
    },
  ],
  [
    'SQLITE_IOERR',
    {
      text: 'the disk refused to read or write',
      kind: ErrorKind.Unavailable,
      retryable: true,
      hint: 'Check the space on the disk and the limits of the process.',
    },
  ],
];

/** The error for a file of the Go runtime where one of this program is needed. */
export function referenceFile(file: string): WippyError {
  return new WippyError(`${file} is a history of the Go runtime, which is only read`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    details: { reason: 'reference_history' },
    hint: 'Choose another file in registry.history_path to keep new versions.',
  });
}

/** Whether an error says that a file is a history of the Go runtime. */
export function isReferenceFile(error: unknown): boolean {
  return error instanceof WippyError && error.details?.['reason'] === 'reference_history';
}

/** The error for a history whose content makes no sense. */
export function damagedHistory(reason: string): WippyError {
  return new WippyError(`the history is damaged: ${reason}`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint: moveAway,
  });
}

/** Whatever was thrown while a history was used, with the name of its file. Errors of this program stay what they are. */
export function historyError(thrown: unknown, file: string): WippyError {
  if (thrown instanceof WippyError) return thrown;
  const code = sqliteCode(thrown);
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const found = explanations.find(([prefix]) => code?.startsWith(prefix) === true)?.[1];
  if (found !== undefined) {
    const { text, ...options } = found;
    const said = `${text} (${reason})`;
    return new WippyError(`the history ${file} cannot be used: ${said}`, { ...options, cause: thrown });
  }
  if (systemCode(thrown) !== undefined) {
    return new WippyError(`the history ${file} cannot be used: ${fileProblem(thrown)}`, {
      kind: ErrorKind.PermissionDenied,
      retryable: false,
      hint: 'Check the path and its permissions, or set registry.history_path.',
      cause: thrown,
    });
  }
  return new WippyError(`the history ${file} cannot be used: it is damaged (${reason})`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint: moveAway,
    cause: thrown,
  });
}
