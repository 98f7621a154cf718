/** `wippy dev`: the watcher and the session together, until a signal. */
import { join, resolve } from 'node:path';
import { startApplication } from '../boot/application.ts';
import { createProjectReview } from '../boot/check-project.ts';
import { openHistory } from '../boot/history/application-history.ts';
import { type LogRequest, logOptions } from '../boot/logging.ts';
import { systemClock, type TimerHandle } from '../infrastructure/clock.ts';
import type { LogManagerOptions } from '../infrastructure/logger/index.ts';
import { collectSources } from '../project/history/collect-sources.ts';
import { readGitState } from '../project/history/git-state.ts';
import type { LoadedProject, LoadProjectOptions } from '../project/load-project.ts';
import { directoryRoots } from '../project/lock/directory-roots.ts';
import { LOCK_FILE_NAME } from '../project/lock/lock-file.ts';
import { openControl } from './control/control-server.ts';
import { LogRing } from './control/log-ring.ts';
import { keepLogs, runtimeMethods } from './control/runtime-methods.ts';
import { controlSocketPath } from './control/socket-path.ts';
import { DevSession } from './session/dev-session.ts';
import { type DevEvent, EVENTS_SCHEMA } from './session/events.ts';
import { ProjectReader } from './session/project-reader.ts';
import { ChangeBatches } from './watch/change-batches.ts';
import { type PollingReason, tellsChanges, type WatchTargets, watchFiles } from './watch/file-watcher.ts';
import { matters, sameTargets, watchTargets } from './watch/watch-targets.ts';

export interface DevRequest {
  /** Absolute path. */
  readonly directory: string;
  readonly load: LoadProjectOptions;
  readonly log: LogRequest;
  /** Where log lines go; default stderr. */
  readonly logStream?: LogManagerOptions['stream'];
  /** Version of the program. */
  readonly version: string;
  readonly polling: boolean;
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

/** Exit codes after signals: 128 and the number of the signal. */
const SIGNALS: readonly [NodeJS.Signals, number][] = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
];

