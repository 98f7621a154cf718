/**
 * The quicksort of `table.sort`, as a state machine with a single call of the comparator, so that a suspended comparator
 * suspends the sort. It chooses pivots as PUC Lua 5.3 does (`ltablib.c`), so that equal elements end in the same order
 * and invalid comparators are noticed in the same places.
 */

import { LuaError } from '../../runtime/errors.ts';
import { type Activation, NATIVE } from '../../runtime/stack.ts';
import { type Frame, saveFrame } from '../../runtime/state.ts';
import { firstValue, type LuaFunction, type LuaResult, type LuaValue, SUSPEND } from '../../runtime/values.ts';

/** Above this many elements the pivot's place may be varied (PUC: RANLIMIT). */
const LARGE = 100;

/** A partition this many times smaller than its range makes the next pivot a varied one. */
const IMBALANCE = 128;

// What the comparison under way decides.
const ENDS = 0;
const MIDDLE_FIRST = 1;
const MIDDLE_LAST = 2;
const FROM_LEFT = 3;
const FROM_RIGHT = 4;

export class Quicksort implements Frame {
  below: Frame | null = null;
  private readonly elements: LuaValue[];
  private readonly compare: LuaFunction;
  /** Ranges that still wait, as pairs of positions. */
  private readonly waiting: number[] = [];
  private low: number;
  private high: number;
  private middle = 0;
  private left = 0;
  private right = 0;
  private pivot: LuaValue;
  private variation = 0;
  private step = ENDS;

  /** Sorts the first `length` elements in place. */
  constructor(elements: LuaValue[], length: number, compare: LuaFunction) {
    this.elements = elements;
    this.compare = compare;
    this.low = 0;
    this.high = length - 1;
  }

  /** Sorts to the end, or until the comparator is suspended. */
  run(): LuaResult {
    return this.low < this.high ? this.proceedSort(null) : NOTHING;
  }

  describe(): Activation {
    return NATIVE;
  }

  resume(value: LuaResult): LuaResult {
    const first = firstValue(value);
    return this.proceedSort(first !== undefined && first !== false);
  }

  /** `answer` is what the comparison that was suspended gave; null at the start. */
  private proceedSort(answer: boolean | null): LuaResult {
    const { elements, compare, waiting } = this;
    let { low, high, middle, left, right, pivot, step } = this;
    let less = answer;
    let first: LuaValue;
    let second: LuaValue;
    for (;;) {
      if (less !== null) {
        switch (step) {
          case FROM_LEFT:
            if (less) {
              if (left === high - 1) throw LuaError.located(INVALID_ORDER);
              left++;
            } else {
              step = FROM_RIGHT;
              right--;
            }
            break;
          case FROM_RIGHT:
            if (less) {
              if (right < left) throw LuaError.located(INVALID_ORDER);
              right--;
            } else if (right < left) {
              elements[high - 1] = elements[left];
              elements[left] = pivot;
              const leftSize = left - low;
              const rightSize = high - left;
              let smaller: number;
              let larger: number;
              if (leftSize < rightSize) {
                // PUC sorts the smaller part first, by recursion, and goes on with the larger one.
                waiting.push(left + 1, high);
                larger = high - left - 1;
                high = left - 1;
                smaller = leftSize;
              } else {
                waiting.push(low, left - 1);
                larger = left - 1 - low;
                low = left + 1;
                smaller = rightSize;
              }
              if (Math.floor(larger / IMBALANCE) > smaller)
                this.variation = (this.variation * 1103515245 + 12345) >>> 0;
              step = ENDS;
            } else {
              const moved = elements[left];
              elements[left] = elements[right];
              elements[right] = moved;
              step = FROM_LEFT;
              left++;
            }
            break;
          case ENDS:
            if (less) {
              const moved = elements[low];
              elements[low] = elements[high];
              elements[high] = moved;
            }
            if (high - low === 1) {
              low = high;
              break;
            }
            middle = this.choosePivot(low, high);
            step = MIDDLE_FIRST;
            break;
          default:
            if (step === MIDDLE_FIRST && !less) {
              step = MIDDLE_LAST;
              break;
            }
            if (less) {
              const other = step === MIDDLE_FIRST ? low : high;
              const moved = elements[middle];
              elements[middle] = elements[other];
              elements[other] = moved;
            }
            if (high - low === 2) {
              low = high;
              step = ENDS;
              break;
            }
            pivot = elements[middle];
            elements[middle] = elements[high - 1];
            elements[high - 1] = pivot;
            left = low + 1;
            right = high - 1;
            step = FROM_LEFT;
        }
        while (step === ENDS && low >= high) {
          if (waiting.length === 0) return NOTHING;
          high = waiting.pop() as number;
          low = waiting.pop() as number;
        }
      }
      switch (step) {
        case FROM_LEFT:
          first = elements[left];
          second = pivot;
          break;
        case FROM_RIGHT:
          first = pivot;
          second = elements[right];
          break;
        case ENDS:
          first = elements[high];
          second = elements[low];
          break;
        case MIDDLE_FIRST:
          first = elements[middle];
          second = elements[low];
          break;
        default:
          first = elements[high];
          second = elements[middle];
      }
      let result = compare(first, second);
      if (result instanceof Array) {
        if (result === SUSPEND) {
          Object.assign(this, { low, high, middle, left, right, pivot, step });
          saveFrame(this);
          return SUSPEND;
        }
        result = result[0];
      }
      less = result !== undefined && result !== false;
    }
  }

  private choosePivot(low: number, high: number): number {
    const size = high - low;
    if (size < LARGE || this.variation === 0) return (low + high) >>> 1;
    const quarter = size >>> 2;
    return (this.variation % (quarter * 2)) + low + quarter;
  }
}

const NOTHING: LuaValue[] = [];
Object.freeze(NOTHING);

const INVALID_ORDER = 'invalid order function for sorting';
