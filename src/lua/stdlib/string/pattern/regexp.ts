/**
 * Lua patterns as regular expressions. Both engines try the alternatives of a quantifier in the same order, and a Lua
 * pattern quantifies single bytes only, so that a translation item by item finds exactly the same matches.
 *
 * A running RegExp can be neither counted nor interrupted. As quantifiers never nest, its time is bounded by a power of
 * the subject's length; the translation comes with the longest subject for which that bound is acceptable.
 */

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
  type Program,
  REFERENCE,
  STAR,
} from './parse.ts';
import { type ByteSet, disjoint } from './sets.ts';

export interface Translation {
  /** Sticky where the pattern is anchored, global otherwise. */
  readonly regexp: RegExp;
  /** The longest subject, in bytes, that may be matched with it. */
  readonly limit: number;
}

/** Beyond this many items a RegExp takes long to compile, and PUC's limit on nesting comes into sight. */
const MAX_ITEMS = 100;

/** Steps that one use of a RegExp may take in the worst case; they take about 1 ns each. */
const STEPS = 30_000_000;

/** Longer subjects never go to a RegExp: its backtracking stack is limited. */
const MAX_SUBJECT = 2 ** 24;

const SUFFIXES: Readonly<Record<number, string>> = {
  [ONE]: '',
  [STAR]: '*',
  [PLUS]: '+',
  [LAZY]: '*?',
  [OPTIONAL]: '?',
};

/** The RegExp that finds the same matches as the program, or null where there is none. */
export function translate(program: Program): Translation | null {
  const { items, captures, anchored } = program;
  if (items.length > MAX_ITEMS || captures.some((kind) => kind !== 'text')) return null;
  let source = '';
  for (const item of items) {
    const part = translateItem(item);
    if (part === null) return null;
    source += part;
  }
  const limit = longestSubject(items, anchored);
  return limit === 0 ? null : { regexp: new RegExp(source, anchored ? 'y' : 'g'), limit };
}

function translateItem(item: Item): string | null {
  switch (item.op) {
    case OPEN:
      return '(';
    case CLOSE:
      return ')';
    case END:
      return '$';
    case ACCEPT:
      return '';
    case FRONTIER: {
      const inside = setSource(item.set);
      // Behind both ends of the subject Lua sees a zero byte.
      return item.set[0] === 1
        ? `(?<=${setSource(complement(item.set))})(?=${inside}|$)`
        : `(?<!${inside})(?=${inside})`;
    }
    case POSITION:
    case BALANCE:
    case REFERENCE:
    case FAULT:
      return null;
    default:
      return setSource(item.set) + SUFFIXES[item.op];
  }
}

function complement(set: ByteSet): ByteSet {
  return set.map((flag) => 1 - flag);
}

function hexadecimal(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

function setSource(set: ByteSet): string {
  let ranges = '';
  let count = 0;
  for (let first = 0; first < 256; first++) {
    if (set[first] !== 1) continue;
    let last = first;
    while (last < 255 && set[last + 1] === 1) last++;
    ranges += first === last ? hexadecimal(first) : `${hexadecimal(first)}-${hexadecimal(last)}`;
    count += last - first + 1;
    first = last;
  }
  if (count === 256) return '[^]';
  return count === 1 ? ranges : `[${ranges}]`;
}

/** What can follow an item: the bytes that the rest can begin with, and whether the rest can fail at all. */
function rest(items: readonly Item[], from: number): { set: ByteSet; canFail: boolean } {
  const set = new Uint8Array(256);
  let canFail = false;
  for (const item of items.slice(from)) {
    if (item.op === END) return { set, canFail: true };
    if (item.op === FRONTIER) canFail = true;
    if (item.op > OPTIONAL) continue;
    for (let byte = 0; byte < 256; byte++) if (item.set[byte] === 1) set[byte] = 1;
    if (item.op === ONE || item.op === PLUS) return { set, canFail: true };
  }
  return { set, canFail };
}

/**
 * The number of steps is at most `factor × length^power / power!`:
 * - every position is a start, unless the pattern is anchored;
 * - a quantifier whose bytes can also begin the rest tries the rest at every length (a `?`: at two);
 * - one whose bytes cannot tries it at a single length, but scans up to there for each way to get to it;
 * - one whose rest cannot fail is passed once.
 */
function longestSubject(items: readonly Item[], anchored: boolean): number {
  let power = anchored ? 0 : 1;
  let factor = 1;
  let scans = false;
  for (const [index, item] of items.entries()) {
    if (item.op < STAR || item.op > OPTIONAL) continue;
    const { set, canFail } = rest(items, index + 1);
    if (!canFail) continue;
    const decided = disjoint(item.set, set);
    if (item.op === OPTIONAL) factor *= decided ? 1 : 2;
    else if (decided) scans = true;
    else power++;
  }
  if (scans) power++;
  if (power < 2) return factor > 64 ? 0 : MAX_SUBJECT;
  let factorial = 1;
  for (let n = 2; n <= power; n++) factorial *= n;
  return Math.min(MAX_SUBJECT, Math.floor(((STEPS * factorial) / factor) ** (1 / power)));
}
