/** Numerals of Lua 5.3 (reference manual, section 3.1): the value of one that the lexer has cut out. */

const MAX_INTEGER = 0x7fffffffffffffffn;

const DECIMAL = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const HEXADECIMAL = /^0[xX](?:([0-9a-fA-F]+)(\.?)([0-9a-fA-F]*)|(\.)([0-9a-fA-F]+))(?:[pP]([+-]?\d+))?$/;

/** Above this many decimal digits a number always exceeds 64 bits, so that BigInt need not look at it. */
const DECIMAL_DIGITS = 19;

/**
 * The value of a numeral: a bigint for an integer, a number for a float, null where the text is malformed.
 *
 * Hexadecimal integers wrap modulo 2^64; decimal integers that do not fit into 64 bits become floats.
 */
export function parseNumeral(text: string): bigint | number | null {
  if (isDigits(text)) return decimalInteger(text);
  const second = text.charCodeAt(1) | 32;
  if (second === 120 && text.charCodeAt(0) === 48) return hexadecimal(text);
  return DECIMAL.test(text) ? Number(text) : null;
}

function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 48 || unit > 57) return false;
  }
  return text.length > 0;
}

function decimalInteger(text: string): bigint | number {
  if (text.length > DECIMAL_DIGITS) {
    const significant = text.replace(/^0+/, '');
    if (significant.length > DECIMAL_DIGITS) return Number(text);
    text = significant === '' ? '0' : significant;
  }
  const value = BigInt(text);
  return value > MAX_INTEGER ? Number(text) : value;
}

function hexadecimal(text: string): bigint | number | null {
  const match = HEXADECIMAL.exec(text);
  if (!match) return null;
  const whole = match[1] ?? '';
  const fraction = match[3] || match[5] || '';
  const exponent = match[6];
  if (exponent === undefined && !match[2] && !match[4]) {
    return BigInt.asIntN(64, BigInt(`0x${whole.slice(-16)}`));
  }
  return hexadecimalFloat(whole + fraction, fraction.length, exponent ?? '0');
}

/**
 * Value of hexadecimal digits with a binary exponent, rounded once. Only the digits that can reach the mantissa are
 * converted; the others leave a sticky bit, so that rounding stays exact and long numerals stay linear.
 */
function hexadecimalFloat(digits: string, fractionDigits: number, exponentText: string): number {
  const significant = digits.replace(/^0+/, '');
  if (significant === '') return 0;
  const kept = significant.slice(0, 30);
  let mantissa = BigInt(`0x${kept}`);
  if (/[^0]/.test(significant.slice(30))) mantissa = (mantissa << 1n) | 1n;
  else mantissa <<= 1n;
  const exponent = clampExponent(exponentText) + 4 * (significant.length - kept.length - fractionDigits) - 1;
  return scale(mantissa, exponent);
}

function clampExponent(text: string): number {
  return Math.max(-1e9, Math.min(1e9, Number(text)));
}

/** mantissa * 2^exponent, rounded to nearest even. */
function scale(mantissa: bigint, exponent: number): number {
  const bits = mantissa.toString(2).length;
  const top = bits + exponent;
  if (top > 1024) return Number.POSITIVE_INFINITY;
  if (top < -1076) return 0;
  if (exponent >= 0) return Number(mantissa << BigInt(exponent));
  // A subnormal has fewer bits than Number() would keep, hence the rounding is done here at the final bit's weight.
  const weight = Math.max(top - 53, -1074);
  const drop = weight - exponent;
  if (drop <= 0) return Number(mantissa) * 2 ** exponent;
  const shift = BigInt(drop);
  let quotient = mantissa >> shift;
  const rest = mantissa - (quotient << shift);
  const half = 1n << (shift - 1n);
  if (rest > half || (rest === half && (quotient & 1n) === 1n)) quotient += 1n;
  return multiplyByPower(Number(quotient), weight);
}

/** value * 2^exponent where 2^exponent itself may be subnormal or too small for one step. */
function multiplyByPower(value: number, exponent: number): number {
  if (exponent >= -1022) return value * 2 ** exponent;
  return value * 2 ** -52 * 2 ** (exponent + 52);
}
