import type { PID } from '../../core/pid/pid.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

export function pidNotRegistered(pid: PID, operation: string): WippyError {
  return new WippyError('pid not registered', {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { pid: pid.text, operation },
  });
}

export function alreadyMonitoring(pid: PID): WippyError {
  return new WippyError('already monitoring pid', {
    kind: ErrorKind.AlreadyExists,
    retryable: false,
    details: { pid: pid.text },
  });
}

/** The error with which a process ends when one that it is linked to has failed. */
export function linkedProcessFailed(from: PID, cause: WippyError): WippyError {
  return new WippyError('linked process failed', {
    kind: ErrorKind.Internal,
    retryable: false,
    // No cause: a failure that runs along a chain of links would nest without end.
    details: { pid: from.text, reason: cause.message },
  });
}

/** `existing_pid` of the details is the text of the PID that holds the name. */
export function nameAlreadyRegistered(name: string, holder: PID): WippyError {
  return new WippyError('name already registered', {
    kind: ErrorKind.AlreadyExists,
    retryable: false,
    details: { name, existing_pid: holder.text },
  });
}

export function nameNotRegistered(name: string): WippyError {
  return new WippyError('name not registered', { kind: ErrorKind.NotFound, retryable: false, details: { name } });
}

export function unknownNameScope(scope: unknown): WippyError {
  return new WippyError(`unknown name scope ${String(scope)}`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint: 'Use LOCAL (0), EVENTUAL (1), CONSISTENT (2) or STRONG (3).',
  });
}

export function nodeDown(node: string): WippyError {
  return new WippyError(`node ${node} is down`, {
    kind: ErrorKind.Unavailable,
    retryable: false,
    details: { node_id: node },
  });
}
