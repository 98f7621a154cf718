/** Which process holds a port, where the system tells (Linux, processes of the same user). */

import { readdir, readFile, readlink } from 'node:fs/promises';

const LISTEN = '0A';

/** Processes looked at; more would take too long for an error message. */
const MAXIMUM_PROCESSES = 5000;

/** `node (pid 4711)`, or undefined when it cannot be found out. Never throws. */
export async function portHolder(port: number): Promise<string | undefined> {
  const sockets = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const inode of await listeningInodes(table, port)) sockets.add(`socket:[${inode}]`);
  }
  if (sockets.size === 0) return undefined;
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids.slice(0, MAXIMUM_PROCESSES)) {
    if (!(await holds(pid, sockets))) continue;
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'process');
    return `${name.trim()} (pid ${pid})`;
  }
  return undefined;
}

async function listeningInodes(table: string, port: number): Promise<string[]> {
  const text = await readFile(table, 'utf8').catch(() => '');
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const inodes: string[] = [];
  for (const line of text.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/);
    if (columns[1]?.endsWith(wanted) && columns[3] === LISTEN && columns[9] !== undefined) inodes.push(columns[9]);
  }
  return inodes;
}

async function holds(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const directory = `/proc/${pid}/fd`;
  const descriptors = await readdir(directory).catch(() => []);
  for (const descriptor of descriptors) {
    const target = await readlink(`${directory}/${descriptor}`).catch(() => '');
    if (sockets.has(target)) return true;
  }
  return false;
}
