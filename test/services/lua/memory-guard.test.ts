import { describe, expect, it } from 'vitest';
import { Termination } from '../../../src/lua/runtime/thrown.ts';
import { type Heap, MemoryGuard } from '../../../src/services/lua/process/memory-guard.ts';

const MEGABYTE = 2 ** 20;

/** A heap of 1000 MB for Lua, with living things and garbage in megabytes. */
class FakeHeap implements Heap {
  readonly limit = 1048 * MEGABYTE;
  collections = 0;
  living = 0;
  garbage = 0;

  used(): number {
    return (this.living + this.garbage) * MEGABYTE;
  }

  collect(): void {
    this.collections++;
    this.garbage = 0;
  }
}

function setUp(): { heap: FakeHeap; guard: MemoryGuard } {
  const heap = new FakeHeap();
  return { heap, guard: new MemoryGuard(heap) };
}

describe('MemoryGuard', () => {
  it('does nothing while half of the heap is free', () => {
    const { heap, guard } = setUp();
    heap.garbage = 499;
    guard.check();
    guard.reserve(MEGABYTE / 2);
    expect(heap.collections).toBe(0);
  });

  it('throws garbage away before it blames anybody', () => {
    const { heap, guard } = setUp();
    heap.living = 300;
    heap.garbage = 600;
    guard.check();
    expect([heap.collections, heap.garbage]).toEqual([1, 0]);
  });

  it('does not collect again before the heap has grown', () => {
    const { heap, guard } = setUp();
    heap.living = 600;
    guard.check();
    guard.check();
    heap.garbage = 60;
    guard.check();
    expect(heap.collections).toBe(1);
    heap.garbage = 80;
    guard.check();
    expect(heap.collections).toBe(2);
  });

  it('ends the process that runs when what lives fills the heap', () => {
    const { heap, guard } = setUp();
    heap.living = 701;
    expect(() => guard.check()).toThrow(Termination);
    try {
      guard.check();
    } catch (error) {
      expect((error as Termination).reason).toMatchObject({
        kind: 'LimitExceeded',
        message: 'not enough memory: the heap of 1048 MB is nearly full',
        hint: expect.stringContaining('--max-old-space-size=2096'),
      });
    }
  });

  it('refuses what has no room, and asks for one collection for the same request', () => {
    const { heap, guard } = setUp();
    heap.living = 450;
    for (let time = 0; time < 5; time++) guard.reserve(300 * MEGABYTE);
    expect(heap.collections).toBe(1);
    expect(() => guard.reserve(600 * MEGABYTE)).toThrow(Termination);
  });
});
