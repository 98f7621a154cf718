/** A project on disk under a developer session with its watcher, as `wippy dev` runs it, in this process. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { startApplication } from '../../../src/boot/application.ts';
import { createProjectReview } from '../../../src/boot/check-project.ts';
import { DevSession } from '../../../src/dev/session/dev-session.ts';
import type { DevEvent } from '../../../src/dev/session/events.ts';
import { ProjectReader } from '../../../src/dev/session/project-reader.ts';
import { ProjectWatch } from '../../../src/dev/watch/project-watch.ts';
import { systemClock } from '../../../src/infrastructure/clock.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import { registryKey } from '../../../src/system/context-keys.ts';
import { LOCK } from '../../project/helpers.ts';

const VERDICTS: ReadonlySet<string> = new Set(['applied', 'rejected', 'noop', 'ready']);

export interface WatchedProjectOptions {
  readonly polling?: boolean;
  /** Takes over any number of changes in a row; default true, as tests save whenever a verdict is there. */
  readonly loops?: boolean;
}

export class WatchedProject {
  readonly directory: string;
  readonly events: DevEvent[] = [];
  readonly session: DevSession;
  readonly #watch: ProjectWatch;
  readonly #listeners = new Set<() => void>();
  /** Verdicts that `verdict` has given. */
  #given = 0;

  private constructor(directory: string, { polling = false, loops = true }: WatchedProjectOptions) {
    this.directory = directory;
    const reader = new ProjectReader({
      directory,
      load: { environment: {} },
      check: createProjectReview(),
      environmentFile: join(directory, '.env'),
    });
    const emit = (event: DevEvent): void => {
      this.events.push(event);
      this.#watch.told(event);
      for (const listener of this.#listeners) listener();
    };
    this.#watch = new ProjectWatch({
      directory,
      files: ['wippy.lock', '.wippy.yaml', '.env'].map((file) => resolve(directory, file)),
      knows: (path) => reader.knows(path),
      polling,
      loops,
      clock: systemClock,
      emit,
      onBatch: (paths) => void this.session.changed(paths),
      onQuiet: () => void this.session.lookAgain((path) => this.#watch.takes(path)),
    });
    this.session = new DevSession({
      directory,
      reader,
      clock: systemClock,
      emit,
      launch: (project) =>
        startApplication({ entries: project.entries, config: project.config, logging: { level: 'silent' } }),
      onRead: (project) => this.#watch.follow(project),
    });
  }

  static async start(
    files: Readonly<Record<string, string>>,
    options: WatchedProjectOptions = {},
  ): Promise<WatchedProject> {
    const directory = await realpath(await mkdtemp(join(tmpdir(), 'wippy-watch-')));
    const project = new WatchedProject(directory, options);
    for (const [name, text] of Object.entries({ 'wippy.lock': LOCK, ...files })) await project.write(name, text);
    await project.#watch.begin();
    await project.session.start();
    await project.verdict();
    return project;
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(dirname(this.path(name)), { recursive: true });
    await writeFile(this.path(name), text);
  }

  get verdicts(): DevEvent[] {
    return this.events.filter(({ event }) => VERDICTS.has(event));
  }

  /** The next verdict that was not given yet. */
  async verdict(): Promise<DevEvent> {
    const index = this.#given++;
    await this.until(() => this.verdicts.length > index);
    return this.verdicts[index] as DevEvent;
  }

  /** Verdicts that came without being asked for. */
  get further(): DevEvent[] {
    return this.verdicts.slice(this.#given);
  }

  until(holds: () => boolean): Promise<void> {
    return new Promise((done) => {
      const look = (): void => {
        if (!holds()) return;
        this.#listeners.delete(look);
        done();
      };
      this.#listeners.add(look);
      look();
    });
  }

  /** The data of an entry as it is in the registry. */
  entryData(id: string): Readonly<Record<string, unknown>> | undefined {
    const registry = this.session.application?.context.require(registryKey);
    return registry?.get(id)?.data as Readonly<Record<string, unknown>> | undefined;
  }

  /** Entries of the registry, and what a fresh look at the files gives, in a form that can be compared. */
  async contents(): Promise<{ running: string; files: string }> {
    const text = (entries: Iterable<{ id: string; kind: string; data: unknown; meta: unknown }>): string =>
      [...entries]
        .map(({ id, kind, data, meta }) => JSON.stringify([id, kind, data, meta]))
        .sort()
        .join('\n');
    const read = await loadProject(this.directory, { environment: {} });
    const registry = this.session.application?.context.require(registryKey);
    return { running: text(registry?.state.entries() ?? []), files: text(read.entries) };
  }

  async close(): Promise<void> {
    await this.#watch.close();
    await this.session.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}
