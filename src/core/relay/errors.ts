import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { PID } from '../pid/pid.ts';

export function hostNotFound(host: string, node: string): WippyError {
  return new WippyError('host not found', {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { host_id: host, node_id: node },
    hint: `No running host has the id ${JSON.stringify(host)}; declare it as process.host with lifecycle.auto_start.`,
  });
}

export function hostExists(host: string, node: string): WippyError {
  return new WippyError('host already exists', {
    kind: ErrorKind.AlreadyExists,
    retryable: false,
    details: { host_id: host, node_id: node },
  });
}

export function processNotFound(pid: PID): WippyError {
  return new WippyError('process not found', {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { pid: pid.text },
  });
}

export function alreadyAttached(pid: PID): WippyError {
  return new WippyError('receiver already attached', {
    kind: ErrorKind.AlreadyExists,
    retryable: false,
    details: { pid: pid.text },
  });
}

export function nodeNotFound(node: string): WippyError {
  return new WippyError('node not found', {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { node_id: node },
    hint: 'The node is neither a peer of this cluster nor reachable through an internode relay.',
  });
}

export function peerExists(node: string): WippyError {
  return new WippyError('peer node already registered', {
    kind: ErrorKind.AlreadyExists,
    retryable: false,
    details: { node_id: node },
  });
}

export function peerConflict(node: string): WippyError {
  return new WippyError('peer node conflicts with local node', {
    kind: ErrorKind.Conflict,
    retryable: false,
    details: { node_id: node },
  });
}

export function mailboxFull(limit: number): WippyError {
  return new WippyError(`mailbox queue is full: ${limit} messages wait`, {
    kind: ErrorKind.Unavailable,
    retryable: true,
    details: { queue_size: limit },
    hint: 'Send again later, or wait for room.',
  });
}

export function mailboxClosed(): WippyError {
  return new WippyError('mailbox is closed', { kind: ErrorKind.Unavailable, retryable: false });
}
