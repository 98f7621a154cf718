/** Applications that run until they are interrupted, as users start them. */

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { wippyProgram } from '../commands/helpers.ts';

/** Calls back with a copy of one of the applications beside this file. */
export async function withCopy(name: string, work: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), `wippy-${name}-`));
  try {
    cpSync(join(import.meta.dirname, name), directory, { recursive: true });
    await work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

export interface RunningProgram {
  readonly pid: number;
  /** Resolves with the first line of the log from now on that contains the text. */
  logged(text: string): Promise<string>;
  /** As Ctrl-C does; resolves when the program has ended. */
  interrupt(): Promise<{ exitCode: number | undefined; stdout: string; stderr: string }>;
}

/** Starts `wippy run` in a directory. */
export function start(cwd: string, argv: readonly string[] = []): RunningProgram {
  const child = execa(process.execPath, [wippyProgram, 'run', ...argv], {
    cwd,
    reject: false,
    stdin: 'ignore',
    env: { NO_COLOR: '1', FORCE_COLOR: undefined, SKIP_TEST_DIRS: '' },
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  return {
    pid: child.pid as number,
    logged: (text) =>
      new Promise((resolve, reject) => {
        let seen = '';
        const look = (chunk: Buffer): void => {
          seen += chunk.toString();
          const line = seen.split('\n').find((candidate) => candidate.includes(text));
          if (line === undefined) return;
          child.stderr.off('data', look);
          resolve(line);
        };
        child.stderr.on('data', look);
        void child.then(({ stderr }) => reject(new Error(`the program ended without logging ${text}: ${stderr}`)));
      }),
    async interrupt() {
      child.kill('SIGINT');
      const { exitCode, stdout, stderr } = await child;
      return { exitCode, stdout, stderr };
    },
  };
}
