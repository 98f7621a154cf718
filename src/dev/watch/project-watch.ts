/** The watcher of a project as it is now; another one when its directories change. */
import { join, relative } from 'node:path';
import type { Clock, TimerHandle } from '../../infrastructure/clock.ts';
import { settings } from '../../project/config/settings.ts';
import type { LoadedProject } from '../../project/load-project.ts';
import type { DevEvent } from '../session/events.ts';
import { ChangeBatches } from './change-batches.ts';
import { tellsChanges, type Watcher, type WatchFiles, type WatchTargets, watchFiles } from './file-watcher.ts';
import { LoopBreaker } from './loop-breaker.ts';
import { pollingNotice } from './polling-notice.ts';
import { matters, sameTargets, watchTargets } from './watch-targets.ts';

export interface ProjectWatchOptions {
  /** Absolute path of the project. */
  readonly directory: string;
  /** Absolute paths of lock file, configuration and environment files, there or not. */
  readonly files: Iterable<string>;
  /** Whether an entry was read from the file. */
  readonly knows: (path: string) => boolean;
  /** Polls from the start. */
  readonly polling: boolean;
  /** Takes over changes of a file however often they follow each other; default false. */
  readonly loops?: boolean;
  readonly clock: Clock;
  readonly emit: (event: DevEvent) => void;
  /** Told the absolute paths of files that have changed together. */
  readonly onBatch: (paths: ReadonlySet<string>) => void;
  /** Told a moment after the last event of any kind, to look whether one was lost. */
  readonly onQuiet: () => void;
  /** Default: the watcher of this machine. */
  readonly watch?: WatchFiles;
}

/** Milliseconds after the last event at which it is looked whether one was lost. */
const LOOK_AGAIN = 400;

export class ProjectWatch {
  readonly #options: ProjectWatchOptions;
  readonly #batches: ChangeBatches;
  readonly #breaker: LoopBreaker;
  #limit = settings.loopLimit.fallback;
  readonly #files: Set<string>;
  #targets: WatchTargets | undefined;
  #watcher: Promise<Watcher> | undefined;
  #polling: boolean;
  #look: TimerHandle;
  /** Changes that are held back; undefined while none are. */
  #held: Set<string> | undefined;

  constructor(options: ProjectWatchOptions) {
    this.#options = options;
    this.#polling = options.polling;
    this.#batches = new ChangeBatches({ clock: options.clock, onBatch: (paths) => this.#complete(paths) });
    this.#breaker = new LoopBreaker({
      clock: options.clock,
      limit: () => (options.loops === true ? 0 : this.#limit),
    });
    this.#files = new Set(options.files);
  }

  /** Finds out whether changes are told; the watcher itself begins with the first read of the project. */
  async begin(): Promise<void> {
    const { directory, clock } = this.#options;
    if (this.#polling || (await tellsChanges(join(directory, '.wippy'), clock))) return;
    this.#polling = true;
    this.#tell({ kind: 'no-events' });
  }

  /** Holds changes back, or lets those go that were held back; gives which of the two. */
  togglePause(): boolean {
    const held = this.#held;
    this.#held = held === undefined ? new Set() : undefined;
    if (held !== undefined && held.size > 0) this.#admit(held);
    return this.#held !== undefined;
  }

  /** Watches what the project was read from; true, once it does, if that is something else than before. */
  async follow(project: LoadedProject): Promise<boolean> {
    for (const file of project.configFiles) this.#files.add(file);
    this.#limit = project.config.get(settings.loopLimit);
    const targets = watchTargets(project);
    if (this.#targets !== undefined && sameTargets(this.#targets, targets)) return false;
    this.#targets = targets;
    const former = this.#watcher;
    const { watch = watchFiles, knows } = this.#options;
    this.#watcher = watch({
      targets,
      polling: this.#polling,
      onChange: (path) => {
        this.#lookAgainSoon();
        if (matters(path, { targets, files: this.#files, known: knows })) this.#batches.add(path);
      },
      onPolling: (reason) => {
        this.#polling = true;
        this.#tell(reason);
      },
    });
    void former?.then((watcher) => watcher.close());
    await this.#watcher;
    return true;
  }

  async close(): Promise<void> {
    this.#options.clock.clearTimer(this.#look);
    this.#batches.close();
    await (await this.#watcher)?.close();
  }

  /** To be told what the session tells. */
  told({ event }: DevEvent): void {
    if (event === 'applied' || event === 'rejected' || event === 'noop') this.#breaker.told();
    if (event !== 'ready') return;
    // The application was started anew, so somebody wants it to go on.
    const resumed = this.#breaker.resume();
    if (resumed.length > 0) this.#options.onBatch(new Set(resumed));
  }

  /** Whether changes of a file are taken over at present. */
  takes(path: string): boolean {
    return !this.#breaker.isSuspended(path);
  }

  #admit(paths: ReadonlySet<string>): void {
    const { directory, emit, onBatch } = this.#options;
    const admission = this.#breaker.admit(paths);
    for (const path of admission.suspended) {
      emit({
        event: 'notice',
        message: `${relative(directory, path)} has changed ${this.#limit} times in a row right after it was taken over; it is left alone now`,
        hint: 'Something writes it on each reload. Save another file or press R to go on; dev.loop_limit or --no-loop-breaker lift the limit.',
      });
    }
    if (admission.paths.size > 0) onBatch(admission.paths);
  }

  #lookAgainSoon(): void {
    const { clock, onQuiet } = this.#options;
    clock.clearTimer(this.#look);
    this.#look = clock.setTimer(() => {
      if (this.#held === undefined) onQuiet();
    }, LOOK_AGAIN);
  }

  #complete(paths: ReadonlySet<string>): void {
    if (this.#held === undefined) this.#admit(paths);
    else for (const path of paths) this.#held.add(path);
  }

  #tell(reason: Parameters<typeof pollingNotice>[0]): void {
    const notice = pollingNotice(reason);
    if (notice !== undefined) this.#options.emit(notice);
  }
}
