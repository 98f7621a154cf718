/**
 * The developer loop: reads the project, runs it, and takes over each save as one version or not at all. Nothing that a
 * file can hold ends the session.
 */
import { relative } from 'node:path';
import { type Application, NODE_VARIABLES } from '../../boot/application.ts';
import type { Entry } from '../../core/registry/index.ts';
import { isDown, type ServiceState, serviceUpdateEvent, supervisorEventSystem } from '../../core/supervisor/index.ts';
import { type Clock, sleep } from '../../infrastructure/clock.ts';
import type { Config } from '../../infrastructure/config.ts';
import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import { Mutex } from '../../infrastructure/mutex.ts';
import { changedVariables, ProgramEnvironment } from '../../infrastructure/program-environment.ts';
import type { Diagnostic } from '../../project/diagnostics/diagnostic.ts';
import { describeEnvironment, type ReadEnvironment } from '../../project/environment/environment-file.ts';
import type { LoadedProject } from '../../project/load-project.ts';
import { eventBusKey, supervisorKey } from '../../system/context-keys.ts';
import type { EnvironmentReaders } from '../plan/environment-readers.ts';
import type { ReloadPlan } from '../plan/reload-plan.ts';
import { changedSettings } from './changed-settings.ts';
import { type AppliedEvent, type DevEvent, type Findings, restarts } from './events.ts';
import { filesOf, type ProjectReader, type ReadProject } from './project-reader.ts';
import { refusalDiagnostics } from './refusal-diagnostics.ts';
import { RunningApplication } from './running-application.ts';

export interface DevSessionOptions {
  /** Absolute path of the project. */
  readonly directory: string;
  readonly reader: ProjectReader;
  readonly clock: Clock;
  /** Boots the application over the entries of a project without errors. */
  readonly launch: (project: LoadedProject, environment: ProgramEnvironment) => Promise<Application>;
  readonly emit: (event: DevEvent) => void;
  /**
   * Told after each time the project was read, so that the watched directories follow it. Resolves to whether others are
   * watched from now on, once they are.
   */
  readonly onRead?: (project: LoadedProject) => Promise<boolean>;
  /** Told when the application has ended by itself, with its exit code. */
  readonly onExit?: (code: number) => void;
}

/** Milliseconds that a file may stay empty, missing or half written before that is taken for its content. */
const GRACE = 250;

/** Milliseconds that a save is waited for in any case, however often its files change meanwhile. */
const PATIENCE = 1000;

export class DevSession {
  readonly #options: DevSessionOptions;
  readonly #mutex = new Mutex();
  #running: RunningApplication | undefined;
  /** The settings that the running application was started with. */
  #config: Config | undefined;
  /** Changed files that no save holds yet. */
  readonly #pending = new Set<string>();
  /** Aborts when there are such files. */
  #newer = new AbortController();
  #applying = false;
  #lastRead: { readonly time: number; readonly project: LoadedProject } | undefined;
  /** Resolves when changes of what was read last are seen. */
  #watched: Promise<void> | undefined;
  /** The last line about the file of variables. */
  #toldEnvironment: string | undefined;
  #stopped = false;

  constructor(options: DevSessionOptions) {
    this.#options = options;
  }

  /** The application, while there is one. */
  get application(): Application | undefined {
    return this.#running?.application;
  }

  get version(): number {
    return this.#running?.version ?? 0;
  }

