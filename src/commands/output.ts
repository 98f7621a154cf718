/** Writes to the standard streams. Results go to stdout, everything about the run itself to stderr. */
import type { Writable } from 'node:stream';
import { ErrorKind, WippyError } from '../infrastructure/errors.ts';
import { fileProblem } from '../infrastructure/file-error.ts';

/** Throws Internal where the output is a file that cannot be written; pipes and terminals tell it later. */
export function print(text: string): void {
  try {
    process.stdout.write(text);
  } catch (error) {
    throw unwritable(error);
  }
}

export function printError(text: string): void {
  process.stderr.write(text);
}

/** The error for standard output that takes nothing more. */
export function unwritable(error: unknown): WippyError {
  return new WippyError(`cannot write to standard output: ${fileProblem(error)}`, {
    kind: ErrorKind.Internal,
    retryable: false,
    cause: error,
  });
}

/** Resolves when everything that was written has left the process, so that exiting cuts nothing off. */
export async function drained(...streams: readonly Writable[]): Promise<void> {
  await Promise.all(
    streams.map((stream) =>
      stream.writableLength === 0
        ? undefined
        : new Promise<void>((resolve) => {
            stream.write('', () => resolve());
          }),
    ),
  );
  // Errors of streams are told after the write that caused them.
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}
