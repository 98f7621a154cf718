/** Runs programs in the PUC Lua interpreters of the system. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Outcome, Program } from './corpus.ts';

/** True where a command of this name runs. */
export function isInstalled(command: string): boolean {
  return spawnSync(command, ['-v'], { stdio: 'ignore' }).status === 0;
}

function request(programs: readonly Program[]): Buffer {
  return Buffer.concat(
    programs.map(({ family, source }) => {
      const name = Buffer.from(family.replaceAll(' ', '-'));
      const text = Buffer.from(source);
      return Buffer.concat([Buffer.from(`${name.length} ${text.length}\n`), name, text]);
    }),
  );
}

function parse(response: Buffer, count: number): Outcome[] {
  const outcomes: Outcome[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    const end = response.indexOf(10, at);
    if (end < 0) throw new Error(`the driver ended after ${index} of ${count} programs`);
    const [problem, length] = response.toString('latin1', at, end).split(' ').map(Number) as [number, number];
    at = end + 1;
    const error = problem < 0 ? null : response.toString('latin1', at, at + problem);
    at += Math.max(0, problem);
    outcomes.push({ output: response.toString('latin1', at, at + length), error });
    at += length;
  }
  return outcomes;
}

/** What the interpreter `command` does with each program; one process runs them all. */
export function runInPuc(command: string, directory: string, programs: readonly Program[]): Outcome[] {
  const { stdout, stderr, status } = spawnSync(command, [join(directory, 'driver.lua')], {
    input: request(programs),
    maxBuffer: 1 << 28,
    timeout: 60_000,
    env: { ...process.env, TZ: 'UTC' },
  });
  if (status !== 0) {
    throw new Error(`${command} failed on ${programs[0]?.family}, status ${status}: ${stderr.toString()}`);
  }
  return parse(stdout, programs.length);
}
