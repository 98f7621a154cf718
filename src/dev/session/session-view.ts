/** A developer session as the terminal UI sees it. */
import { spawn } from 'node:child_process';
import type { EntryId, GitState, Version } from '../../core/registry/index.ts';
import { WippyError } from '../../infrastructure/errors.ts';
import { fileProblem } from '../../infrastructure/file-error.ts';
import { placeInEntry } from '../../project/entries/locate-entry.ts';
import { namesKey, nodeKey, registryKey, supervisorKey } from '../../system/context-keys.ts';
import type { LogRing } from '../control/log-ring.ts';
import { listProcesses } from '../control/process-list.ts';
import type { DevSession } from './dev-session.ts';
import { type EditorCommand, editorCommand } from './editor.ts';

export interface SessionViewOptions {
  readonly session: DevSession;
  readonly logs: LogRing;
  readonly togglePause: () => boolean;
  readonly quit: (exitCode: number) => void;
  /** The text of a file; undefined where it cannot be read. */
  readonly readText: (file: string) => string | undefined;
}

/** What a screen shows of a session, and what its keys do. */
export function sessionView({ session, logs, togglePause, quit, readText }: SessionViewOptions) {
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
        retryInMs: state.retryIn === null ? null : Math.round(state.retryIn),
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
        files: version.cause.files ?? [],
        entries: version.entries,
        durationMs: Math.round(version.duration),
        ...(version.git === null ? {} : { commit: commitText(version.git) }),
        ...(version.error === undefined ? {} : { error: version.error }),
      }));
    },
    placeOf: (id: string) => {
      const entry = context()
        ?.require(registryKey)
        .state.get(id as EntryId);
      if (entry?.source === undefined) return undefined;
      if (entry.source.code !== undefined) return { file: entry.source.code, line: 1 };
      const { file, range } = placeInEntry(entry, 'name', readText);
      return { file: file ?? entry.source.file, line: range?.start.line ?? 1 };
    },
    readText,
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
      const editor = editorCommand(process.env, file, line);
      return { command: editor.command, inTerminal: editor.inTerminal, open: () => openEditor(editor) };
    },
  };
}

/** Resolves when an editor of the terminal has ended, or one with a window has started. */
function openEditor({ command, args, inTerminal }: EditorCommand): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], inTerminal ? { stdio: 'inherit' } : { stdio: 'ignore', detached: true });
    child.on('error', (error) => {
      const name = '$WIPPY_EDITOR, $VISUAL or $EDITOR';
      reject(new WippyError(`cannot start the editor ${command}: ${fileProblem(error)}; ${name} names another`));
    });
    if (inTerminal) child.on('close', () => resolve());
    else
      child.on('spawn', () => {
        child.unref();
        resolve();
      });
  });
}

function causeText({ cause }: Version): string {
  const { kind, files, actor, version, message } = cause;
  const what = { boot: 'start', cli: 'command', lua: 'Lua', rollback: 'back', watch: 'saved' }[kind];
  const details = files?.join(', ') ?? actor ?? (version === undefined ? message : `to v${version}`);
  return [what, details].filter((part) => part !== undefined && part !== '').join(' ');
}

function commitText({ commit, dirty }: GitState): string {
  return `${commit.slice(0, 12)}${dirty ? ' and changes' : ''}`;
}
