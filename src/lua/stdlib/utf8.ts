/** The utf8 library. Rules: Lua 5.3 manual, 6.5. A code point is encoded in up to four bytes; surrogates are accepted. */

import { argumentError, checkInteger, checkString, optionalInteger } from '../runtime/arguments.ts';
import { LuaError } from '../runtime/errors.ts';
import { EMPTY, type LuaResult, type LuaTable, type LuaValue } from '../runtime/values.ts';
import { library } from './library.ts';
import { absolute } from './string/arguments.ts';

const MAX_CODE = 0x10ffff;

/** The lowest code that needs this many continuation bytes; a longer encoding of a lower one is invalid. */
const LOWEST = [0, 0x80, 0x800, 0x10000];

/** How many codes `codepoint` gives at most; PUC's stack ends there. */
const MAX_RESULTS = 1_000_000;

function isContinuation(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xc0) === 0x80;
}

/** The number of bytes of the encoding that a first byte begins; 0 where none begins so. */
function sizeAt(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first < 0x80) return 1;
  if (first < 0xc0) return 0;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
}

/** The code encoded at a position from 0, or -1. */
function decodeAt(text: string, at: number): number {
  const size = sizeAt(text, at);
  if (size === 1) return text.charCodeAt(at);
  if (size === 0 || at + size > text.length) return -1;
  let code = text.charCodeAt(at) & (0x7f >> size);
  for (let index = at + 1; index < at + size; index++) {
    if (!isContinuation(text, index)) return -1;
    code = code * 64 + (text.charCodeAt(index) & 0x3f);
  }
  return code > MAX_CODE || code < (LOWEST[size - 1] as number) ? -1 : code;
}

function encode(code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  const last = 0x80 | (code & 0x3f);
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), last);
  const third = 0x80 | ((code >> 6) & 0x3f);
  if (code < 0x10000) return String.fromCharCode(0xe0 | (code >> 12), third, last);
  return String.fromCharCode(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), third, last);
}

function invalid(): LuaError {
  return LuaError.located('invalid UTF-8 code');
}

function char(...codes: LuaValue[]): LuaResult {
  let text = '';
  for (let position = 1; position <= codes.length; position++) {
    const code = checkInteger(codes, position, 'utf8.char');
    if (code < 0 || code > MAX_CODE) throw argumentError(position, 'utf8.char', 'value out of range');
    text += encode(code);
  }
  return text;
}

function codepoint(...args: LuaValue[]): LuaResult {
  const text = checkString(args, 1, 'utf8.codepoint');
  const first = absolute(optionalInteger(args, 2, 'utf8.codepoint', 1), text.length);
  const last = absolute(optionalInteger(args, 3, 'utf8.codepoint', first), text.length);
  if (first < 1) throw argumentError(2, 'utf8.codepoint', 'out of range');
  if (last > text.length) throw argumentError(3, 'utf8.codepoint', 'out of range');
  if (first > last) return EMPTY;
  const codes: LuaValue[] = [];
  for (let at = first - 1; at < last; at += sizeAt(text, at)) {
    const code = decodeAt(text, at);
    if (code < 0) throw invalid();
    if (codes.length >= MAX_RESULTS) throw LuaError.located('stack overflow (string slice too long)');
    codes.push(code);
  }
  return codes;
}

/** The number of characters that begin between two positions, or nil and the position of the first invalid byte. */
function len(...args: LuaValue[]): LuaResult {
  const text = checkString(args, 1, 'utf8.len');
  let at = absolute(optionalInteger(args, 2, 'utf8.len', 1), text.length) - 1;
  const last = absolute(optionalInteger(args, 3, 'utf8.len', -1), text.length) - 1;
  if (at < 0 || at > text.length) throw argumentError(2, 'utf8.len', 'initial position out of string');
  if (last >= text.length) throw argumentError(3, 'utf8.len', 'final position out of string');
  let count = 0;
  while (at <= last) {
    if (decodeAt(text, at) < 0) return [undefined, at + 1];
    at += sizeAt(text, at);
    count++;
  }
  return count;
}

/** The position where the n-th character, counted from a position, begins; nil where there is none. */
function offset(...args: LuaValue[]): LuaResult {
  const text = checkString(args, 1, 'utf8.offset');
  const n = checkInteger(args, 2, 'utf8.offset');
  const start = absolute(optionalInteger(args, 3, 'utf8.offset', n >= 0 ? 1 : text.length + 1), text.length) - 1;
  if (start < 0 || start > text.length) throw argumentError(3, 'utf8.offset', 'position out of range');
  let at = start;
  if (n === 0) {
    while (at > 0 && isContinuation(text, at)) at--;
    return at + 1;
  }
  if (isContinuation(text, at)) throw LuaError.located('initial position is a continuation byte');
  if (n > 0) {
    for (let left = n - 1; left > 0; left--) {
      if (at >= text.length) return undefined;
      do at++;
      while (isContinuation(text, at));
    }
    return at + 1;
  }
  for (let left = n; left < 0; left++) {
    if (at <= 0) return undefined;
    do at--;
    while (at > 0 && isContinuation(text, at));
  }
  return at + 1;
}

function nextCode(...args: LuaValue[]): LuaResult {
  const text = checkString(args, 1, 'utf8.codes');
  let at = checkInteger(args, 2, 'utf8.codes') - 1;
  if (at < 0) at = 0;
  else if (at < text.length) {
    do at++;
    while (isContinuation(text, at));
  }
  if (at >= text.length) return EMPTY;
  const code = decodeAt(text, at);
  if (code < 0 || isContinuation(text, at + sizeAt(text, at))) throw invalid();
  return [at + 1, code];
}

function codes(...args: LuaValue[]): LuaResult {
  return [nextCode, checkString(args, 1, 'utf8.codes'), 0];
}

/** Makes the library's table. */
export function createUtf8(): LuaTable {
  return library({
    char,
    // Matches one encoded character, given that the subject is valid.
    charpattern: '[\0-\x7f\xc2-\xf4][\x80-\xbf]*',
    codepoint,
    codes,
    len,
    offset,
  });
}
