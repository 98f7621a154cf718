import type { Clock, TimerHandle } from '../../infrastructure/clock.ts';
import { AdaptiveController } from './adaptive-controller.ts';
import { WorkerPool, type WorkerPoolOptions } from './worker-pool.ts';

/** Milliseconds between two looks at the load. */
const LOOK_INTERVAL = 500;

export interface AdaptivePoolOptions extends Omit<WorkerPoolOptions, 'type'> {
  clock: Clock;
}

/** A pool whose number of instances follows the measured throughput. It looks at its load only while there is some. */
export class AdaptivePool extends WorkerPool {
  private readonly clock: Clock;
  private readonly controller: AdaptiveController;
  private timer: TimerHandle | null = null;

  constructor(options: AdaptivePoolOptions) {
    super({ ...options, type: 'adaptive' });
    this.clock = options.clock;
    this.controller = new AdaptiveController({ minimum: 1, maximum: this.limit, idleLooks: 8, probeLooks: 4 });
    this.limit = 1;
  }

  protected override queued(): void {
    if (this.timer === null) this.schedule();
  }

  protected override ending(): void {
    if (this.timer !== null) this.clock.clearTimer(this.timer);
    this.timer = null;
  }

  /** The load decides how many there are; this is only how many there may be. */
  protected override limitTo(maximum: number): void {
    this.controller.bound(maximum);
    this.setLimit(Math.min(this.limit, maximum));
  }

  private schedule(): void {
    this.timer = this.clock.setTimer(() => this.look(), LOOK_INTERVAL);
  }

  private look(): void {
    this.timer = null;
    const limit = this.controller.look({
      time: this.clock.monotonic(),
      completed: this.completed,
      workers: this.limit,
      busy: this.active,
      waiting: this.waitingCalls,
    });
    this.setLimit(limit);
    if (this.limit > 1 || this.waitingCalls > 0) this.schedule();
  }
}
