import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

function invalid(message: string, details: Record<string, unknown> | null = null, hint?: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false, details, hint });
}

/** @throws WippyError Invalid unless the text is `namespace:name`. */
export function assertProcessId(id: string): void {
  if (id === '') throw invalid('process ID required');
  const colon = id.indexOf(':');
  if (colon <= 0 || colon === id.length - 1) {
    throw invalid(
      'invalid process ID format (namespace:name required)',
      { id },
      `${JSON.stringify(id)} is no entry id.`,
    );
  }
}

/** @throws WippyError Invalid `host ID required`. */
export function assertHostId(host: string): void {
  if (host === '') throw invalid('host ID required');
}

export function invalidHost(host: string): WippyError {
  return new WippyError('host does not implement process.Host', {
    kind: ErrorKind.Internal,
    retryable: false,
    details: { host_id: host },
    hint: `${JSON.stringify(host)} takes messages but runs no processes.`,
  });
}

export function destinationNotFound(destination: string): WippyError {
  return new WippyError(`could not resolve '${destination}' as PID or registered name`, {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { destination },
  });
}

/** @param action what was tried, as in `spawn process` or `send`. */
export function notAllowed(action: string, target: string): WippyError {
  return new WippyError(`not allowed to ${action}: ${target}`, {
    kind: ErrorKind.PermissionDenied,
    retryable: false,
    details: { action, resource: target },
  });
}

/** @param what `context` or `security context`. */
export function customNotAllowed(what: string): WippyError {
  return new WippyError(`not allowed to spawn processes with custom ${what}`, {
    kind: ErrorKind.PermissionDenied,
    retryable: false,
  });
}

export function noProcess(operation: string): WippyError {
  return invalid(`${operation} needs a process, and the caller has no PID`);
}
