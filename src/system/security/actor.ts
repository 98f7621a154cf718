import type { Actor } from '../../core/context/identity.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

/** An immutable actor. @throws WippyError Invalid for an empty id. */
export function createActor(id: string, meta: Readonly<Record<string, unknown>> = {}): Actor {
  if (id === '') {
    throw new WippyError('actor id must not be empty', { kind: ErrorKind.Invalid, retryable: false });
  }
  return Object.freeze({ id, meta: Object.freeze({ ...meta }) });
}
