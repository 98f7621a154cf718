import type { PidGenerator } from '../../core/pid/pid-generator.ts';
import { RingQueue } from '../../core/scheduler/ring-queue.ts';
import { ANSWERED, type Callable, type CallableFactory, type CallDone, type RunningCall } from './callable.ts';
import { poolClosed } from './errors.ts';
import type { FunctionCall, FunctionPool, PoolStatistics } from './function-call.ts';
import type { PoolPlan } from './pool-config.ts';
import { type CallOwner, PooledCall } from './pooled-call.ts';

export interface WorkerPoolOptions {
  type: string;
  factory: CallableFactory;
  pids: PidGenerator;
  /** Host part of the PIDs of calls: `<function id>#<language>.<n>`. */
  hostId: string;
  /** How many instances may exist. */
  maximum: number;
  /** Expected number of waiting calls. */
  buffer?: number;
  /** Called once the pool is retired and empty, to take down what its instances run on. */
  onRetired?: () => void | Promise<void>;
}

/**
 * Instances that serve calls one at a time, made on demand up to a limit and used again, the last used first. Calls beyond
 * that wait in order; a caller waits for its answer anyway, so a full pool holds callers back instead of refusing them.
 */
export class WorkerPool implements FunctionPool, CallOwner {
  protected readonly options: WorkerPoolOptions;
  protected readonly idle: Callable[] = [];
  protected limit: number;
  private maximum: number;
  protected active = 0;
  protected completed = 0;
  protected retired = false;
  private readonly waiting: RingQueue<PooledCall>;
  private waitingCount = 0;
  private finish: (() => void) | null = null;
  private finished: Promise<void> | null = null;

  constructor(options: WorkerPoolOptions) {
    this.options = options;
    this.maximum = options.maximum;
    this.limit = Math.max(1, options.maximum);
    this.waiting = new RingQueue(Math.min(options.buffer ?? 16, 1024));
  }

  /** Makes instances ahead of the first call. @throws what the factory throws. */
  warm(count: number): void {
    this.fill(Math.min(count, this.limit));
  }

  call(call: FunctionCall, done: CallDone): RunningCall {
    if (this.retired) {
      done(null, poolClosed(call.target));
      return ANSWERED;
    }
    const pooled = new PooledCall(this, call, done);
    if (this.active < this.limit) this.start(pooled);
    else {
      this.waiting.push(pooled);
      this.waitingCount++;
      this.queued();
    }
    return pooled;
  }

  /** @internal */
  released(_call: PooledCall, callable: Callable): void {
    this.active--;
    this.completed++;
    const keep = callable.reusable && this.idle.length + this.active < this.limit && !this.endsNow();
    if (keep) {
      this.idle.push(callable);
      this.parked();
    } else callable.close();
    this.startWaiting();
    this.finishIfEmpty();
  }

  /** @throws what the factory throws for instances that are made ahead. */
  resize(plan: PoolPlan): boolean {
    if (this.retired || plan.type !== this.options.type) return false;
    if (plan.type === 'inline') return true;
    const maximum = plan.type === 'static' ? plan.workers : plan.maximum;
    // Made first: where the factory refuses, the pool stays as it is.
    if (plan.type === 'static') this.fill(maximum);
    this.maximum = Math.max(1, maximum);
    this.limitTo(this.maximum);
    return true;
  }

  /** @internal */
  abandoned(): void {
    this.waitingCount--;
    this.finishIfEmpty();
  }

  retire(): Promise<void> {
    if (this.finished !== null) return this.finished;
    this.retired = true;
    this.finished = new Promise<void>((resolve) => {
      this.finish = resolve;
    }).then(() => this.options.onRetired?.());
    this.finishIfEmpty();
    return this.finished;
  }

  statistics(): PoolStatistics {
    return {
      type: this.options.type,
      size: this.idle.length + this.active,
      maximum: this.maximum,
      active: this.active,
      waiting: this.waitingCount,
      completed: this.completed,
    };
  }

  /** Told another maximum. */
  protected limitTo(maximum: number): void {
    this.setLimit(maximum);
  }

  /** How many instances may exist from now on; those that are busy beyond it close when they have answered. */
  protected setLimit(limit: number): void {
    this.limit = limit;
    while (this.idle.length > 0 && this.idle.length + this.active > limit) {
      this.idle.shift()?.close();
      this.taken();
    }
    this.startWaiting();
  }

  /** Told when an instance has become idle. */
  protected parked(): void {}

  /** Told when an idle instance has been taken. */
  protected taken(): void {}

  /** Told when a call has to wait. */
  protected queued(): void {}

  /** Told before the instances are closed for good. */
  protected ending(): void {}

  protected get waitingCalls(): number {
    return this.waitingCount;
  }

  /** Starts waiting calls as far as the limit allows. */
  protected startWaiting(): void {
    while (this.active < this.limit && this.waitingCount > 0) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      if (next.settled) continue;
      this.waitingCount--;
      this.start(next);
    }
  }

  private start(call: PooledCall): void {
    let callable = this.idle.pop();
    if (callable === undefined) {
      try {
        callable = this.options.factory();
      } catch (thrown) {
        call.fail(thrown);
        this.finishIfEmpty();
        return;
      }
    } else this.taken();
    this.active++;
    call.start(callable, this.options.pids.next(this.options.hostId));
  }

  private fill(count: number): void {
    while (this.idle.length + this.active < count) this.idle.push(this.options.factory());
  }

  private endsNow(): boolean {
    return this.retired && this.waitingCount === 0;
  }

  private finishIfEmpty(): void {
    if (!this.endsNow() || this.active > 0 || this.finish === null) return;
    this.ending();
    for (const callable of this.idle.splice(0)) callable.close();
    this.finish();
    this.finish = null;
  }
}
