/** Floats in hexadecimal: C's `%a` as glibc writes it. */

const MANTISSA_BITS = 52n;
const MANTISSA_MASK = (1n << MANTISSA_BITS) - 1n;
const MANTISSA_DIGITS = 13;

/** A finite magnitude, with this many digits behind the point (all that are needed where undefined), in lower case. */
export function hexadecimalFloat(magnitude: number, precision: number | undefined, alternate: boolean): string {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, magnitude);
  const raw = bits.getBigUint64(0);
  const biased = Number(raw >> MANTISSA_BITS);
  // Denormal numbers keep the lowest exponent and begin with 0.
  const exponent = magnitude === 0 ? 0 : biased === 0 ? -1022 : biased - 1023;
  let mantissa = (raw & MANTISSA_MASK) | (biased === 0 ? 0n : 1n << MANTISSA_BITS);
  let digits = MANTISSA_DIGITS;
  if (precision !== undefined && precision < MANTISSA_DIGITS) {
    mantissa = roundedShift(mantissa, BigInt(4 * (MANTISSA_DIGITS - precision)));
    digits = precision;
  }
  const text = mantissa.toString(16).padStart(digits + 1, '0');
  let fraction = text.slice(text.length - digits);
  if (digits === 0) fraction = '';
  if (precision === undefined) fraction = fraction.replace(/0+$/, '');
  else fraction = fraction.padEnd(precision, '0');
  const lead = text.slice(0, text.length - digits);
  const point = fraction !== '' || alternate ? '.' : '';
  return `0x${lead}${point}${fraction}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

/** Shifts right and rounds to nearest, ties to even. */
function roundedShift(value: bigint, shift: bigint): bigint {
  const half = 1n << (shift - 1n);
  const kept = value >> shift;
  const lost = value & ((1n << shift) - 1n);
  return lost > half || (lost === half && (kept & 1n) === 1n) ? kept + 1n : kept;
}
