/** `wippy dev`: the watcher and the session together, until a signal. */
import { dirname, join, resolve } from 'node:path';
import { startApplication, stoppingServices } from '../boot/application.ts';
import { createProjectReview, inspectSource } from '../boot/check-project.ts';
import { openHistory } from '../boot/history/application-history.ts';
import { type LogRequest, logOptions } from '../boot/logging.ts';
import { announceLongShutdown } from '../boot/shutdown.ts';
import { systemClock } from '../infrastructure/clock.ts';
import { toWippyError } from '../infrastructure/errors.ts';
import type { LogManagerOptions } from '../infrastructure/logger/index.ts';
import { CONFIG_FILE_NAME } from '../project/config/read-config.ts';
import { ENVIRONMENT_FILE_NAME } from '../project/environment/environment-file.ts';
import { collectSources } from '../project/history/collect-sources.ts';
import { readGitState } from '../project/history/git-state.ts';
import type { LoadProjectOptions } from '../project/load-project.ts';
import { directoryRoots } from '../project/lock/directory-roots.ts';
import { LOCK_FILE_NAME } from '../project/lock/lock-file.ts';
import type { ProjectMemory } from '../project/memory/project-memory.ts';
import { supervisorKey } from '../system/context-keys.ts';
import { openControl } from './control/control-server.ts';
import { LogRing } from './control/log-ring.ts';
import { keepLogs, runtimeMethods } from './control/runtime-methods.ts';
import { controlSocketPath } from './control/socket-path.ts';
import { DevSession } from './session/dev-session.ts';
import { type DevEvent, EVENTS_SCHEMA } from './session/events.ts';
import { ProjectReader } from './session/project-reader.ts';
import { stopSwitch } from './stop-switch.ts';
import { ProjectWatch } from './watch/project-watch.ts';

export interface DevRequest {
  /** Absolute path. */
  readonly directory: string;
  readonly load: LoadProjectOptions;
  /** File of variables, relative to the directory; default `.env` beside the lock file. */
  readonly environmentFile?: string;
  readonly log: LogRequest;
  /** Where log lines go; default stderr, null for nowhere. */
  readonly logStream?: LogManagerOptions['stream'] | null;
  /** Version of the program. */
  readonly version: string;
  readonly polling: boolean;
  /** What is known of the texts of the project from an earlier start. */
  readonly memory?: ProjectMemory | undefined;
  /** Takes over changes of a file however often they follow each other. */
  readonly loops: boolean;
  readonly emit: (event: DevEvent) => void;
  /** Told once the session exists, for a screen that shows and controls it; gives what takes the screen away. */
  readonly onSession?: (control: SessionControl) => (() => void) | Promise<() => void>;
}

export interface SessionControl {
  readonly session: DevSession;
  readonly logs: LogRing;
  readonly stop: (exitCode: number) => void;
  /** Holds saves back, or takes those over that were held back; gives which of the two. */
  readonly togglePause: () => boolean;
}

/** Runs until a signal or the control stops it; gives the exit code. */
export async function runDev(request: DevRequest): Promise<number> {
  const { directory } = request;
  const { emit } = request;
  process.chdir(directory);
  emit({ event: 'hello', schema: EVENTS_SCHEMA, version: request.version, pid: process.pid });
  const ending = stopSwitch();
  const logs = new LogRing();

  const { lockFile = LOCK_FILE_NAME, configFiles = [CONFIG_FILE_NAME] } = request.load;
  const environmentFile = resolve(directory, request.environmentFile ?? join(dirname(lockFile), ENVIRONMENT_FILE_NAME));
  // What a save does wrongly is told as a verdict; this is for mistakes of the program itself.
  const tellDefect = (error: unknown): void =>
    emit({
      event: 'notice',
      message: `a save could not be taken over: ${toWippyError(error).message}`,
      hint: 'Save again; if that does not help, start wippy dev again.',
    });
  const { memory } = request;
  const reader = new ProjectReader({
    directory,
    load: { ...request.load, ...(memory && { parse: memory.parse }) },
    check: createProjectReview(memory?.inspector(inspectSource)),
    environmentFile,
  });
  const watching = new ProjectWatch({
    directory,
    files: [lockFile, ...configFiles, environmentFile].map((file) => resolve(directory, file)),
    knows: (path) => reader.knows(path),
    polling: request.polling,
    loops: request.loops,
    clock: systemClock,
    emit,
    onBatch: (paths) => void session.changed(paths).catch(tellDefect),
    onQuiet: () => void session.lookAgain((path) => watching.takes(path)).catch(tellDefect),
  });
  const session: DevSession = new DevSession({
    directory,
    reader,
    clock: systemClock,
    emit: (event) => {
      emit(event);
      watching.told(event);
    },
    launch: async (project, environment) => {
      const application = await startApplication({
        entries: project.entries,
        config: project.config,
        environment,
        ...(project.embedded && { embedded: project.embedded }),
        directories: directoryRoots(directory, project.paths),
        history: (logger) => openHistory(project.config, directory, (text) => logger.warn(text)),
        origin: { git: () => readGitState(directory), sources: () => collectSources(project) },
        logging: {
          ...logOptions(project.config, request.log),
          ...(request.logStream === null ? { propagating: false } : {}),
          ...(request.logStream ? { stream: request.logStream } : {}),
        },
      });
      keepLogs(application, logs);
      return application;
    },
    onRead: (project) => watching.follow(project),
    onExit: (code) => emit(applicationEnded(code)),
  });
  const control = await openControl(
    controlSocketPath(directory),
    runtimeMethods({
      mode: 'dev',
      directory,
      version: request.version,
      application: () => session.application,
      logs,
      rollback: (version) => session.rollback(version),
    }),
  );
  const leave = await request.onSession?.({
    session,
    logs,
    stop: ending.stop,
    togglePause: () => watching.togglePause(),
  });
  // The first changes may come while the application starts, so the watcher is there before.
  await watching.begin();
  let exitCode: number;
  try {
    const started = session.start().then(() => memory?.save());
    // What a flag says wrongly ends it; all else is told as a verdict.
    exitCode = await Promise.race([ending.requested, started.then(() => ending.requested)]);
  } finally {
    const ended = new AbortController();
    void announceLongShutdown(
      {
        announce: (message) => emit({ event: 'notice', message }),
        waitingFor: () => stoppingServices(session.application?.context.require(supervisorKey).states() ?? []),
      },
      ended.signal,
    );
    await Promise.all([watching.close(), control.close()]);
    await session.stop();
    ended.abort();
    leave?.();
    ending.release();
  }
  emit({ event: 'stopped', exitCode });
  return exitCode;
}

function applicationEnded(code: number): DevEvent {
  return {
    event: 'notice',
    message: `the application has ended with code ${code}`,
    hint: 'Save a file to start it again.',
  };
}
