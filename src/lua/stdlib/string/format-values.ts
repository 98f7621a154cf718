/** Single conversions of `string.format`: numbers, padding, and literals that Lua reads back. */

import { argumentError } from '../../runtime/arguments.ts';
import { numberToString } from '../../runtime/numbers.ts';
import { Float, Int64, isNumber, type LuaValue } from '../../runtime/values.ts';
import { exponentText, fixed, general, scientific } from './decimal.ts';
import type { Conversion } from './format-parse.ts';
import { hexadecimalFloat } from './hexadecimal.ts';

/** Pads to the width; with `zero`, by zeros between the prefix (sign or `0x`) and the digits. */
function pad(prefix: string, digits: string, conversion: Conversion, zero: boolean): string {
  const missing = conversion.width - prefix.length - digits.length;
  if (missing <= 0) return prefix + digits;
  if (conversion.left) return prefix + digits + ' '.repeat(missing);
  return zero ? prefix + '0'.repeat(missing) + digits : ' '.repeat(missing) + prefix + digits;
}

function sign(negative: boolean, conversion: Conversion): string {
  if (negative) return '-';
  return conversion.plus ? '+' : conversion.space ? ' ' : '';
}

/** `%d %i %u %x %X %o` of a 64-bit integer; all but the first two take it as unsigned. */
export function formatInteger(value: number | bigint, conversion: Conversion): string {
  const { letter, alternate, precision } = conversion;
  let prefix = '';
  let digits: string;
  if (letter === 'd' || letter === 'i') {
    prefix = sign(value < 0, conversion);
    digits = value < 0 ? String(value).slice(1) : String(value);
  } else {
    const unsigned = value < 0 ? BigInt.asUintN(64, BigInt(value)) : value;
    digits = unsigned.toString(letter === 'u' ? 10 : letter === 'o' ? 8 : 16);
    if (alternate && letter === 'o' && (precision ?? 0) <= digits.length && digits !== '0') digits = `0${digits}`;
    if (alternate && (letter === 'x' || letter === 'X') && digits !== '0') prefix = '0x';
  }
  if (precision !== undefined) {
    digits = precision === 0 && digits === '0' && !(alternate && letter === 'o') ? '' : digits.padStart(precision, '0');
  }
  const text = pad(prefix, digits, conversion, conversion.zero && precision === undefined);
  return letter === 'X' ? text.toUpperCase() : text;
}

/** `%e %E %f %F %g %G %a %A`. */
export function formatFloat(value: number, conversion: Conversion): string {
  const negative = value < 0 || Object.is(value, -0);
  let text: string;
  if (Number.isFinite(value)) {
    const digits = magnitudeText(Math.abs(value), conversion);
    const hexadecimal = digits.startsWith('0x');
    const prefix = sign(negative, conversion) + (hexadecimal ? '0x' : '');
    text = pad(prefix, hexadecimal ? digits.slice(2) : digits, conversion, conversion.zero);
  } else {
    // The sign of 0/0 on x86-64; JavaScript cannot tell the sign of a NaN.
    const isNaN = Number.isNaN(value);
    text = pad(sign(negative || isNaN, conversion), isNaN ? 'nan' : 'inf', conversion, false);
  }
  return conversion.letter < 'a' ? text.toUpperCase() : text;
}

function magnitudeText(magnitude: number, { letter, precision, alternate }: Conversion): string {
  const point = alternate && precision === 0 ? '.' : '';
  switch (letter) {
    case 'f':
    case 'F':
      return fixed(magnitude, precision ?? 6) + point;
    case 'e':
    case 'E': {
      const { mantissa, exponent } = scientific(magnitude, precision ?? 6);
      return `${mantissa}${point}e${exponentText(exponent)}`;
    }
    case 'g':
    case 'G':
      return general(magnitude, precision ?? 6, alternate);
    default:
      return hexadecimalFloat(magnitude, precision, alternate);
  }
}

/** `%c`: the byte, padded. */
export function formatByte(code: number, conversion: Conversion): string {
  return pad('', String.fromCharCode(code & 255), conversion, false);
}

/** `%s` with flags; the precision cuts the text. `position` is that of the argument, for the error. */
export function formatText(text: string, conversion: Conversion, position: number): string {
  if (conversion.bare) return text;
  if (text.includes('\0')) throw argumentError(position, 'string.format', 'string contains zeros');
  return pad('', conversion.precision === undefined ? text : text.slice(0, conversion.precision), conversion, false);
}

const NO_FLAGS: Conversion = {
  letter: 'a',
  left: false,
  plus: false,
  space: false,
  alternate: false,
  zero: false,
  width: 0,
  precision: undefined,
  bare: true,
  fault: null,
};

/** `%q`: a literal that Lua reads back as the same value. */
export function formatLiteral(value: LuaValue, position: number): string {
  if (typeof value === 'string') return quoted(value);
  if (value === undefined) return 'nil';
  if (typeof value === 'boolean') return String(value);
  if (!isNumber(value)) throw argumentError(position, 'string.format', 'value has no literal form');
  if (value instanceof Int64) {
    // The lowest integer has no decimal literal: its magnitude is beyond the highest.
    return value.high === -0x8000_0000 && value.low === 0 ? '0x8000000000000000' : numberToString(value);
  }
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  const n = value instanceof Float ? value.n : value;
  if (Number.isNaN(n)) return '(0/0)';
  if (!Number.isFinite(n)) return n > 0 ? '1e9999' : '-1e9999';
  return formatFloat(n, NO_FLAGS);
}

function quoted(text: string): string {
  const body = text.replace(/["\\\n]|[\x00-\x1f\x7f](?=(\d?))/g, (character, digit: string | undefined) => {
    if (character === '"' || character === '\\' || character === '\n') return `\\${character}`;
    const code = String(character.charCodeAt(0));
    return `\\${digit === '' ? code : code.padStart(3, '0')}`;
  });
  return `"${body}"`;
}
