/** Sizes of memory as people write them: `512M`, `1G`, `2GiB`, `1073741824`. */

const FORM = /^\s*(\d+)\s*(?:([KMGT])(?:i?B)?|B)?\s*$/i;
const UNITS = ['K', 'M', 'G', 'T'];

/** Bytes of a size above 0, or undefined where the text is none. Units are powers of 1024, as in the Go runtime. */
export function parseMemorySize(text: string): number | undefined {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const unit = match[2] === undefined ? 0 : UNITS.indexOf(match[2].toUpperCase()) + 1;
  const bytes = Number(match[1]) * 1024 ** unit;
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined;
}
