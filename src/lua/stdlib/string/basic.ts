// biome-ignore-all lint/complexity/noArguments: its length alone tells an absent argument from nil at no cost.
/** The string functions without patterns or formats. Rules: manual, 6.4. */

import { argumentError, checkInteger } from '../../runtime/arguments.ts';
import { LuaError } from '../../runtime/errors.ts';
import { touchString } from '../../runtime/growth.ts';
import { EMPTY, type LuaResult, type LuaValue } from '../../runtime/values.ts';
import { absolute, convertInteger, convertString, MAX_STRING, tooLarge } from './arguments.ts';

/** How many results `byte` gives at most; PUC's stack ends there. */
const MAX_RESULTS = 1_000_000;

/** From this length on a copy in a buffer is faster than a string that grows byte by byte. */
const SHORT = 24;

export function sub(subject?: LuaValue, first?: LuaValue, last?: LuaValue): LuaResult {
  const count = arguments.length;
  const args = [subject, first, last];
  const s = typeof subject === 'string' ? subject : convertString(count, args, 1, 'string.sub');
  touchString(s);
  const i = convertInteger(count, args, 2, 'string.sub');
  const { length } = s;
  const from = i > 0 ? i : Math.max(absolute(i, length), 1);
  if (last === undefined) return s.slice(from - 1);
  const to = absolute(convertInteger(count, args, 3, 'string.sub'), length);
  return from > to ? '' : s.slice(from - 1, to);
}

export function byte(subject?: LuaValue, first?: LuaValue, last?: LuaValue): LuaResult {
  const count = arguments.length;
  const args = [subject, first, last];
  const s = typeof subject === 'string' ? subject : convertString(count, args, 1, 'string.byte');
  touchString(s);
  const { length } = s;
  const i = first === undefined ? 1 : absolute(convertInteger(count, args, 2, 'string.byte'), length);
  if (last === undefined) return i >= 1 && i <= length ? s.charCodeAt(i - 1) : EMPTY;
  const to = Math.min(absolute(convertInteger(count, args, 3, 'string.byte'), length), length);
  const from = Math.max(i, 1);
  if (from > to) return EMPTY;
  if (from === to) return s.charCodeAt(from - 1);
  if (to - from >= MAX_RESULTS) throw LuaError.located('stack overflow (string slice too long)');
  const bytes: LuaValue[] = [];
  for (let at = from - 1; at < to; at++) bytes.push(s.charCodeAt(at));
  return bytes;
}

export function char(...codes: LuaValue[]): LuaResult {
  let text = '';
  for (let index = 0; index < codes.length; index++) {
    let code = codes[index];
    if (typeof code !== 'number' || (code | 0) !== code) code = checkInteger(codes, index + 1, 'string.char');
    if (code < 0 || code > 255) throw argumentError(index + 1, 'string.char', 'value out of range');
    text += String.fromCharCode(code);
  }
  return text;
}

export function len(subject?: LuaValue): LuaResult {
  return (typeof subject === 'string' ? subject : convertString(arguments.length, [subject], 1, 'string.len')).length;
}

const NOT_ASCII = /[\x80-\xff]/;

/** Letters of ASCII only, as in the C locale. */
export function lower(subject?: LuaValue): LuaResult {
  const s = typeof subject === 'string' ? subject : convertString(arguments.length, [subject], 1, 'string.lower');
  touchString(s);
  if (!NOT_ASCII.test(s)) return s.toLowerCase();
  return s.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function upper(subject?: LuaValue): LuaResult {
  const s = typeof subject === 'string' ? subject : convertString(arguments.length, [subject], 1, 'string.upper');
  touchString(s);
  if (!NOT_ASCII.test(s)) return s.toUpperCase();
  return s.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

export function reverse(subject?: LuaValue): LuaResult {
  const s = typeof subject === 'string' ? subject : convertString(arguments.length, [subject], 1, 'string.reverse');
  touchString(s);
  if (s.length > SHORT) return Buffer.from(s, 'latin1').reverse().toString('latin1');
  let text = '';
  for (let at = s.length - 1; at >= 0; at--) text += s[at];
  return text;
}

export function rep(subject?: LuaValue, times?: LuaValue, separator?: LuaValue): LuaResult {
  const count = arguments.length;
  const args = [subject, times, separator];
  const s = typeof subject === 'string' ? subject : convertString(count, args, 1, 'string.rep');
  const n = convertInteger(count, args, 2, 'string.rep');
  const between =
    separator === undefined
      ? ''
      : typeof separator === 'string'
        ? separator
        : convertString(count, args, 3, 'string.rep');
  if (n <= 0) return '';
  const unit = s.length + between.length;
  if (unit === 0) return '';
  if (unit * n - between.length > MAX_STRING) throw tooLarge();
  return between === '' ? s.repeat(n) : (s + between).repeat(n - 1) + s;
}

export function dump(): LuaResult {
  throw LuaError.located('unable to dump given function');
}
