/**
 * Notices files that change because they were taken over: something writes them whenever the application restarts. What a
 * person saves does not follow a verdict at once, ten times in a row.
 */
import type { Clock } from '../../infrastructure/clock.ts';

export interface LoopBreakerOptions {
  readonly clock: Clock;
  /** How many changes of a file may follow each other within a minute; 0 for any number. */
  readonly limit: () => number;
}

export interface Admission {
  /** Paths that are to be taken over; with a save of somebody, also those that were suspended until then. */
  readonly paths: ReadonlySet<string>;
  /** Paths that are not taken over from now on. */
  readonly suspended: readonly string[];
}

/** Milliseconds after a verdict within which a change counts as its consequence. */
const FOLLOWS = 500;
const MINUTE = 60_000;
/** Files that write each other by turns are a loop as well; further apart is somebody's work. */
const TURNS = 3;

interface Run {
  /** When the changes of the run were, the oldest first. */
  times: number[];
  /** Number of the last batch that held the path. */
  batch: number;
}

export class LoopBreaker {
  readonly #options: LoopBreakerOptions;
  readonly #runs = new Map<string, Run>();
  readonly #suspended = new Set<string>();
  #batch = 0;
  #verdict = Number.NEGATIVE_INFINITY;

  constructor(options: LoopBreakerOptions) {
    this.#options = options;
  }

  isSuspended(path: string): boolean {
    return this.#suspended.has(path);
  }

  /** To be called when the verdict about a change has been told. */
  told(): void {
    this.#verdict = this.#options.clock.monotonic();
  }

  /** Which of the paths that have changed together are to be taken over. */
  admit(paths: ReadonlySet<string>): Admission {
    const now = this.#options.clock.monotonic();
    const open = [...paths].filter((path) => !this.#suspended.has(path));
    if (open.length === 0) return { paths: new Set(), suspended: [] };
    this.#batch += 1;
    if (now - this.#verdict > FOLLOWS) this.#runs.clear();
    const suspended = open.filter((path) => this.#exceeds(path, now));
    const admitted = new Set(open.filter((path) => !suspended.includes(path)));
    // A save of another file is somebody's work.
    if (admitted.size > 0 && this.#suspended.size > 0) for (const path of this.resume()) admitted.add(path);
    for (const path of suspended) this.#suspended.add(path);
    return { paths: admitted, suspended };
  }

  /** Takes over what is suspended again; gives the paths. */
  resume(): string[] {
    const paths = [...this.#suspended];
    this.#suspended.clear();
    this.#runs.clear();
    return paths;
  }

  #exceeds(path: string, now: number): boolean {
    const limit = this.#options.limit();
    if (limit === 0) return false;
    const run = this.#runs.get(path);
    const goesOn = run !== undefined && this.#batch - run.batch <= TURNS;
    const times = goesOn ? run.times.filter((time) => now - time < MINUTE) : [];
    times.push(now);
    this.#runs.set(path, { times, batch: this.#batch });
    return times.length > limit;
  }
}
