import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

function invalid(message: string, details: Record<string, unknown> | null = null): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false, details });
}

/** @throws WippyError Invalid unless the text is `namespace:name`. */
export function assertFunctionId(id: string): void {
  if (id === '') throw invalid('function ID required');
  const colon = id.indexOf(':');
  if (colon <= 0) throw invalid('namespace required in function ID', { id });
  if (colon === id.length - 1) throw invalid('name required in function ID', { id });
}

export function functionNotFound(target: string): WippyError {
  return new WippyError('no handler registered for target', {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { target },
    hint: `No function has the id ${JSON.stringify(target)}.`,
  });
}

export function functionNotAllowed(target: string): WippyError {
  return new WippyError(`not allowed: ${target}`, {
    kind: ErrorKind.PermissionDenied,
    retryable: false,
    details: { target },
  });
}

/** @param what `context` or `security context`. */
export function customCallNotAllowed(what: string): WippyError {
  return new WippyError(`not allowed to call functions with custom ${what}`, {
    kind: ErrorKind.PermissionDenied,
    retryable: false,
  });
}

export function poolClosed(target: string): WippyError {
  return new WippyError('pool is closed', { kind: ErrorKind.Unavailable, retryable: false, details: { target } });
}

export function unknownPoolType(type: string): WippyError {
  return new WippyError(`unknown pool type: ${type}`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint: 'Use inline, lazy, static or adaptive.',
  });
}

export function callTimedOut(target: string, milliseconds: number): WippyError {
  return new WippyError(`call of ${target} exceeded its timeout of ${milliseconds}ms`, {
    kind: ErrorKind.Timeout,
    retryable: false,
    details: { target, timeout: milliseconds },
  });
}

export function invalidTimeout(value: unknown): WippyError {
  return new WippyError(`invalid call timeout ${JSON.stringify(value)}`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint: 'Write milliseconds as a number, or a duration such as 5s.',
  });
}
