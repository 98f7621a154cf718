/** Programs as users start them, with what must hold for every one of them. */
import { execa } from 'execa';
import { expect } from 'vitest';
import { wippyProgram } from '../commands/helpers.ts';
import { LOCK, withFiles } from '../project/helpers.ts';

/** The head of a definition file with the hosts that most applications need. */
export const HEAD = `version: "1.0"
namespace: app
entries:
  - {name: terminal, kind: terminal.host, lifecycle: {auto_start: true}}
  - {name: processes, kind: process.host, lifecycle: {auto_start: true}}
`;

/** A process entry that is also a command, from a file of the same name. */
export function command(name: string, modules = ''): string {
  return `  - {name: ${name}, kind: process.lua, source: file://${name}.lua, method: main, modules: [${modules}], meta: {command: {name: ${name}}}}
`;
}

/** An application with one command \`main\`. */
export function program(source: string, modules = '', more: Files = {}): Files {
  return { 'src/_index.yaml': HEAD + command('main', modules), 'src/main.lua': source, ...more };
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface Outcome {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Frames of the host, which no user should ever see. */
const HOST_FRAMES = /\.(?:ts|cjs|js|mjs):\d+|node:internal|wippy\.cjs/;

const TIMEOUT = 25_000;

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called with each line of either stream; the signal it gives is sent. */
  readonly onLine?: (line: string) => NodeJS.Signals | undefined;
  /** Whether standard input is closed instead of empty. */
  readonly closedInput?: boolean;
}

/** Runs the program in a directory. It must end by itself within the limit of a test and show nothing of the host. */
export async function runIn(cwd: string, argv: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const child = execa(process.execPath, [wippyProgram, ...argv], {
    cwd,
    ...(options.closedInput === true ? { stdin: 'ignore' } : { input: '' }),
    all: true,
    reject: false,
    env: { NO_COLOR: '1', FORCE_COLOR: undefined, SKIP_TEST_DIRS: '', ...options.env },
    timeout: TIMEOUT,
    killSignal: 'SIGKILL',
  });
  if (options.onLine !== undefined) {
    for await (const line of child.iterable({ from: 'all' })) {
      const signal = options.onLine(line);
      if (signal !== undefined) child.kill(signal);
    }
  }
  const { exitCode, signal, stdout, stderr, timedOut } = await child;
  const outcome = { exitCode, signal, stdout, stderr };
  expect(timedOut, `the program did not end: ${JSON.stringify(outcome)}`).toBe(false);
  expectNothingOfHost(outcome.stdout + outcome.stderr);
  return outcome;
}

/** As `runIn`, in a new directory with these files and a lock file. */
export function run(files: Files, argv: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return withFiles({ 'wippy.lock': LOCK, ...files }, (directory) => runIn(directory, argv, options));
}

/** Fails where a text shows frames of the host. */
export function expectNothingOfHost(text: string): void {
  expect(text).not.toMatch(HOST_FRAMES);
}
