import type { ProcessRecord } from './process-record.ts';
import { RingQueue } from './ring-queue.ts';

/** How many records follow the one taken from a shared queue into the local deque. */
const BATCH = 16;

/**
 * Every so many picks the global queue comes first, so that processes which keep waking each other cannot starve new ones.
 * A prime, so that it does not fall into step with periodic work.
 */
const GLOBAL_INTERVAL = 61;

/**
 * The queues of one worker. Work is found in the order local deque (newest first), inject queue (answers and messages for
 * processes that ran here), global queue (new processes and those out of budget), the oldest half of another worker's deque.
 */
export class Worker {
  readonly id: number;
  readonly local: RingQueue<ProcessRecord>;
  readonly inject = new RingQueue<ProcessRecord>(16);
  /** Counters since the start. */
  executed = 0;
  stolen = 0;
  private readonly global: RingQueue<ProcessRecord>;
  private readonly workers: readonly Worker[];
  private picks = 0;

  /** @param workers all workers of the scheduler; may still be filled after construction. */
  constructor(id: number, localCapacity: number, global: RingQueue<ProcessRecord>, workers: readonly Worker[]) {
    this.id = id;
    this.local = new RingQueue(localCapacity);
    this.global = global;
    this.workers = workers;
  }

  findWork(): ProcessRecord | undefined {
    if (++this.picks % GLOBAL_INTERVAL === 0) {
      const record = this.global.shift();
      if (record !== undefined) return record;
    }
    return this.local.pop() ?? this.takeBatch(this.inject) ?? this.takeBatch(this.global) ?? this.steal();
  }

  /** Whether this worker itself has queued work. */
  get hasOwnWork(): boolean {
    return this.local.length > 0 || this.inject.length > 0;
  }

  /** Gives up to half of the local deque, oldest first, and returns the number given. */
  giveHalf(thief: Worker): number {
    const count = Math.ceil(this.local.length / 2);
    for (let index = 0; index < count; index++) thief.local.push(this.local.shift()!);
    return count;
  }

  private takeBatch(queue: RingQueue<ProcessRecord>): ProcessRecord | undefined {
    const first = queue.shift();
    if (first === undefined) return undefined;
    for (let index = 0; index < BATCH && queue.length > 0; index++) this.local.push(queue.shift()!);
    return first;
  }

  private steal(): ProcessRecord | undefined {
    const count = this.workers.length;
    for (let offset = 1; offset < count; offset++) {
      const victim = this.workers[(this.id + offset) % count];
      const taken = victim.giveHalf(this);
      if (taken > 0) {
        this.stolen += taken;
        return this.local.pop();
      }
    }
    return undefined;
  }
}
