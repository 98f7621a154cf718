/** A developer session as the terminal UI sees it. */
import { spawn } from 'node:child_process';
import type { Version } from '../../core/registry/index.ts';
import { namesKey, nodeKey, registryKey, supervisorKey } from '../../system/context-keys.ts';
import type { LogRing } from '../control/log-ring.ts';
import { listProcesses } from '../control/process-list.ts';
import type { DevSession } from './dev-session.ts';
import { editorCommand } from './editor.ts';

export interface SessionViewOptions {
  readonly session: DevSession;
  readonly logs: LogRing;
  readonly togglePause: () => boolean;
  readonly quit: () => void;
  /** Writes to the terminal. */
  readonly write: (text: string) => void;
}

/** What a screen shows of a session, and what its keys do. */
export function sessionView({ session, logs, togglePause, quit, write }: SessionViewOptions) {
  const context = () => session.application?.context;
  return {
    logs,
    services: () =>
      (context()?.require(supervisorKey).states() ?? []).map((state) => ({
        id: state.id,
        state: state.status,
        details: state.details,
        restarts: Math.max(0, state.runs - 1),
        uptimeMs: state.startedAt === null || state.status !== 'running' ? null : Date.now() - state.startedAt,
      })),
    processes: () => {
      const running = context();
      return running === undefined ? [] : listProcesses(running.require(nodeKey), running.require(namesKey));
    },
    versions: async (limit: number) => {
      const registry = context()?.require(registryKey);
      if (registry === undefined) return [];
      const head = registry.version.id;
      return (await registry.history.log(limit)).map((version) => ({
        id: version.id,
        time: version.time,
        head: version.id === head,
        outcome: version.outcome,
        cause: causeText(version),
        entries: version.entries,
      }));
    },
    restartService: async (id: string) => {
      const supervisor = context()?.require(supervisorKey);
      await supervisor?.beginRestart(id);
      await supervisor?.firstAttempts();
    },
    restartAll: () => session.restart(),
    rollback: async (version: number) => void (await session.rollback(version)),
    togglePause,
    quit,
    edit: (file: string, line: number) => {
      const { command, args } = editorCommand(process.env, file, line);
      // An editor with a window of its own; one of the terminal would need the screen.
      spawn(command, [...args], { stdio: 'ignore', detached: true })
        .on('error', () => undefined)
        .unref();
    },
    /** By the escape code OSC 52, which also works over ssh. */
    copy: (text: string) => write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`),
  };
}

function causeText({ cause, error }: Version): string {
  const { kind, files, actor, version, message } = cause;
  const what = { boot: 'start', cli: 'command', lua: 'Lua', rollback: 'back', watch: 'saved' }[kind];
  const details = files?.join(', ') ?? actor ?? (version === undefined ? message : `to v${version}`);
  return [what, details, error].filter((part) => part !== undefined && part !== '').join(' ');
}
