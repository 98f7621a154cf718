/** The project on disk, read again after changes; files that did not change are not read. */
import { stat } from 'node:fs/promises';
import type { Entry } from '../../core/registry/index.ts';
import { type Clock, systemClock } from '../../infrastructure/clock.ts';
import { keepsFromRunning } from '../../project/check/lua/check-lua.ts';
import { type Diagnostic, hasErrors } from '../../project/diagnostics/diagnostic.ts';
import { FileCache } from '../../project/entries/file-cache.ts';
import { scanDirectory } from '../../project/entries/scan.ts';
import { type ReadEnvironment, readEnvironment } from '../../project/environment/environment-file.ts';
import { type LoadedProject, type LoadProjectOptions, loadProject } from '../../project/load-project.ts';
import { excludedFrom } from '../../project/lock/load-paths.ts';
import { LOCK_FILE_NAME } from '../../project/lock/lock-file.ts';
import { atLeast } from '../../project/validate/select.ts';
import {
  describeValidation,
  findingsOfProject,
  type ProjectCheck,
  type Validation,
} from '../../project/validate/validate-project.ts';
import { FileStamps } from './file-stamps.ts';

export interface ProjectReaderOptions {
  /** Absolute path. */
  readonly directory: string;
  readonly load: Omit<LoadProjectOptions, 'cache' | 'thorough'>;
  /** Finds everything that is wrong with the entries. */
  readonly check: ProjectCheck;
  /** Absolute path of the file of variables, there or not; without it there is none. */
  readonly environmentFile?: string;
  readonly clock?: Clock;
}

export interface ReadProject {
  readonly environment: ReadEnvironment | undefined;
  /** What runs, if nothing keeps it from running. */
  readonly project: LoadedProject;
  /** The errors and warnings that `wippy validate` finds, in its order. */
  readonly diagnostics: readonly Diagnostic[];
  /** Whether one of the findings keeps the project from running. */
  readonly broken: boolean;
}

/** How often files that change while they are read are read again; more changes make another save. */
const ROUNDS = 3;

export class ProjectReader {
  readonly #options: ProjectReaderOptions;
  readonly #cache = new FileCache();
  readonly #stamps: FileStamps;
  readonly #clock: Clock;
  /** Looks at all files that the first reading found; later ones look at what they read. */
  #firstLook: Promise<void> | undefined;

  constructor(options: ProjectReaderOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#stamps = new FileStamps(this.#clock);
  }

  /** Reads the project. @param changed absolute paths that may have changed since the last time. */
  async read(changed: Iterable<string> = []): Promise<ReadProject> {
    const paths = [...changed];
    return this.#consistently(paths, async () => {
      const environment = await this.#readEnvironment();
      const project = await this.#load(environment, false);
      // Loading stops where it makes no sense to go on to run the project; a check looks for all that is wrong.
      const stopped = hasErrors(project.diagnostics) || !project.lock.exists;
      const seen = stopped ? await this.#load(environment, true) : project;
      const found = atLeast(findingsOfProject(seen, this.#options.check), 'warning');
      const diagnostics = [...(environment?.diagnostics ?? []), ...found];
      return { environment, project, diagnostics, broken: diagnostics.some(keepsFromRunning) };
    });
  }

  /** Checks the project as `wippy validate` does. @param changed as of `read`. */
  validate(changed: Iterable<string> = []): Promise<{ project: LoadedProject; validation: Validation }> {
    return this.#consistently([...changed], async () => {
      const project = await this.#load(undefined, true);
      return { project, validation: describeValidation(project, this.#options.check) };
    });
  }

  /** Reads once more what is written meanwhile, so that what was read is what the stamps say. */
  async #consistently<T>(paths: readonly string[], read: () => Promise<T>): Promise<T> {
    for (let round = 1; ; round += 1) {
      const began = this.#clock.now();
      await this.#stamps.take(paths);
      this.#forget(paths);
      const result = await read();
      this.#firstLook ??= this.#stamps.takeSettled(this.#cache.paths(), began);
      if (round === ROUNDS || (await this.#stamps.differing(paths)).size === 0) return result;
    }
  }

  #forget(paths: readonly string[]): void {
    const { lockFile = LOCK_FILE_NAME } = this.#options.load;
    for (const path of paths) {
      this.#cache.invalidate(path);
      // Which directories are read, and how, may have changed with it.
      if (path.endsWith(lockFile)) this.#cache.clear();
    }
  }

  #load(environment: ReadEnvironment | undefined, thorough: boolean): Promise<LoadedProject> {
    const { directory, load } = this.#options;
    const seen = environment === undefined ? {} : { environment: environment.values };
    return loadProject(directory, { ...load, ...seen, cache: this.#cache, thorough });
  }

  /** The environment in which the project is read; undefined where no file belongs to it. */
  async #readEnvironment(): Promise<ReadEnvironment | undefined> {
    const { environmentFile, load } = this.#options;
    if (environmentFile === undefined) return undefined;
    return readEnvironment(environmentFile, load.environment ?? process.env);
  }

  /** Those of the files that are not as they were when they were read last: events may tell one change twice. */
  async newer(paths: Iterable<string>): Promise<Set<string>> {
    // Systems tell late of what was written right before the start.
    await this.#firstLook;
    return this.#stamps.differing(paths);
  }

  /**
   * Files that have changed, come or gone since a time (milliseconds since 1970): what a watcher cannot tell that was not
   * there yet.
   */
  async changedSince(time: number, project: LoadedProject): Promise<Set<string>> {
    const found = new Set<string>();
    const look = async (path: string): Promise<void> => {
      // A file that is moved here keeps the time of its content, but not that of its change.
      const changed = await stat(path).then(
        ({ ctimeMs }) => ctimeMs >= time,
        () => this.#cache.get(path) !== undefined,
      );
      if (changed) found.add(path);
    };
    const directories = project.paths.filter(({ kind }) => kind === 'directory');
    const { environment = process.env } = this.#options.load;
    const scanned = await Promise.all(
      directories.map(({ path }) => scanDirectory(path, { excluded: excludedFrom(path, project.lock), environment })),
    );
    for (const path of scanned.flatMap(({ files }) => files)) if (!this.#cache.knows(path)) found.add(path);
    const { environmentFile } = this.#options;
    const others = [
      project.lock.path,
      ...project.configFiles,
      ...(environmentFile === undefined ? [] : [environmentFile]),
    ];
    await Promise.all([...this.#cache.paths(), ...others].map(look));
    return found;
  }

  /** Whether one of the files is missing or empty, as in the middle of a save. */
  async lacks(paths: Iterable<string>): Promise<boolean> {
    const empty = await Promise.all(
      [...paths].map((path) =>
        stat(path).then(
          (found) => found.isFile() && found.size === 0,
          () => true,
        ),
      ),
    );
    return empty.includes(true);
  }

  /** Whether an entry was read from the file. */
  knows(path: string): boolean {
    return this.#cache.knows(path);
  }
}

/** The files of an entry: of its definition and what it includes. */
export function filesOf(entry: Entry): readonly string[] {
  const { source } = entry;
  if (source === undefined) return [];
  const includes = (source.origin as { includes?: readonly string[] } | undefined)?.includes ?? [];
  return [...includes, source.file];
}
