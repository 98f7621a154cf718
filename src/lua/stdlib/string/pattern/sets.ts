/** Sets of bytes, and the character classes of Lua patterns (manual, 6.4.1; the C locale decides what a letter is). */

/** 256 flags, one for each byte. Never changed once a pattern holds it. */
export type ByteSet = Uint8Array;

function setOf(contains: (byte: number) => boolean): ByteSet {
  return Uint8Array.from({ length: 256 }, (_, byte) => (contains(byte) ? 1 : 0));
}

const isDigit = (c: number) => c >= 48 && c <= 57;
const isLower = (c: number) => c >= 97 && c <= 122;
const isUpper = (c: number) => c >= 65 && c <= 90;
const isAlpha = (c: number) => isLower(c) || isUpper(c);
const isGraph = (c: number) => c > 32 && c < 127;

const CLASSES: Readonly<Record<string, (byte: number) => boolean>> = {
  a: isAlpha,
  c: (c) => c < 32 || c === 127,
  d: isDigit,
  g: isGraph,
  l: isLower,
  p: (c) => isGraph(c) && !isAlpha(c) && !isDigit(c),
  s: (c) => c === 32 || (c >= 9 && c <= 13),
  u: isUpper,
  w: (c) => isAlpha(c) || isDigit(c),
  x: (c) => isDigit(c) || (c >= 97 && c <= 102) || (c >= 65 && c <= 70),
  // Deprecated since 5.2, but 5.3 still knows it.
  z: (c) => c === 0,
};

const classSets = new Map<number, ByteSet>();
for (const [letter, contains] of Object.entries(CLASSES)) {
  classSets.set(letter.charCodeAt(0), setOf(contains));
  classSets.set(
    letter.toUpperCase().charCodeAt(0),
    setOf((c) => !contains(c)),
  );
}

const singles: (ByteSet | undefined)[] = new Array(256).fill(undefined);

/** The set of one byte. */
export function singleSet(byte: number): ByteSet {
  let set = singles[byte];
  if (set === undefined) {
    set = setOf((c) => c === byte);
    singles[byte] = set;
  }
  return set;
}

/** What `%` followed by this byte stands for: a class, or the byte itself. */
export function escapeSet(byte: number): ByteSet {
  return classSets.get(byte) ?? singleSet(byte);
}

/** What `.` stands for. */
export const ALL_BYTES: ByteSet = setOf(() => true);

export const NO_BYTES: ByteSet = setOf(() => false);

export function disjoint(left: ByteSet, right: ByteSet): boolean {
  for (let byte = 0; byte < 256; byte++) if (left[byte] === 1 && right[byte] === 1) return false;
  return true;
}
