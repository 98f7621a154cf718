/**
 * Keeps one Lua program from taking the whole runtime down: V8 ends the host process when its heap is full, and nothing
 * can catch that. Shortly before, the process that runs is ended instead.
 */

import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import { Termination } from '../../../lua/runtime/thrown.ts';

const MEGABYTE = 2 ** 20;

/** V8 counts the space of young objects, which does not help old ones, into its limit. */
const YOUNG = 48 * MEGABYTE;

/**
 * Share of the heap that Lua may fill. The rest is for what happens between two looks at the heap; besides, V8 gives up
 * when collections above four fifths gain little.
 */
const ALLOWED_SHARE = 0.7;

/** Share that may be filled by one growth: what grows is copied, and the old copy is garbage afterwards. */
const RESERVABLE_SHARE = 0.9;

/** Share from which on it is worth knowing how much is garbage. */
const SUSPICIOUS_SHARE = 0.5;

/** Share by which the heap must grow before a collection is asked for again: collecting a large heap takes long. */
const STEP_SHARE = 0.07;

/** What the guard needs of V8. */
export interface Heap {
  /** Bytes in use, garbage included. */
  used(): number;
  /** Bytes at which V8 gives up. */
  readonly limit: number;
  /** Throws all garbage away. */
  collect(): void;
}

export class MemoryGuard {
  private readonly heap: Heap;
  private readonly size: number;
  /** Bytes in use at which garbage is collected. */
  private mark: number;

  constructor(heap: Heap) {
    this.heap = heap;
    this.size = Math.max(heap.limit - YOUNG, heap.limit / 2);
    this.mark = this.size * SUSPICIOUS_SHARE;
  }

  /**
   * To be called now and then by whatever allocates on behalf of Lua.
   * @throws Termination with a WippyError LimitExceeded when the heap is nearly full of living things.
   */
  check(): void {
    const { heap, size } = this;
    if (heap.used() < this.mark) return;
    heap.collect();
    const living = heap.used();
    this.mark = Math.max(size * SUSPICIOUS_SHARE, living + size * STEP_SHARE);
    if (living < size * ALLOWED_SHARE) return;
    throw new Termination(notEnoughMemory(heap.limit));
  }

  /**
   * To be called before much memory is taken at once.
   * @throws as `check`, when the heap has no room for so many bytes.
   */
  reserve(bytes: number): void {
    const { heap, size } = this;
    if (heap.used() + bytes < this.mark) return;
    heap.collect();
    const living = heap.used();
    // The same request is not worth another collection.
    this.mark = Math.max(this.mark, living + bytes + size * STEP_SHARE);
    if (living + bytes >= size * RESERVABLE_SHARE) throw new Termination(notEnoughMemory(heap.limit));
  }
}

function notEnoughMemory(limit: number): WippyError {
  const megabytes = Math.floor(limit / MEGABYTE);
  return new WippyError(`not enough memory: the heap of ${megabytes} MB is nearly full`, {
    kind: ErrorKind.LimitExceeded,
    retryable: false,
    details: { limit },
    hint: `Keep less data in memory, or allow more: NODE_OPTIONS=--max-old-space-size=${2 * megabytes}.`,
  });
}

/** The heap of this isolate. */
function programHeap(): Heap {
  let collect: (() => void) | null = null;
  return {
    used: () => getHeapStatistics().used_heap_size,
    limit: getHeapStatistics().heap_size_limit,
    collect() {
      if (collect === null) {
        // The only way to V8's collector from inside; contexts that exist already do not get the function.
        setFlagsFromString('--expose-gc');
        collect = runInNewContext('gc') as () => void;
        setFlagsFromString('--no-expose-gc');
      }
      collect();
    },
  };
}

let guard: MemoryGuard | null = null;

/** Checks the heap of this isolate; see `MemoryGuard.check`. */
export function checkMemory(): void {
  guard ??= new MemoryGuard(programHeap());
  guard.check();
}

/** Looks whether the heap of this isolate has room; see `MemoryGuard.reserve`. */
export function reserveMemory(bytes: number): void {
  guard ??= new MemoryGuard(programHeap());
  guard.reserve(bytes);
}
