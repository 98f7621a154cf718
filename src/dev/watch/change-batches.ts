/** Gathers changed paths until nothing has changed for a moment, so that one save is one batch. */
import type { Clock, TimerHandle } from '../../infrastructure/clock.ts';

export interface ChangeBatchesOptions {
  readonly clock: Clock;
  /** Milliseconds without a change after which a batch is complete. */
  readonly quiet?: number;
  /** The same for a batch of so many files that a tool must be at work, which may pause. */
  readonly quietOfMany?: number;
  /** Milliseconds after its first change at which a batch is complete in any case. */
  readonly limit?: number;
  /** Told the absolute paths of a complete batch. */
  readonly onBatch: (paths: ReadonlySet<string>) => void;
}

const QUIET = 50;
const QUIET_OF_MANY = 200;
/** Nobody saves so many files by hand. */
const MANY = 10;
const LIMIT = 1000;

export class ChangeBatches {
  readonly #options: ChangeBatchesOptions;
  #paths = new Set<string>();
  #first = 0;
  #timer: TimerHandle;

  constructor(options: ChangeBatchesOptions) {
    this.#options = options;
  }

  add(path: string): void {
    const { clock, quiet = QUIET, quietOfMany = QUIET_OF_MANY, limit = LIMIT } = this.#options;
    if (this.#paths.size === 0) this.#first = clock.monotonic();
    this.#paths.add(path);
    const pause = this.#paths.size > MANY ? quietOfMany : quiet;
    clock.clearTimer(this.#timer);
    const left = this.#first + limit - clock.monotonic();
    this.#timer = clock.setTimer(() => this.flush(), Math.max(0, Math.min(pause, left)));
  }

  /** Completes the batch now, if there is one. */
  flush(): void {
    this.#options.clock.clearTimer(this.#timer);
    if (this.#paths.size === 0) return;
    const paths = this.#paths;
    this.#paths = new Set();
    this.#options.onBatch(paths);
  }

  /** Forgets what was gathered. */
  close(): void {
    this.#options.clock.clearTimer(this.#timer);
    this.#paths = new Set();
  }
}