  /** Reads the project and starts it. A project with errors is waited for. */
  start(): Promise<void> {
    return this.#mutex.run(async () => {
      const began = this.#options.clock.monotonic();
      await this.#begin(await this.#read([]), [], began);
    });
  }

  /**
   * Looks whether files have changed of which no change was told: watchers lose files of directories that were just made,
   * and files that are deleted and written again at once.
   * @param takes whether changes of a file are taken over at present.
   */
  async lookAgain(takes: (path: string) => boolean = () => true): Promise<void> {
    await this.#mutex.idle();
    const last = this.#lastRead;
    if (last === undefined || this.#stopped) return;
    const missed = await this.#options.reader.changedSince(last.time, last.project);
    const taken = new Set([...missed].filter(takes));
    if (taken.size > 0) await this.changed(taken);
  }

  /**
   * Takes over a save. What is told before it has been begun with becomes part of it.
   * @param paths absolute paths of the files that changed.
   */
  changed(paths: ReadonlySet<string>): Promise<void> {
    for (const path of paths) this.#pending.add(path);
    this.#newer.abort();
    return this.#mutex.run(async () => {
      // An earlier one may have taken these along.
      if (this.#stopped || this.#pending.size === 0) return;
      const { clock, reader } = this.#options;
      const began = clock.monotonic();
      const save = new Set<string>();
      await this.#take(save);
      // Events may tell one change twice.
      if (save.size === 0) return;
      let read = await this.#read(save);
      const end = began + PATIENCE;
      let deadline = clock.monotonic() + GRACE;
      while (read.broken || (await reader.lacks(save))) {
        // An editor may be in the middle of a save.
        const left = Math.min(deadline, end) - clock.monotonic();
        const more = left > 0 && (await this.#changesWithin(left));
        if (more && (await this.#take(save))) deadline = clock.monotonic() + GRACE;
        read = await this.#read(save);
        if (!more) break;
      }
      const files = [...save].map((path) => this.#shown(path)).sort();
      if (this.#running === undefined) await this.#begin(read, files, began);
      else await this.#update(read, files, began, this.#running);
    });
  }

  /** Moves the changes that wait into a save; gives whether there were some that it does not hold yet. */
  async #take(save: Set<string>): Promise<boolean> {
    const paths = [...this.#pending];
    this.#pending.clear();
    this.#newer = new AbortController();
    const newer = await this.#options.reader.newer(paths);
    for (const path of newer) save.add(path);
    return newer.size > 0;
  }

  /** Waits for further changes; gives whether there are some. */
  async #changesWithin(milliseconds: number): Promise<boolean> {
    await sleep(this.#options.clock, milliseconds, this.#newer.signal).catch(() => undefined);
    return this.#pending.size > 0;
  }

  /** Stops the application and starts it from the files, for what cannot change while it runs. */
  restart(): Promise<void> {
    return this.#mutex.run(async () => {
      if (this.#stopped) return;
      const began = this.#options.clock.monotonic();
      const read = await this.#read([]);
      if (read.broken) {
        this.#reject([], read.diagnostics, began);
        return;
      }
      const former = this.#running;
      this.#running = undefined;
      await former?.shutdown();
      await this.#begin(read, [], began);
    });
  }

  /**
   * Goes back to a version of the registry. The files stay as they are; the next edit of them is taken over again.
   * @throws NotFound, Invalid as Registry.rollback; Unavailable while nothing runs; the error of a service that does not
   *   start, after which the former version is in effect.
   */
  rollback(version: number): Promise<AppliedEvent> {
    return this.#mutex.run(async () => {
      const running = this.#running;
      if (running === undefined || this.#stopped) throw nothingRuns();
      const began = this.#options.clock.monotonic();
      const plan = await running.planRollback(version);
      const refused = await this.#quietly(() => running.rollback(version, plan));
      if (refused !== undefined) {
        await running.noteCommit();
        throw refused;
      }
      const event: AppliedEvent = {
        event: 'applied',
        registryVersion: this.version,
        rollback: version,
        detached: running.detached,
        files: [],
        ...this.#effects(plan, () => undefined, []),
        durationMs: this.#since(began),
      };
      this.#options.emit(event);
      await running.noteCommit();
      return event;
    });
  }

  /** Stops the application; nothing is taken over any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#newer.abort();
    await this.#mutex.idle();
    await this.#running?.shutdown();
  }

  async #read(paths: Iterable<string>): Promise<ReadProject> {
    const { reader, clock, onRead } = this.#options;
    const time = clock.now();
    const read = await reader.read(paths);
    this.#lastRead = { time, project: read.project };
    if (read.environment !== undefined) this.#tellEnvironment(read.environment);
    this.#watched = onRead?.(read.project).then(async (others) => {
      if (!others || this.#stopped) return;
      const missed = await reader.changedSince(time, read.project);
      if (missed.size > 0) void this.changed(missed);
    });
    return read;
  }

  #tellEnvironment(environment: ReadEnvironment): void {
    const message = describeEnvironment(environment, this.#shown(environment.file));
    if (message !== undefined && message !== this.#toldEnvironment) this.#options.emit({ event: 'notice', message });
    this.#toldEnvironment = message;
  }

  #tellUnknownReaders({ unknown }: EnvironmentReaders): void {
    if (unknown.length === 0) return;
    const [first] = unknown;
    const who = unknown.length === 1 ? `${first} reads` : `${first} and ${unknown.length - 1} more read`;
    this.#options.emit({
      event: 'notice',
      message: `${who} variables whose names are known only when the code runs, and did not restart`,
      hint: 'If a variable that has changed is one of them, press R or run "wippy restart SERVICE".',
    });
  }

  async #begin(read: ReadProject, files: readonly string[], began: number): Promise<void> {
    if (read.broken) {
      this.#reject(files, read.diagnostics, began);
      return;
    }
    let application: Application;
    const environment = new ProgramEnvironment(read.environment?.values ?? process.env);
    try {
      application = await this.#options.launch(read.project, environment);
    } catch (error) {
      this.#reject(files, refusalDiagnostics(toWippyError(error), read.project), began);
      return;
    }
    if (this.#stopped) {
      await application.shutdown();
      return;
    }
    this.#running = new RunningApplication(application, { directory: this.#options.directory, environment });
    this.#config = read.project.config;
    this.#watchServices(application);
    void application.trigger.requested.then((code) => this.#ended(application, code));
    const [services] = await Promise.all([this.#settled(application), this.#watched]);
    this.#options.emit({
      event: 'ready',
      registryVersion: this.version,
      durationMs: this.#since(began),
      services,
      ...findings(read),
    });
  }

  async #update(
    read: ReadProject,
    files: readonly string[],
    began: number,
    running: RunningApplication,
  ): Promise<void> {
    const { emit } = this.#options;
    if (read.broken) {
      this.#reject(files, read.diagnostics, began);
      return;
    }
    const { project } = read;
    const environment = read.environment?.values ?? running.environment;
    const variables = changedVariables(running.environment, environment);
    const again = running.readersOf(variables, project.entries);
    const needsRestart = [
      ...(this.#config === undefined ? [] : changedSettings(this.#config, project.config)),
      ...variables.filter((name) => NODE_VARIABLES.includes(name)),
    ];
    const settings = needsRestart.length === 0 ? {} : { needsRestart };
    const operations = running.operations(project.entries, again);
    const plan = running.plan(operations, again);
    const outcome =
      operations.length === 0
        ? 'unchanged'
        : await this.#quietly(() => running.apply(project, plan, files, { environment, again }));
    if (operations.length === 0) running.takeEnvironment(environment);
    if (outcome === undefined || outcome === 'unchanged') this.#tellUnknownReaders(again);
    if (outcome === 'unchanged') {
      emit({
        event: 'noop',
        registryVersion: this.version,
        files,
        ...settings,
        durationMs: this.#since(began),
        ...findings(read),
      });
      return;
    }
    if (outcome !== undefined) {
      this.#reject(files, refusalDiagnostics(outcome, project), began);
    } else {
      emit({
        event: 'applied',
        registryVersion: this.version,
        files,
        ...this.#effects(plan, (id) => running.entry(id), files, read.environment),
        ...settings,
        durationMs: this.#since(began),
        ...findings(read),
      });
      this.#tellFailures(plan);
    }
    await running.noteCommit();
  }

  /** Runs a change of the application, whose services are told of with its verdict. */
  async #quietly<T>(change: () => Promise<T>): Promise<T> {
    this.#applying = true;
    try {
      return await change();
    } finally {
      this.#applying = false;
    }
  }

  /** The application asked for its end, as a command or system.exit does. */
  async #ended(application: Application, code: number): Promise<void> {
    const running = this.#running;
    if (this.#stopped || running?.application !== application) return;
    this.#running = undefined;
    await running.shutdown();
    this.#options.onExit?.(code);
  }

  #effects(
    plan: ReloadPlan,
    find: (id: string) => Entry | undefined,
    files: readonly string[],
    environment?: ReadEnvironment,
  ) {
    const fileOf = (id: string): string | undefined => {
      const entry = find(id);
      // The last step is a variable of the environment then.
      if (entry === undefined) return environment === undefined ? undefined : this.#shown(environment.file);
      const own = filesOf(entry).map((path) => this.#shown(path));
      return own.find((file) => files.includes(file)) ?? own.at(-1);
    };
    return {
      entries: { created: plan.created, updated: plan.updated, deleted: plan.deleted },
      swapped: plan.swapped.map(({ id }) => id),
      restarted: restarts(plan.restarted, fileOf),
      started: plan.started,
      stopped: plan.stopped,
    };
  }

  #reject(files: readonly string[], diagnostics: readonly Diagnostic[], began: number): void {
    this.#options.emit({
      event: 'rejected',
      registryVersion: this.version,
      files,
      diagnostics,
      durationMs: this.#since(began),
    });
  }

  /** What services do by themselves is told as it happens; what a save does to them is told with the save. */
  #watchServices(application: Application): void {
    application.context
      .require(eventBusKey)
      .subscribe({ system: supervisorEventSystem, kind: serviceUpdateEvent }, ({ data }) => {
        const state = data as ServiceState;
        if (!this.#applying) this.#tellFailure(state);
      });
  }

  #tellFailure(state: ServiceState | undefined): void {
    if (this.#stopped || state === undefined || !isDown(state)) return;
    this.#options.emit({
      event: 'service',
      service: state.id,
      state: state.status,
      attempt: state.retryCount + 1,
      ...(state.retryIn === null ? {} : { retryInMs: Math.round(state.retryIn) }),
      error: { message: state.details },
    });
  }

  /** Services that a change was taken over with although they fail. */
  #tellFailures({ mayFail }: ReloadPlan): void {
    const supervisor = this.application?.context.require(supervisorKey);
    for (const id of mayFail) this.#tellFailure(supervisor?.state(id));
  }

  /** The services that run, once each has had its first try. */
  async #settled(application: Application): Promise<string[]> {
    const supervisor = application.context.require(supervisorKey);
    await supervisor.firstAttempts();
    return supervisor
      .states()
      .filter(({ status }) => status === 'running')
      .map(({ id }) => id);
  }

  #shown(path: string): string {
    return relative(this.#options.directory, path);
  }

  #since(began: number): number {
    return Math.round(this.#options.clock.monotonic() - began);
  }
}

/** The findings that did not keep a project from running. */
function findings({ diagnostics }: ReadProject): Findings {
  return diagnostics.length === 0 ? {} : { diagnostics };
}

function nothingRuns(): WippyError {
  return new WippyError('the application does not run', {
    kind: ErrorKind.Unavailable,
    retryable: true,
    hint: 'Correct the errors of the project; "wippy validate" shows them.',
  });
}
