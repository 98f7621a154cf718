/**
 * Numbers as text, in both directions: `tostring`, `tonumber`, and the conversions that arithmetic applies to strings.
 * Rules: Lua 5.3 manual, sections 3.1 and 3.4.3; formats of `lobject.c`.
 */

import { fromDouble } from './int64.ts';
import { Float, float, Int64, integer, isInteger, type LuaValue, toBigInt, toDouble } from './values.ts';

/** How floats with an integral value print: `5.0` as Lua 5.3 does, or `5` as Wippy applications expect. */
let integralSuffix = '.0';

/** Sets whether floats with an integral value print with `.0` (the default). Holds for the whole isolate. */
export function setIntegralFloatSuffix(enabled: boolean): void {
  integralSuffix = enabled ? '.0' : '';
}

/** C's `%.<precision>g`. */
export function formatGeneral(n: number, precision: number): string {
  // PUC Lua on x86-64 prints `-nan` for 0/0 and `nan` for its negation; V8 keeps no sign, so all are the first.
  if (Number.isNaN(n)) return '-nan';
  if (n === Infinity) return 'inf';
  if (n === -Infinity) return '-inf';
  if (n === 0) return Object.is(n, -0) ? '-0' : '0';
  const digits = precision === 0 ? 1 : precision;
  const scientific = toScientific(n, digits);
  const at = scientific.indexOf('e');
  const exponent = Number(scientific.slice(at + 1));
  if (exponent < -4 || exponent >= digits) {
    const mantissa = trimZeros(scientific.slice(0, at));
    const magnitude = Math.abs(exponent);
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${magnitude < 10 ? '0' : ''}${magnitude}`;
  }
  return trimZeros(unscaled(scientific.slice(0, at), exponent));
}

/** `toExponential` rounds a decimal half-way case away from zero, C's library to the even digit. */
function toScientific(n: number, digits: number): string {
  const rounded = n.toExponential(digits - 1);
  if (digits >= 40) return rounded;
  const longer = n.toExponential(digits);
  const at = longer.indexOf('e');
  if (longer[at - 1] !== '5' || Number(longer) !== n) return rounded;
  const exact = n.toExponential(100);
  if (/[1-9]/.test(exact.slice(at, exact.indexOf('e')))) return rounded;
  const even = digits === 1 ? longer[at - 3] : longer[at - 2];
  if (Number(even) % 2 !== 0) return rounded;
  const mantissa = longer.slice(0, at - 1);
  return (mantissa.endsWith('.') ? mantissa.slice(0, -1) : mantissa) + longer.slice(at);
}

/** `d.ddd` times a power of ten as plain decimals. */
function unscaled(mantissa: string, exponent: number): string {
  const negative = mantissa.startsWith('-');
  const digits = mantissa.replace(/[-.]/g, '');
  const text =
    exponent < 0
      ? `0.${'0'.repeat(-exponent - 1)}${digits}`
      : digits.length <= exponent + 1
        ? digits.padEnd(exponent + 1, '0')
        : `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
  return negative ? `-${text}` : text;
}

function trimZeros(text: string): string {
  if (!text.includes('.')) return text;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end--;
  if (text.charCodeAt(end - 1) === 46) end--;
  return text.slice(0, end);
}

/** `tostring` of a number. */
export function numberToString(value: number | Float | Int64): string {
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return String(value);
    return floatToString(value);
  }
  if (value instanceof Int64) return toBigInt(value).toString();
  return floatToString(value.n);
}

function floatToString(n: number): string {
  const text = formatGeneral(n, 14);
  return /^-?\d+$/.test(text) ? text + integralSuffix : text;
}

const SPACE = /^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const DECIMAL_INTEGER = /^[+-]?\d+$/;
const HEXADECIMAL = /^([+-]?)0[xX](?:([0-9a-fA-F]+)(?:\.([0-9a-fA-F]*))?|\.([0-9a-fA-F]+))(?:[pP]([+-]?\d+))?$/;

/** The number that a string spells, or undefined; surrounding white space is allowed (`lua_stringtonumber`). */
export function parseNumber(text: string): number | Float | Int64 | undefined {
  const short = text.length < 16 ? parseDigits(text) : -1;
  if (short >= 0) return short;
  const first = text.charCodeAt(0);
  const trimmed = first > 47 && first < 58 && text.charCodeAt(text.length - 1) > 47 ? text : text.replace(SPACE, '');
  if (DECIMAL_INTEGER.test(trimmed)) {
    const n = Number(trimmed);
    if (Number.isSafeInteger(n)) return Object.is(n, -0) ? 0 : n;
    // Thousands of digits would take long as an exact number.
    if (Math.abs(n) > 2 ** 63) return float(n);
    const exact = BigInt(trimmed.replace(/^\+?(-?)0*(?=\d)/, '$1'));
    return exact === BigInt.asIntN(64, exact) ? integer(exact) : float(n);
  }
  if (DECIMAL.test(trimmed)) return float(Number(trimmed));
  const match = HEXADECIMAL.exec(trimmed);
  return match === null ? undefined : hexadecimal(match);
}

/** The number that a text of up to 15 digits and nothing else spells, or -1. */
function parseDigits(text: string): number {
  if (text.length === 0) return -1;
  let value = 0;
  for (let index = 0; index < text.length; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function hexadecimal(match: RegExpExecArray): number | Float | Int64 {
  const negative = match[1] === '-';
  const whole = match[2] ?? '';
  const fraction = match[3] ?? match[4];
  if (fraction === undefined && match[5] === undefined) {
    const value = BigInt.asIntN(64, BigInt(`0x${whole}`));
    return integer(negative ? -value : value);
  }
  const digits = whole + (fraction ?? '');
  const exponent = Number(match[5] ?? 0) - 4 * (fraction ?? '').length;
  const value = scale(BigInt(`0x${digits === '' ? '0' : digits}`), exponent);
  return float(negative ? -value : value);
}

/** mantissa × 2^exponent, rounded once. */
function scale(mantissa: bigint, exponent: number): number {
  if (mantissa === 0n) return 0;
  const bits = mantissa.toString(2).length;
  if (bits <= 64) {
    const n = Number(mantissa);
    return exponent < -1000 ? n * 2 ** (exponent + 500) * 2 ** -500 : n * 2 ** exponent;
  }
  const shift = bits - 64;
  const head = (mantissa >> BigInt(shift)) | 1n;
  return Number(head) * 2 ** (exponent + shift);
}

/** A number, or a string that spells one, as a number; otherwise undefined. */
export function toNumber(value: LuaValue): number | Float | Int64 | undefined {
  if (typeof value === 'number' || value instanceof Float || value instanceof Int64) return value;
  return typeof value === 'string' ? parseNumber(value) : undefined;
}

/**
 * A value as an integer for bitwise operators and integer arguments: integers, floats with an exact integer value, and
 * strings that spell either; otherwise undefined.
 */
export function toInteger(value: LuaValue): number | Int64 | undefined {
  const number = toNumber(value);
  if (number === undefined || isInteger(number)) return number;
  const n = toDouble(number);
  return Number.isInteger(n) && n >= -(2 ** 63) && n < 2 ** 63 ? fromDouble(n) : undefined;
}

/** The same as a signed bigint. */
export function toInteger64(value: LuaValue): bigint | undefined {
  const number = toInteger(value);
  return number === undefined ? undefined : toBigInt(number);
}
