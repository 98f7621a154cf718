// `wippy dev` with its screen, on a pseudo-terminal that `script` of util-linux makes.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { wippy } from '../measure.mjs';

/** Starts it and resolves once it is ready. */
export async function startOnTerminal(directory, { columns = 160, rows = 50, flags = [] } = {}) {
  const command = `stty cols ${columns} rows ${rows} && exec ${process.execPath} ${wippy} dev ${flags.join(' ')}`;
  const { CI: _ci, ...env } = process.env;
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    cwd: directory,
    env: { ...env, TERM: 'xterm-256color', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let written = '';
  let look = () => undefined;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    written += text;
    look();
  });
  /** Resolves when the program writes a text after this call. */
  const see = (text) => {
    written = '';
    return new Promise((resolve) => {
      look = () => {
        if (written.includes(text)) resolve();
      };
    });
  };
  const ended = new Promise((resolve) => child.on('close', resolve));
  await see('ready');
  const [pid] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ');
  return {
    pid: Number(pid),
    /** Milliseconds until the program has written a text after a key. */
    async press(key, text) {
      const seen = see(text);
      const began = performance.now();
      child.stdin.write(key);
      await seen;
      return performance.now() - began;
    },
    async stop() {
      child.stdin.write('\u0003');
      await ended;
    },
  };
}
