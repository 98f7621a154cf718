/** Checks the project, and again after each save; nothing runs. What did not change is not looked at again. */
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { hashOf } from '../../infrastructure/checked-file.ts';
import { type Clock, sleep } from '../../infrastructure/clock.ts';
import { Mutex } from '../../infrastructure/mutex.ts';
import { deepEqual } from '../../infrastructure/plain-data.ts';
import type { LoadedProject } from '../../project/load-project.ts';
import type { Validation } from '../../project/validate/validate-project.ts';
import type { ProjectReader } from './project-reader.ts';

/** What a check found, and why it was made. */
export interface FinishedCheck {
  readonly validation: Validation;
  /** Paths of what was saved, relative to the project; none for the first check. */
  readonly files: readonly string[];
  /** Milliseconds that the check took. */
  readonly duration: number;
}

export interface CheckSessionOptions {
  /** Absolute path of the project. */
  readonly directory: string;
  readonly reader: ProjectReader;
  readonly clock: Clock;
  readonly onChecked: (check: FinishedCheck) => void;
  /** Told after each time the project was read; resolves to whether other directories are watched from now on. */
  readonly onRead?: (project: LoadedProject) => Promise<boolean>;
}

/** Milliseconds that a file may stay empty or missing before that is taken for its content. */
const GRACE = 250;

export class CheckSession {
  readonly #options: CheckSessionOptions;
  readonly #mutex = new Mutex();
  #pending = new Set<string>();
  /** Whether somebody told of what is pending. */
  #told = false;
  #newer = new AbortController();
  /** Hashes of the files that were saved; empty for one that is missing. */
  readonly #contents = new Map<string, string>();
  #last: { readonly time: number; readonly project: LoadedProject; readonly validation: Validation } | undefined;
  #stopped = false;

  constructor(options: CheckSessionOptions) {
    this.#options = options;
  }

  /** The first check. Throws Invalid for malformed flags. */
  start(): Promise<void> {
    return this.#mutex.run(() => this.#check([], true));
  }

  /**
   * Checks again. What is told before the check begins becomes part of it.
   * @param paths absolute paths of the files that changed.
   * @param found whether nobody told of them, so that nothing is reported where nothing else is found.
   */
  changed(paths: ReadonlySet<string>, found = false): Promise<void> {
    for (const path of paths) this.#pending.add(path);
    this.#told ||= !found;
    this.#newer.abort();
    return this.#mutex.run(async () => {
      if (this.#stopped) return;
      const told = this.#told;
      this.#told = false;
      let save = await this.#take();
      // Events may tell one change twice.
      if (save.size === 0) return;
      const { reader, clock } = this.#options;
      if (await reader.lacks(save)) {
        // An editor may be in the middle of a save.
        this.#newer = new AbortController();
        await sleep(clock, GRACE, this.#newer.signal).catch(() => undefined);
        save = new Set([...save, ...(await this.#take())]);
      }
      if (!this.#stopped) await this.#check([...save], told);
    });
  }

  /** Looks whether files have changed of which no change was told. */
  async lookAgain(): Promise<void> {
    await this.#mutex.idle();
    const last = this.#last;
    if (last === undefined || this.#stopped) return;
    const missed = await this.#options.reader.changedSince(last.time, last.project);
    if (missed.size > 0) await this.changed(missed, true);
  }

  /** Nothing is checked any more; resolves when no check is on its way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#newer.abort();
    await this.#mutex.idle();
  }

  /** Those of the pending files that hold something else than when they were taken last. */
  async #take(): Promise<Set<string>> {
    const pending = this.#pending;
    this.#pending = new Set();
    const changed = new Set<string>();
    for (const path of await this.#options.reader.newer(pending)) {
      const content = await readFile(path).then(hashOf, () => '');
      if (this.#contents.get(path) !== content) changed.add(path);
      this.#contents.set(path, content);
    }
    return changed;
  }

  async #check(paths: readonly string[], told: boolean): Promise<void> {
    const { clock, reader, directory, onChecked, onRead } = this.#options;
    const time = clock.now();
    const began = clock.monotonic();
    const { project, validation } = await reader.validate(paths);
    const duration = Math.round(clock.monotonic() - began);
    const former = this.#last?.validation;
    this.#last = { time, project, validation };
    const files = paths.map((path) => relative(directory, path)).sort();
    const isNews = told || former === undefined || !deepEqual(former.diagnostics, validation.diagnostics);
    if (isNews && !this.#stopped) onChecked({ validation, files, duration });
    // Directories that are watched only now may have changed before; somebody waits for the result of such a save too.
    if ((await onRead?.(project)) !== true || this.#stopped) return;
    const missed = await reader.changedSince(time, project);
    if (missed.size > 0) void this.changed(missed);
  }
}
