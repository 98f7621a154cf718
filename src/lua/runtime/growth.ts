/** Growth of large tables, which takes much memory at once: the host may refuse it, as nothing can catch a full heap. */

/** Bytes that are about to be taken; throws to refuse. */
export type MemoryReserve = (bytes: number) => void;

let reserve: MemoryReserve = () => undefined;

/** Lets the host look at each large growth. */
export function setMemoryReserve(check: MemoryReserve): void {
  reserve = check;
}

/** Entries from which on the growth of a map is worth a look. */
const LARGE = 1 << 16;

/** V8 doubles a map when its entries are a power of two; the new one has three words and half a bucket for each. */
const BYTES_PER_ENTRY = 2 * 28;

/** To be called before an entry is added to a map of this many. */
export function beforeGrowth(size: number): void {
  if (size >= LARGE && (size & (size - 1)) === 0) reserve(size * BYTES_PER_ENTRY);
}

const BYTES_PER_ELEMENT = 8;

/** Elements from which on an array is given room for as many more; below, V8's own steps are small. */
const LARGE_ARRAY = 1 << 12;

/** V8 makes longer arrays dictionaries when their length is set. */
const LONGEST_ARRAY = 1 << 24;

/** How long an array was when it was last given room: one that shrinks and grows again keeps it. */
const grown = new WeakMap<unknown[], number>();

/**
 * To be called before an element is added behind an array of this many, a multiple of 1024. V8 grows an array by half;
 * doubling it copies large ones half as often.
 */
export function makeRoom(list: unknown[]): true {
  const size = list.length;
  if (size < LARGE_ARRAY || (size & (size - 1)) !== 0 || (grown.get(list) ?? 0) >= size) return true;
  if (size >= LARGE) reserve(2 * size * BYTES_PER_ELEMENT);
  if (size > LONGEST_ARRAY) return true;
  grown.set(list, size);
  list.length = 2 * size;
  list.length = size;
  return true;
}

/** Strings from this length on are worth a look: V8 copies a joined string to one piece when it is first read. */
const LARGE_STRING = 1 << 20;

/** To be called by natives that read a string, or make another one of its size. */
export function touchString(text: string): void {
  if (text.length >= LARGE_STRING) reserve(text.length);
}

/** To be called with the number of each step of a native loop that takes memory. */
export function touchStep(count: number): void {
  if ((count & 0xffff) === 0) reserve(LARGE_STRING);
}
