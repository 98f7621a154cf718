import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

/**
 * The options a process may set on itself.
 * @throws WippyError Invalid `options parameter must be a table`, `trap_links must be a boolean`, `option X is not
 *   supported`.
 */
export function readProcessOptions(options: unknown): { trapLinks: boolean | undefined } {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw invalid('options parameter must be a table');
  }
  let trapLinks: boolean | undefined;
  for (const [name, value] of Object.entries(options)) {
    if (name !== 'trap_links') throw invalid(`option ${name} is not supported`);
    if (typeof value !== 'boolean') throw invalid('trap_links must be a boolean');
    trapLinks = value;
  }
  return { trapLinks };
}

function invalid(message: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false });
}
