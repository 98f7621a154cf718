/**
 * A backtracking matcher of Lua patterns that counts its steps, for patterns that a RegExp cannot express and for
 * subjects on which a RegExp could run for long. Rules: manual, 6.4.1.
 */

import { LuaError } from '../../../runtime/errors.ts';
import {
  ACCEPT,
  BALANCE,
  CLOSE,
  END,
  FAULT,
  FRONTIER,
  type Item,
  LAZY,
  ONE,
  OPEN,
  OPTIONAL,
  PLUS,
  POSITION,
  REFERENCE,
  STAR,
} from './parse.ts';
import type { ByteSet } from './sets.ts';

/** How deep quantified items and captures may nest (PUC: MAXCCALLS in lstrlib.c). */
const MAX_DEPTH = 200;

/** Steps that one call of a library function may take (about half a second), and more for every byte of a long subject. */
const STEPS = 50_000_000;
const STEPS_PER_BYTE = 8;
const MOST_FOR_LENGTH = 200_000_000;

/** What goes wrong deep in a match: the error is made where the stack is shallow again and shows who called. */
class Fault {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** What the matcher needs of a pattern. */
export interface Compiled {
  readonly items: readonly Item[];
  readonly sieves: readonly (ByteSet | null)[];
}

/**
 * Matches one program against one subject. The captures of the last match are in `starts` and `ends` (0-based; a
 * position capture has only a start). A program has no alternatives, so that every capture on the way to its end was set
 * on that way, and backtracking has nothing to undo.
 */
export class Matcher {
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  private readonly subject: string;
  private readonly items: readonly Item[];
  private readonly sieves: readonly (ByteSet | null)[];
  private stepsLeft: number;

  constructor({ items, sieves }: Compiled, subject: string) {
    this.subject = subject;
    this.items = items;
    this.sieves = sieves;
    this.stepsLeft = STEPS + Math.min(STEPS_PER_BYTE * subject.length, MOST_FOR_LENGTH);
  }

  /**
   * The end of the match that begins at `start`, or -1. Throws a Lua error where the pattern is malformed or where the
   * steps run out.
   */
  matchAt(start: number): number {
    try {
      return this.match(start, 0, 0);
    } catch (fault) {
      throw fault instanceof Fault ? LuaError.located(fault.message) : fault;
    }
  }

  /** The first position from `start` on where a match can begin; the subject's length if there is none before. */
  candidate(start: number): number {
    const sieve = this.sieves[0] as ByteSet | null;
    if (sieve === null) return start;
    const { subject } = this;
    let at = start;
    while (at < subject.length && sieve[subject.charCodeAt(at)] !== 1) at++;
    return at;
  }

  private match(start: number, from: number, nesting: number): number {
    const { subject, items } = this;
    const { length } = subject;
    let at = start;
    let depth = nesting;
    for (let i = from; ; i++) {
      if (--this.stepsLeft < 0 || depth >= MAX_DEPTH) throw new Fault('pattern too complex');
      const item = items[i] as Item;
      switch (item.op) {
        case ONE:
          if (at >= length || item.set[subject.charCodeAt(at)] !== 1) return -1;
          at++;
          break;
        case STAR:
          return this.greedy(at, item.set, i + 1, depth + 1);
        case PLUS:
          if (at >= length || item.set[subject.charCodeAt(at)] !== 1) return -1;
          return this.greedy(at + 1, item.set, i + 1, depth + 1);
        case LAZY:
          return this.lazy(at, item.set, i + 1, depth + 1);
        case OPTIONAL:
          if (at < length && item.set[subject.charCodeAt(at)] === 1) {
            const end = this.match(at + 1, i + 1, depth + 1);
            if (end >= 0) return end;
          }
          break;
        case OPEN:
        case POSITION:
          this.starts[item.index] = at;
          depth++;
          break;
        case CLOSE:
          this.ends[item.index] = at;
          depth++;
          break;
        case BALANCE:
          at = this.balance(at, item);
          if (at < 0) return -1;
          break;
        case FRONTIER: {
          const before = at === 0 ? 0 : subject.charCodeAt(at - 1);
          const after = at < length ? subject.charCodeAt(at) : 0;
          if (item.set[before] === 1 || item.set[after] !== 1) return -1;
          break;
        }
        case REFERENCE:
          at = this.repeated(at, item.index);
          if (at < 0) return -1;
          break;
        case END:
          if (at !== length) return -1;
          break;
        case ACCEPT:
          return at;
        case FAULT:
          throw new Fault(item.message);
      }
    }
  }

  /** As many bytes of `set` as there are, then fewer until the rest matches; at least up to `start`. */
  private greedy(start: number, set: ByteSet, next: number, depth: number): number {
    const { subject } = this;
    const { length } = subject;
    const sieve = this.sieves[next] as ByteSet | null;
    let at = start;
    while (at < length && set[subject.charCodeAt(at)] === 1) at++;
    this.stepsLeft -= at - start;
    for (; at >= start; at--) {
      if (sieve !== null && at < length && sieve[subject.charCodeAt(at)] !== 1) continue;
      const end = this.match(at, next, depth);
      if (end >= 0) return end;
    }
    return -1;
  }

  /** As few bytes of `set` as the rest allows. */
  private lazy(start: number, set: ByteSet, next: number, depth: number): number {
    const { subject } = this;
    const { length } = subject;
    const sieve = this.sieves[next] as ByteSet | null;
    for (let at = start; ; at++) {
      if (sieve === null || at >= length || sieve[subject.charCodeAt(at)] === 1) {
        const end = this.match(at, next, depth);
        if (end >= 0) return end;
      }
      this.stepsLeft--;
      if (at >= length || set[subject.charCodeAt(at)] !== 1) return -1;
    }
  }

  /** `%bxy`: the position behind the closing byte, or -1. */
  private balance(start: number, item: Item): number {
    const { subject } = this;
    if (subject.charCodeAt(start) !== item.index) return -1;
    let open = 1;
    for (let at = start + 1; at < subject.length; at++) {
      const byte = subject.charCodeAt(at);
      if (byte === item.close) {
        if (--open === 0) {
          this.stepsLeft -= at - start;
          return at + 1;
        }
      } else if (byte === item.index) {
        open++;
      }
    }
    this.stepsLeft -= subject.length - start;
    return -1;
  }

  /** `%1`: the position behind the repetition of a capture's text, or -1. */
  private repeated(at: number, index: number): number {
    const from = this.starts[index] as number;
    const size = (this.ends[index] as number) - from;
    this.stepsLeft -= size;
    if (size > this.subject.length - at) return -1;
    for (let offset = 0; offset < size; offset++) {
      if (this.subject.charCodeAt(from + offset) !== this.subject.charCodeAt(at + offset)) return -1;
    }
    return at + size;
  }
}
