/**
 * The one error class that reaches users. Anything else that is thrown is a defect of this program.
 */

/** Error kinds of the runtime; the values are what Lua sees as `err:kind()`. */
export const ErrorKind = {
  NotFound: 'NotFound',
  AlreadyExists: 'AlreadyExists',
  Invalid: 'Invalid',
  PermissionDenied: 'PermissionDenied',
  Unavailable: 'Unavailable',
  Internal: 'Internal',
  Canceled: 'Canceled',
  Conflict: 'Conflict',
  Timeout: 'Timeout',
  RateLimited: 'RateLimited',
  Unknown: 'Unknown',
  Terminated: 'Terminated',
  Exited: 'Exited',
  LimitExceeded: 'LimitExceeded',
  InvalidState: 'InvalidState',
} as const;

export type ErrorKind = (typeof ErrorKind)[keyof typeof ErrorKind];

export interface ErrorOptions {
  kind?: ErrorKind;
  /** Null where nothing is known about whether a second try could succeed. */
  retryable?: boolean | null;
  /** Plain data for programs: ids, paths, limits. */
  details?: Readonly<Record<string, unknown>> | null;
  /** What to do about it, in one sentence; shown below the message. */
  hint?: string;
  cause?: unknown;
}

/** An error with a kind, whether a retry may help, details for programs and a hint for people. */
export class WippyError extends Error {
  readonly kind: ErrorKind;
  readonly retryable: boolean | null;
  readonly details: Readonly<Record<string, unknown>> | null;
  readonly hint: string | null;

  constructor(message: string, options: ErrorOptions = {}) {
    // Most of these errors are answers, not defects: nobody reads where the host made them, and recording it is slow.
    const limit = Error.stackTraceLimit;
    if (options.kind !== ErrorKind.Internal) Error.stackTraceLimit = 0;
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    Error.stackTraceLimit = limit;
    this.name = 'WippyError';
    this.kind = options.kind ?? ErrorKind.Unknown;
    this.retryable = options.retryable ?? null;
    this.details = options.details ?? null;
    this.hint = options.hint ?? null;
  }

  /** This error below another message: `message: <this message>`, keeping kind, retryability and details. */
  wrap(message: string): WippyError {
    return new WippyError(`${message}: ${this.message}`, {
      kind: this.kind,
      retryable: this.retryable,
      details: this.details,
      hint: this.hint ?? undefined,
      cause: this,
    });
  }
}

/** Any thrown value as a WippyError; a WippyError is returned as it is. */
export function toWippyError(thrown: unknown, kind: ErrorKind = ErrorKind.Internal): WippyError {
  if (thrown instanceof WippyError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new WippyError(message, { kind, cause: thrown });
}
