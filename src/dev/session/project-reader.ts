/** The project on disk, read again after changes; files that did not change are not read. */
import { stat } from 'node:fs/promises';
import type { Entry } from '../../core/registry/index.ts';
import { keepsFromRunning } from '../../project/check/lua/check-lua.ts';
import { type Diagnostic, hasErrors } from '../../project/diagnostics/diagnostic.ts';
import { FileCache } from '../../project/entries/file-cache.ts';
import { scanDirectory } from '../../project/entries/scan.ts';
import { type LoadedProject, type LoadProjectOptions, loadProject } from '../../project/load-project.ts';
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
}

export interface ReadProject {
  /** What runs, if nothing keeps it from running. */
  readonly project: LoadedProject;
  /** The errors and warnings that `wippy validate` finds, in its order. */
  readonly diagnostics: readonly Diagnostic[];
  /** Whether one of the findings keeps the project from running. */
  readonly broken: boolean;
}

export class ProjectReader {
  readonly #options: ProjectReaderOptions;
  readonly #cache = new FileCache();
  readonly #stamps = new FileStamps();

  constructor(options: ProjectReaderOptions) {
    this.#options = options;
  }

  /** Reads the project. @param changed absolute paths that may have changed since the last time. */
  async read(changed: Iterable<string> = []): Promise<ReadProject> {
    await this.#forget(changed);
    const project = await this.#load(false);
    // Loading stops where it makes no sense to go on to run the project; a check looks for all that is wrong.
    const stopped = hasErrors(project.diagnostics) || !project.lock.exists;
    const seen = stopped ? await this.#load(true) : project;
    const diagnostics = atLeast(findingsOfProject(seen, this.#options.check), 'warning');
    return { project, diagnostics, broken: diagnostics.some(keepsFromRunning) };
  }

  /** Checks the project as `wippy validate` does. @param changed as of `read`. */
  async validate(changed: Iterable<string> = []): Promise<{ project: LoadedProject; validation: Validation }> {
    await this.#forget(changed);
    const project = await this.#load(true);
    return { project, validation: describeValidation(project, this.#options.check) };
  }

  async #forget(changed: Iterable<string>): Promise<void> {
    const { lockFile = LOCK_FILE_NAME } = this.#options.load;
    const paths = [...changed];
    await this.#stamps.take(paths);
    for (const path of paths) {
      this.#cache.invalidate(path);
      // Which directories are read, and how, may have changed with it.
      if (path.endsWith(lockFile)) this.#cache.clear();
    }
  }

  #load(thorough: boolean): Promise<LoadedProject> {
    const { directory, load } = this.#options;
    return loadProject(directory, { ...load, cache: this.#cache, thorough });
  }

  /** Those of the files that are not as they were when they were read last: events may tell one change twice. */
  newer(paths: Iterable<string>): Promise<Set<string>> {
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
    const scanned = await Promise.all(directories.map(({ path }) => scanDirectory(path)));
    for (const path of scanned.flatMap(({ files }) => files)) if (!this.#cache.knows(path)) found.add(path);
    await Promise.all([...this.#cache.paths(), project.lock.path, ...project.configFiles].map(look));
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
