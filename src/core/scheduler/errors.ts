import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

export function processTerminated(): WippyError {
  return new WippyError('process terminated', { kind: ErrorKind.Internal, retryable: false });
}

export function schedulerStopping(): WippyError {
  return new WippyError('scheduler is stopping', { kind: ErrorKind.InvalidState, retryable: false });
}

export function maximumProcesses(limit: number): WippyError {
  return new WippyError('max processes limit exceeded', {
    kind: ErrorKind.LimitExceeded,
    retryable: false,
    details: { limit },
  });
}

export function processClosed(pid: string): WippyError {
  return new WippyError('process closed', { kind: ErrorKind.InvalidState, retryable: false, details: { pid } });
}

export function hostNotRunning(id: string): WippyError {
  return new WippyError('host is not running', {
    kind: ErrorKind.Unavailable,
    retryable: false,
    details: { host_id: id },
    hint: 'Start the host, or set lifecycle.auto_start on its entry.',
  });
}

export function hostShuttingDown(id: string): WippyError {
  return new WippyError('host is shutting down', {
    kind: ErrorKind.Unavailable,
    retryable: false,
    details: { host_id: id },
  });
}

export function hostAlreadyRunning(id: string): WippyError {
  return new WippyError('host already running', {
    kind: ErrorKind.Conflict,
    retryable: false,
    details: { host_id: id },
  });
}
