import { WorkerPool, type WorkerPoolOptions } from './worker-pool.ts';

/** A new instance for every call, closed after it; no limit. */
export class InlinePool extends WorkerPool {
  constructor(options: Omit<WorkerPoolOptions, 'type' | 'maximum'>) {
    super({ ...options, type: 'inline', maximum: Number.MAX_SAFE_INTEGER });
  }

  protected override parked(): void {
    this.idle.pop()?.close();
  }
}
