import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { ProcessOptions } from './process-commands.ts';

/**
 * The options a process may set on itself.
 * @throws WippyError Invalid `options parameter must be a table`, `X must be a boolean`, `option X is not supported`.
 */
export function readProcessOptions(options: unknown): Partial<ProcessOptions> {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw invalid('options parameter must be a table');
  }
  const read: { -readonly [name in keyof ProcessOptions]?: boolean } = {};
  for (const [name, value] of Object.entries(options)) {
    if (name !== 'trap_links' && name !== 'upgradable') throw invalid(`option ${name} is not supported`);
    if (typeof value !== 'boolean') throw invalid(`${name} must be a boolean`);
    read[name] = value;
  }
  return read;
}

function invalid(message: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false });
}
