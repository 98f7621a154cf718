/** Where the control socket of a project is. */
import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Systems allow about a hundred bytes for the path of a socket. */
const LONGEST = 100;

/** @param directory absolute path of the project, without symbolic links. */
export function controlSocketPath(directory: string): string {
  const digest = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\wippy-${digest}`;
  const path = join(directory, '.wippy', 'control.sock');
  if (Buffer.byteLength(path) <= LONGEST) return path;
  return join(tmpdir(), `wippy-${userInfo().uid}-${digest}.sock`);
}
