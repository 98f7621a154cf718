/** The body of `dev`: the session with its report, or with its screen. */
import type { LogRing } from '../../dev/control/log-ring.ts';
import { jsonLine } from '../../dev/report/json-report.ts';
import { createPlainReport } from '../../dev/report/plain-report.ts';
import { type DevRequest, runDev } from '../../dev/run-dev.ts';
import type { DevEvent } from '../../dev/session/events.ts';
import { sessionView } from '../../dev/session/session-view.ts';
import { coloursAllowed, paintFor } from '../../project/diagnostics/paint.ts';
import { openMemory } from '../open-memory.ts';
import { readIfText, requireDirectory } from '../open-project.ts';
import { print, printError } from '../output.ts';

export interface DevelopRequest extends Omit<DevRequest, 'emit' | 'memory'> {
  /** See open-memory.ts. */
  readonly programFile: string | undefined;
  /** `screen` falls back to `plain` where there is no terminal. */
  readonly output: 'json' | 'plain' | 'screen';
}

/** Resolves to the exit code. Throws coded errors. */
export async function developProject({ output, programFile, ...rest }: DevelopRequest): Promise<number> {
  const { directory, version } = rest;
  requireDirectory(directory);
  const request = { ...rest, memory: openMemory(directory, { programFile, version }) };
  if (output === 'json') return runDev({ ...request, emit: (event) => print(jsonLine(event, directory)) });
  if (output === 'screen' && hasScreen()) return developOnScreen(request);
  const paint = paintFor(process.stderr, process.env);
  const report = createPlainReport({ directory, paint, readText: readIfText });
  return runDev({ ...request, emit: (event) => printError(report(event)) });
}

/** Whether a program may draw on the terminal and read its keys. */
function hasScreen(): boolean {
  const { CI, TERM } = process.env;
  const automated = CI !== undefined && CI !== '' && CI !== '0' && CI !== 'false';
  return process.stdout.isTTY === true && process.stdin.isTTY === true && !automated && TERM !== 'dumb';
}

async function developOnScreen(request: Omit<DevRequest, 'emit'>): Promise<number> {
  const { startTui } = await import('../../tui/index.tsx');
  const { directory, version } = request;
  const listeners = new Set<(event: DevEvent) => void>();
  const past: DevEvent[] = [];
  const emit = (event: DevEvent): void => {
    if (listeners.size === 0) past.push(event);
    for (const listener of listeners) listener(event);
  };
  return runDev({
    ...request,
    emit,
    // Log lines are shown in their panel.
    logStream: null,
    onSession: ({ session, logs, stop, togglePause }) => {
      const view = sessionView({ session, logs, togglePause, quit: stop, readText: readIfText });
      const subscribe = (listener: (event: DevEvent) => void): (() => void) => {
        listeners.add(listener);
        for (const event of past.splice(0)) listener(event);
        return () => listeners.delete(listener);
      };
      const screen = startTui({
        source: { ...view, directory, version, subscribe },
        colours: coloursAllowed(process.stdout, process.env),
        onForeign: (text) => keepOutput(text, logs),
      });
      return screen.close;
    },
  });
}

/** Output of processes on a terminal host, and of the program itself, is shown with the log while the screen is there. */
function keepOutput(text: string, logs: LogRing): void {
  for (const line of text.split('\n')) {
    if (line !== '') logs.add({ time: Date.now(), level: 'info', logger: 'output', message: line, fields: {} });
  }
}
