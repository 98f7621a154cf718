/**
 * Floats in decimal as C's printf writes them. JavaScript's `toFixed` and `toExponential` are exact but round ties away
 * from zero; C rounds them to the even digit.
 */

/** `toFixed` and `toExponential` give no more digits than this, nor can a format of Lua ask for more. */
const MAX_DIGITS = 100;

/** True where the exact value lies in the middle between two numbers with this many digits behind the point. */
function isTie(magnitude: number, digits: number): boolean {
  if (digits >= 0) {
    // A binary fraction with denominator 2^k has exactly k decimal digits.
    const scaled = magnitude * 2 ** (digits + 1);
    return Number.isInteger(scaled) && scaled % 2 === 1;
  }
  if (!Number.isInteger(magnitude)) return false;
  const unit = 10n ** BigInt(-digits);
  return (BigInt(magnitude) % unit) * 2n === unit;
}

/** The last digit, which was rounded up from a tie, made even where it is odd. */
function evened(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return (last & 1) === 0 ? text : text.slice(0, -1) + String.fromCharCode(last - 1);
}

/** `%.<digits>f` of a finite magnitude. */
export function fixed(magnitude: number, digits: number): string {
  if (magnitude >= 1e21) {
    const whole = BigInt(magnitude).toString();
    return digits === 0 ? whole : `${whole}.${'0'.repeat(digits)}`;
  }
  const text = magnitude.toFixed(Math.min(digits, MAX_DIGITS));
  return isTie(magnitude, digits) ? evened(text) : text;
}

export interface Scientific {
  /** One digit, and the others behind a point. */
  mantissa: string;
  exponent: number;
}

/** A finite magnitude with this many digits behind the point of its mantissa. */
export function scientific(magnitude: number, digits: number): Scientific {
  const text = magnitude.toExponential(Math.min(digits, MAX_DIGITS));
  const at = text.indexOf('e');
  const mantissa = text.slice(0, at);
  const exponent = Number(text.slice(at + 1));
  // A single 1 came from 9.5: the even neighbour.
  if (mantissa === '1' || magnitude === 0 || !isTie(magnitude, digits - exponent)) return { mantissa, exponent };
  return { mantissa: evened(mantissa), exponent };
}

/** An exponent as printf writes it: a sign and at least two digits. */
export function exponentText(exponent: number): string {
  const magnitude = Math.abs(exponent);
  return `${exponent < 0 ? '-' : '+'}${magnitude < 10 ? '0' : ''}${magnitude}`;
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** `%.<precision>g` of a finite magnitude; `alternate` (the flag `#`) keeps the zeros at the end and the point. */
export function general(magnitude: number, precision: number, alternate: boolean): string {
  const digits = precision === 0 ? 1 : precision;
  const { mantissa, exponent } = scientific(magnitude, digits - 1);
  if (exponent < -4 || exponent >= digits) {
    const shown = alternate ? (digits === 1 ? `${mantissa}.` : mantissa) : withoutZeros(mantissa);
    return `${shown}e${exponentText(exponent)}`;
  }
  const text = positional(mantissa.replace('.', ''), exponent);
  if (!alternate) return withoutZeros(text);
  return text.includes('.') ? text : `${text}.`;
}

/** Digits whose first has the weight 10^exponent, without exponent. */
function positional(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1);
  return digits.length > exponent + 1 ? `${whole}.${digits.slice(exponent + 1)}` : whole;
}
