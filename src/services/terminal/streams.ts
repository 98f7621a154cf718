/** The three streams of the program, as a terminal uses them. */

import { createWriteStream } from 'node:fs';
import type { Readable, Writable } from 'node:stream';

/** Standard input: a terminal has a raw mode, a pipe or a file has none. */
export type InputStream = Readable & {
  readonly isTTY?: boolean;
  setRawMode?(on: boolean): unknown;
};

export interface TerminalStreams {
  readonly stdin: InputStream;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** The streams of this program. Standard input is not opened before `stdin` is read. */
export function programStreams(): TerminalStreams {
  return {
    get stdin() {
      return process.stdin;
    },
    stdout: standardOutput(),
    get stderr() {
      return process.stderr;
    },
  };
}

/**
 * Writing to `process.stdout` blocks the whole program while a pipe is full. A file stream on the same descriptor writes
 * from the thread pool, so that only the process waits that writes.
 */
function standardOutput(): Writable {
  return process.stdout.isTTY ? process.stdout : createWriteStream('', { fd: 1, autoClose: false });
}
