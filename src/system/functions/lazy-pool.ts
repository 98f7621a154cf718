import type { Clock, TimerHandle } from '../../infrastructure/clock.ts';
import { WorkerPool, type WorkerPoolOptions } from './worker-pool.ts';

export interface LazyPoolOptions extends Omit<WorkerPoolOptions, 'type'> {
  clock: Clock;
  /** How long an instance may be idle before it is closed, in milliseconds. */
  idleMilliseconds: number;
}

/**
 * Starts empty, grows with the calls, and closes what it does not need: every idle period it closes as many instances as
 * were idle during the whole period. So an instance goes after one to two idle periods, and a call costs no clock reading.
 */
export class LazyPool extends WorkerPool {
  private readonly clock: Clock;
  private readonly idleMilliseconds: number;
  private timer: TimerHandle | null = null;
  /** The lowest number of idle instances since the last look. */
  private leastIdle = 0;

  constructor(options: LazyPoolOptions) {
    super({ ...options, type: 'lazy' });
    this.clock = options.clock;
    this.idleMilliseconds = options.idleMilliseconds;
  }

  protected override taken(): void {
    if (this.idle.length < this.leastIdle) this.leastIdle = this.idle.length;
  }

  protected override parked(): void {
    if (this.timer === null) this.schedule();
  }

  protected override ending(): void {
    if (this.timer !== null) this.clock.clearTimer(this.timer);
    this.timer = null;
  }

  private schedule(): void {
    this.timer = this.clock.setTimer(() => this.closeUnused(), this.idleMilliseconds);
  }

  private closeUnused(): void {
    this.timer = null;
    for (const callable of this.idle.splice(0, this.leastIdle)) callable.close();
    this.leastIdle = this.idle.length;
    if (this.idle.length > 0 || this.active > 0) this.schedule();
  }
}
