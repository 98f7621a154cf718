import { RingQueue } from './ring-queue.ts';

/** What the loop runs in turn: the scheduler of one host. */
export interface Runnable {
  /** Runs queued processes for a while; true when some are left. Returns soon after the deadline has passed. */
  runSlice(deadline: number): boolean;
}

export interface SchedulerLoopOptions {
  /** How long processes run before timers and I/O get their turn, in milliseconds; default 4. */
  sliceMilliseconds?: number;
}

/**
 * Drives the schedulers of one isolate on the Node event loop. Hosts take turns; after a few milliseconds the event loop
 * gets its turn; without work nothing is scheduled, so an idle program costs nothing and can end.
 */
export class SchedulerLoop {
  private readonly sliceMilliseconds: number;
  private readonly ready = new RingQueue<Runnable>(16);
  private readonly runBound = (): void => this.run();
  private scheduled = false;
  /** Number of slices run; for tests and statistics. */
  slices = 0;

  constructor(options: SchedulerLoopOptions = {}) {
    this.sliceMilliseconds = options.sliceMilliseconds ?? 4;
  }

  /** Called by a scheduler whose first process became ready; not again until `runSlice` has returned false. */
  enlist(runnable: Runnable): void {
    this.ready.push(runnable);
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(this.runBound);
  }

  private run(): void {
    this.slices++;
    const deadline = performance.now() + this.sliceMilliseconds;
    try {
      for (let runnable = this.ready.shift(); runnable !== undefined; runnable = this.ready.shift()) {
        if (runnable.runSlice(deadline)) this.ready.push(runnable);
        if (performance.now() >= deadline) break;
      }
    } finally {
      this.scheduled = this.ready.length > 0;
      if (this.scheduled) setImmediate(this.runBound);
    }
  }
}
