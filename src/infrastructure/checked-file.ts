/** Files of data that begin with the hash of the rest, so that a damaged one is not taken for another value. */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** SHA-256 in hexadecimal digits. */
export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The data of a file; undefined where it is damaged. Throws where it cannot be read. */
export function readChecked(path: string): unknown {
  const text = readFileSync(path, 'utf8');
  const end = text.indexOf('\n');
  const body = text.slice(end + 1);
  return hashOf(body) === text.slice(0, end) ? JSON.parse(body) : undefined;
}

/** Writes a file in one step, so that nobody reads half of it. Throws where it cannot be written, and leaves nothing. */
export function writeChecked(path: string, data: unknown, options: { readonly mode?: number } = {}): void {
  const temporary = `${path}.${process.pid}`;
  try {
    const body = JSON.stringify(data);
    writeFileSync(temporary, `${hashOf(body)}\n${body}`, { ...options, flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    discard(temporary);
    throw error;
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It was never written: something else is where the directory should be.
  }
}
