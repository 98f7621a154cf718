/** Errors of queues. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';

export function queueNotFound(id: string, known: Iterable<string>): WippyError {
  return new WippyError(`queue not found: ${id}`, {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { queue_id: id },
    hint: didYouMean(id, known),
  });
}

export function driverNotFound(id: string): WippyError {
  return new WippyError(`queue driver not found: ${id}`, {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { driver_id: id },
  });
}

export function queueClosed(id: string): WippyError {
  return new WippyError(`queue is closed: ${id}`, {
    kind: ErrorKind.Unavailable,
    retryable: false,
    details: { queue_id: id },
  });
}
