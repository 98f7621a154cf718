/** What is wrong with a pack, for whoever wants to run it. */
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

const HINT = 'The file is truncated, was changed, or is no pack: get it again, or compile it again.';

/** `reason` goes on after "the pack is broken: "; the path is added by whoever opened the file. */
export function brokenPack(reason: string, hint = HINT): WippyError {
  return new WippyError(`the pack is broken: ${reason}`, { kind: ErrorKind.Invalid, retryable: false, hint });
}

/** The same error with the path of the pack in its message. */
export function namePack(error: unknown, path: string): unknown {
  if (!(error instanceof WippyError)) return error;
  return new WippyError(`${path}: ${error.message}`, {
    kind: error.kind,
    retryable: false,
    ...(error.hint === null ? {} : { hint: error.hint }),
    cause: error,
  });
}
