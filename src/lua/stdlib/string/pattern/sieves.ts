/** What the rest of a pattern can begin with: lets the matcher pass over positions without trying the rest there. */

import { CLOSE, END, type Item, LAZY, ONE, OPEN, OPTIONAL, PLUS, POSITION, STAR } from './parse.ts';
import { type ByteSet, NO_BYTES } from './sets.ts';

/** Sieves take memory; longer patterns do without. */
const MAX_ITEMS = 200;

/**
 * For every item the bytes that a match of the items from there on can begin with, or null where that is not known or
 * where such a match may be empty. The end of the subject passes every sieve.
 */
export function sievesOf(items: readonly Item[]): readonly (ByteSet | null)[] {
  const sieves = new Array<ByteSet | null>(items.length).fill(null);
  if (items.length > MAX_ITEMS) return sieves;
  let rest: ByteSet | null = null;
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index] as Item;
    rest = sieveOf(item, rest);
    sieves[index] = rest;
  }
  return sieves;
}

function sieveOf(item: Item, rest: ByteSet | null): ByteSet | null {
  switch (item.op) {
    case ONE:
    case PLUS:
      return item.set;
    case STAR:
    case LAZY:
    case OPTIONAL:
      return rest === null ? null : rest.map((flag, byte) => flag | (item.set[byte] as number));
    case OPEN:
    case CLOSE:
    case POSITION:
      return rest;
    case END:
      return NO_BYTES;
    default:
      return null;
  }
}
