/** How the flags of a command and the configuration together decide what is logged. */
import type { Config } from '../infrastructure/config.ts';
import { ErrorKind, WippyError } from '../infrastructure/errors.ts';
import type { LogManagerOptions } from '../infrastructure/logger/index.ts';
import type { LogRequest } from './application.ts';

const ENCODINGS = ['console', 'json'] as const;

/**
 * `logger.encoding` and `logmanager.*` below the flags. The level is that of the flags alone, as in the Go runtime. Throws
 * Invalid for an unknown encoding.
 */
export function logOptions(log: LogRequest, config: Config): Omit<LogManagerOptions, 'bus'> {
  const encoding = log.console ? 'console' : config.string('logger.encoding', 'console');
  if (!isEncoding(encoding)) {
    throw new WippyError(`invalid logger.encoding "${encoding}"`, {
      kind: ErrorKind.Invalid,
      retryable: false,
      hint: `Write one of ${ENCODINGS.join(', ')}.`,
    });
  }
  return {
    level: log.level,
    encoding,
    colors: process.stderr.isTTY === true && !process.env['NO_COLOR'],
    stackTraces: log.stackTraces,
    streaming: log.events || config.boolean('logmanager.stream_to_events', false),
    propagating: config.boolean('logmanager.propagate_downstream', true),
  };
}

function isEncoding(text: string): text is (typeof ENCODINGS)[number] {
  return (ENCODINGS as readonly string[]).includes(text);
}
