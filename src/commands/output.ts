/** Writes to the standard streams. Results go to stdout, everything about the run itself to stderr. */
import type { Writable } from 'node:stream';

export function print(text: string): void {
  process.stdout.write(text);
}

export function printError(text: string): void {
  process.stderr.write(text);
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
}
