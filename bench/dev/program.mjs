// A Node program whose lines are waited for, and which is always ended.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Milliseconds that a program has to say something, and to end after it was asked to. */
const PATIENCE = 60_000;
const GRACE = 5000;

/** Starts Node with these arguments. `next` gives the first line from now on, or one that came before, that fits. */
export function startProgram(args, options = {}) {
  const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = [];
  const waiting = [];
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors = (errors + text).slice(-4000);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const index = waiting.findIndex(({ fits }) => fits(line));
    if (index === -1) lines.push(line);
    else waiting.splice(index, 1)[0].resolve(line);
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  void ended.then((code) => {
    for (const { reject } of waiting) reject(new Error(`${args.join(' ')} ended with ${code}: ${errors}`));
  });
  return {
    pid: child.pid,
    next(fits) {
      const index = lines.findIndex(fits);
      if (index !== -1) return Promise.resolve(lines.splice(0, index + 1).at(-1));
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${args.join(' ')} says nothing: ${errors}`)), PATIENCE);
        const settle = (done) => (value) => {
          clearTimeout(timer);
          done(value);
        };
        waiting.push({ fits, resolve: settle(resolve), reject: settle(reject) });
      });
    },
    async stop() {
      child.kill('SIGINT');
      const timer = setTimeout(() => child.kill('SIGKILL'), GRACE);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Waits for the start of a program; one that does not start is not left behind. */
export async function endOnFailure(program, starting) {
  try {
    return await starting;
  } catch (error) {
    await program.stop();
    throw error;
  }
}
