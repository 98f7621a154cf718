import type { PidGenerator } from '../../core/pid/pid-generator.ts';
import type { Process } from '../../core/scheduler/process.ts';
import { ProcessHost } from '../../core/scheduler/process-host.ts';
import type { SchedulerOptions } from '../../core/scheduler/scheduler.ts';
import type { Clock } from '../../infrastructure/clock.ts';
import { AdaptivePool } from './adaptive-pool.ts';
import type { Callable } from './callable.ts';
import type { FunctionPool } from './function-call.ts';
import { InlinePool } from './inline-pool.ts';
import { LazyPool } from './lazy-pool.ts';
import { type PoolConfig, planPool } from './pool-config.ts';
import { ProcessCallable } from './process-callable.ts';
import { WorkerPool, type WorkerPoolOptions } from './worker-pool.ts';

export interface FunctionPoolsOptions {
  scheduler: SchedulerOptions;
  pids: PidGenerator;
  clock: Clock;
}

/** What a pool makes its instances of. */
export interface PooledFunction {
  /** Entry id of the function. */
  readonly id: string;
  /** Part of the host id of its calls: `lua`. */
  readonly language: string;
  readonly method: string;
  readonly config?: PoolConfig;
  /** A fresh process. May throw a WippyError, which fails the call that needed it. */
  create(): Process;
}

/** Milliseconds that a call may still take when its pool closes; a retired pool is empty by then. */
const GRACE = 1000;

/** Builds pools whose instances are processes, each pool with a host of its own named `<function id>#<language>.<n>`. */
export class FunctionPools {
  private readonly options: FunctionPoolsOptions;
  private sequence = 0;

  constructor(options: FunctionPoolsOptions) {
    this.options = options;
  }

  /**
   * Makes a pool follow another configuration without losing its instances; false where that makes another pool.
   * @throws as `create`
   */
  resize(pool: FunctionPool, config: PoolConfig | undefined): boolean {
    return pool.resize?.(planPool(config)) ?? false;
  }

  /** @throws WippyError Invalid `unknown pool type: X`, and what `create` throws when a static pool makes its instances. */
  create(definition: PooledFunction): FunctionPool {
    const plan = planPool(definition.config);
    const { pids, clock } = this.options;
    const hostId = `${definition.id}#${definition.language}.${++this.sequence}`;
    const host = new ProcessHost(hostId, { queue_size: 16, local_queue_size: 16 }, this.options.scheduler);
    const factory = (): Callable => new ProcessCallable(host, definition.create(), definition.method);
    const common: Omit<WorkerPoolOptions, 'type' | 'maximum'> = {
      factory,
      pids,
      hostId,
      onRetired: () => host.stop(GRACE),
    };
    const pool = ((): WorkerPool => {
      switch (plan.type) {
        case 'inline':
          return new InlinePool(common);
        case 'static':
          return new WorkerPool({ ...common, type: 'static', maximum: plan.workers, buffer: plan.buffer });
        case 'lazy':
          return new LazyPool({ ...common, clock, maximum: plan.maximum, idleMilliseconds: plan.idleMilliseconds });
        case 'adaptive':
          return new AdaptivePool({ ...common, clock, maximum: plan.maximum });
      }
    })();
    host.start();
    try {
      // A static pool finds out at once when its function cannot be made; others only if they are to start warm.
      if (plan.type === 'static') pool.warm(plan.workers);
      else if (definition.config?.warm_start && plan.type !== 'inline') pool.warm(1);
    } catch (thrown) {
      void pool.retire();
      throw thrown;
    }
    return pool;
  }
}