/** Runs until a signal or the control stops it; gives the exit code. */
export async function runDev(request: DevRequest): Promise<number> {
  const { directory, emit } = request;
  process.chdir(directory);
  emit({ event: 'hello', schema: EVENTS_SCHEMA, version: request.version, pid: process.pid });
  const ending = stopSwitch();
  const logs = new LogRing();

  const reader = new ProjectReader({ directory, load: request.load, check: createProjectReview() });
  const watching = new Watching(request, reader);
  const session = new DevSession({
    directory,
    reader,
    clock: systemClock,
    emit,
    launch: async (project) => {
      const application = await startApplication({
        entries: project.entries,
        config: project.config,
        ...(project.embedded && { embedded: project.embedded }),
        directories: directoryRoots(directory, project.paths),
        history: (logger) => openHistory(project.config, directory, (text) => logger.warn(text)),
        origin: { git: () => readGitState(directory), sources: () => collectSources(project) },
        logging: {
          ...logOptions(project.config, request.log),
          ...(request.logStream === undefined ? {} : { stream: request.logStream }),
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
  watching.onBatch = (paths) => void session.changed(paths);
  watching.onQuiet = () => void session.lookAgain();
  const leave = await request.onSession?.({
    session,
    logs,
    stop: ending.stop,
    togglePause: () => watching.togglePause(),
  });
  // The first changes may come while the application starts, so the watcher is there before.
  await watching.begin();
  void session.start();
  const exitCode = await ending.requested;
  await Promise.all([watching.close(), control.close()]);
  leave?.();
  await session.stop();
  ending.release();
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

/** Waits for a signal or a call of `stop`. A second signal ends the program at once. */
function stopSwitch() {
  let stop: (exitCode: number) => void = () => undefined;
  let stopping = false;
  const requested = new Promise<number>((done) => {
    stop = (exitCode) => {
      stopping = true;
      done(exitCode);
    };
  });
  const listeners = SIGNALS.map(([signal, code]) => {
    const listener = (): void => {
      if (stopping) process.exit(code);
      stop(code);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  const release = (): void => {
    for (const off of listeners) off();
  };
  return { requested, stop, release };
}

/** Milliseconds after the last event at which it is looked whether one was lost. */
const LOOK_AGAIN = 400;

/** The watcher of the project as it is now; another one when its directories change. */
class Watching {
  onBatch: (paths: ReadonlySet<string>) => void = () => undefined;
  onQuiet: () => void = () => undefined;
  readonly #request: DevRequest;
  readonly #reader: ProjectReader;
  readonly #batches: ChangeBatches;
  readonly #files: Set<string>;
  #targets: WatchTargets | undefined;
  #watcher: Promise<{ close(): Promise<void> }> | undefined;
  #polling: boolean;
  #look: TimerHandle;
  /** Changes that are held back; undefined while none are. */
  #held: Set<string> | undefined;

  constructor(request: DevRequest, reader: ProjectReader) {
    this.#request = request;
    this.#reader = reader;
    this.#polling = request.polling;
    this.#batches = new ChangeBatches({ clock: systemClock, onBatch: (paths) => this.#complete(paths) });
    const { lockFile = LOCK_FILE_NAME, configFiles = ['.wippy.yaml'] } = request.load;
    this.#files = new Set([lockFile, ...configFiles].map((file) => resolve(request.directory, file)));
  }

  /** Finds out whether changes are told; the watcher itself begins with the first read of the project. */
  async begin(): Promise<void> {
    if (this.#polling || (await tellsChanges(join(this.#request.directory, '.wippy'), systemClock))) return;
    this.#polling = true;
    this.#request.emit(pollingNotice({ kind: 'no-events' }));
  }

  /** Holds changes back, or lets those go that were held back; gives which of the two. */
  togglePause(): boolean {
    const held = this.#held;
    this.#held = held === undefined ? new Set() : undefined;
    if (held !== undefined && held.size > 0) this.onBatch(held);
    return this.#held !== undefined;
  }

  /** A moment after the last event of any kind. */
  #lookAgainSoon(): void {
    systemClock.clearTimer(this.#look);
    this.#look = systemClock.setTimer(() => {
      if (this.#held === undefined) this.onQuiet();
    }, LOOK_AGAIN);
  }

  #complete(paths: ReadonlySet<string>): void {
    if (this.#held === undefined) this.onBatch(paths);
    else for (const path of paths) this.#held.add(path);
  }

  /** Watches what the project was read from; true, once it does, if that is something else than before. */
  async follow(project: LoadedProject): Promise<boolean> {
    for (const file of project.configFiles) this.#files.add(file);
    const targets = watchTargets(project);
    if (this.#targets !== undefined && sameTargets(this.#targets, targets)) return false;
    this.#targets = targets;
    const former = this.#watcher;
    this.#watcher = watchFiles({
      targets,
      polling: this.#polling,
      onChange: (path) => {
        this.#lookAgainSoon();
        if (matters(path, { targets, files: this.#files, known: (file) => this.#reader.knows(file) })) {
          this.#batches.add(path);
        }
      },
      onPolling: (reason) => {
        this.#polling = true;
        if (reason.kind !== 'asked') this.#request.emit(pollingNotice(reason));
      },
    });
    void former?.then((watcher) => watcher.close());
    await this.#watcher;
    return true;
  }

  async close(): Promise<void> {
    systemClock.clearTimer(this.#look);
    this.#batches.close();
    await (await this.#watcher)?.close();
  }
}

function pollingNotice(reason: PollingReason): DevEvent {
  if (reason.kind === 'limit') {
    const inotify = reason.code === 'ENOSPC';
    return {
      event: 'notice',
      message: `the system does not allow to watch so many files (${reason.code}); they are polled instead`,
      hint: inotify
        ? 'Raise the limit: sudo sysctl fs.inotify.max_user_watches=524288'
        : 'Raise the limit of open files: ulimit -n 8192',
    };
  }
  return {
    event: 'notice',
    message: 'the system tells no changes of files here; they are polled instead, which takes up to half a second',
  };
}
