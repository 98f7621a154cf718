/** What the engine knows about its memory, in the terms of the `system` module. */

import { readFileSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { contextKey } from '../../infrastructure/app-context.ts';
import type { Logger } from '../../infrastructure/logger/index.ts';

/** Stands for "no limit". */
export const UNLIMITED = 2n ** 63n - 1n;

/** Mean size of an object on V8's heap, in bytes. V8 counts bytes, not objects, so their number is an estimate. */
const MEAN_OBJECT_SIZE = 64;

/** Growth after which a collection above the limit is worth its time again. */
const COLLECT_AGAIN = 1.1;

/** Numbers of the Go runtime's memory statistics, in bytes unless said otherwise, from what V8 offers. */
export interface MemoryStatistics {
  /** Live and dead objects on the heap and buffers outside of it. */
  readonly alloc: number;
  /** At least what was allocated since the start: the growth that was seen between two looks. */
  readonly total_alloc: number;
  /** What the operating system has given to the program. */
  readonly sys: number;
  readonly heap_alloc: number;
  readonly heap_sys: number;
  readonly heap_idle: number;
  readonly heap_in_use: number;
  /** How much smaller the heap is than the largest seen. */
  readonly heap_released: number;
  /** An estimate. */
  readonly heap_objects: number;
  /** The stack of the main thread; 0 where the system does not tell. */
  readonly stack_in_use: number;
  readonly stack_sys: number;
  /** Bookkeeping of the allocator now and at most. */
  readonly mspan_in_use: number;
  readonly mspan_sys: number;
  /** Collections since the first look. */
  readonly num_gc: number;
  /** Size of the heap at which the engine collects at any price. */
  readonly next_gc: number;
}

/** Memory of this isolate. A limit and a percentage are kept for programs that set them; V8 sizes its heap itself. */
export class MemoryMonitor {
  private readonly logger: Logger;
  private observer: PerformanceObserver | null = null;
  private collections = 0;
  private allocated = 0;
  private lastHeap = 0;
  private largestHeap = 0;
  private overLimit = false;
  /** Heap at which garbage is collected again while the limit is exceeded. */
  private collectAt = 0;
  private collectGarbage: (() => void) | null = null;
  /** Bytes; from there on garbage is collected at any price, and a heap that is still larger is reported in the log. */
  private limitValue: bigint = UNLIMITED;
  /** As set last. */
  percent = 100;

  constructor(logger: Logger) {
    this.logger = logger;
  }

  /** Begins to count collections. */
  start(): void {
    if (this.observer !== null) return;
    this.observer = new PerformanceObserver((list) => {
      this.collections += list.getEntries().length;
      this.checkLimit();
    });
    this.observer.observe({ entryTypes: ['gc'] });
  }

  stop(): void {
    this.observer?.disconnect();
    this.observer = null;
  }

  get limit(): bigint {
    return this.limitValue;
  }

  set limit(bytes: bigint) {
    this.limitValue = bytes;
    this.overLimit = false;
    this.collectAt = 0;
    this.checkLimit();
  }

  statistics(): MemoryStatistics {
    const { heapUsed, heapTotal, rss, external } = process.memoryUsage();
    const { malloced_memory, peak_malloced_memory, heap_size_limit } = getHeapStatistics();
    this.allocated += Math.max(0, heapUsed - this.lastHeap);
    this.lastHeap = heapUsed;
    this.largestHeap = Math.max(this.largestHeap, heapTotal);
    const stack = stackSize();
    return {
      alloc: heapUsed + external,
      total_alloc: this.allocated + external,
      sys: rss,
      heap_alloc: heapUsed,
      heap_sys: heapTotal,
      heap_idle: heapTotal - heapUsed,
      heap_in_use: heapUsed,
      heap_released: this.largestHeap - heapTotal,
      heap_objects: Math.round(heapUsed / MEAN_OBJECT_SIZE),
      stack_in_use: stack,
      stack_sys: stack,
      mspan_in_use: malloced_memory,
      mspan_sys: peak_malloced_memory,
      num_gc: this.collections,
      next_gc: heap_size_limit,
    };
  }

  /** Collects garbage now; the program stands still meanwhile. */
  collect(): void {
    if (this.collectGarbage === null) {
      // The function exists only in contexts that are made while the flag is set.
      setFlagsFromString('--expose-gc');
      this.collectGarbage = runInNewContext('gc') as () => void;
      setFlagsFromString('--no-expose-gc');
    }
    this.collectGarbage();
  }

  private checkLimit(): void {
    let { heapUsed } = process.memoryUsage();
    if (BigInt(heapUsed) > this.limitValue && heapUsed >= this.collectAt) {
      this.collect();
      heapUsed = process.memoryUsage().heapUsed;
      this.collectAt = heapUsed * COLLECT_AGAIN;
    }
    const over = BigInt(heapUsed) > this.limitValue;
    if (!over) this.collectAt = 0;
    if (over && !this.overLimit) {
      this.logger.warn('the heap is larger than the memory limit', { heap: heapUsed, limit: String(this.limitValue) });
    }
    this.overLimit = over;
  }
}

export const memoryKey = contextKey<MemoryMonitor>('memory');

function stackSize(): number {
  try {
    const kilobytes = /^VmStk:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
