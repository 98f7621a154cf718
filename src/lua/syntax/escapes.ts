/** String literals of Lua 5.3 (reference manual, section 3.1): from source text to bytes. */

/** A literal in quotes. `value` has one UTF-16 unit per byte. */
export interface QuotedString {
  /** Offset behind the closing quote, or behind the last character that belongs to a broken literal. */
  end: number;
  value: string;
  /** Count of line ends inside the literal, all of them escaped. */
  newlines: number;
  problem: StringProblem | null;
}

/** What is wrong with a literal: its first bad escape, or that it does not end. */
export interface StringProblem {
  /** As PUC Lua writes it, with the part of the literal that it quotes: escapes before the bad one appear as their characters. */
  message: string;
  start: number;
  end: number;
  /** Count of line ends between the opening quote and `start`. */
  newlines: number;
}

const BACKSLASH = 92;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

const SIMPLE_ESCAPES: ReadonlyMap<number, string> = new Map([
  [97, '\x07'],
  [98, '\b'],
  [102, '\f'],
  [110, '\n'],
  [114, '\r'],
  [116, '\t'],
  [118, '\v'],
  [92, '\\'],
  [34, '"'],
  [39, "'"],
]);

/** The bytes of text, UTF-8 encoded, one per UTF-16 unit. Lone surrogates become three bytes each. */
export function encodeText(text: string): string {
  let result = '';
  let from = 0;
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) < 0x80) continue;
    const point = text.codePointAt(index) as number;
    result += text.slice(from, index) + encodePoint(point);
    if (point > 0xffff) index++;
    from = index + 1;
  }
  return from === 0 ? text : result + text.slice(from);
}

/** UTF-8 bytes of a code point up to 0x7fffffff, as `\u{...}` allows. */
export function encodePoint(point: number): string {
  if (point < 0x80) return String.fromCharCode(point);
  const tail: number[] = [];
  let firstLimit = 0x3f;
  do {
    tail.unshift(0x80 | (point & 0x3f));
    point = Math.floor(point / 64);
    firstLimit >>= 1;
  } while (point > firstLimit);
  return String.fromCharCode(((~firstLimit << 1) & 0xff) | point, ...tail);
}

/**
 * Reads a quoted literal whose opening quote is at `start`. A bad escape is reported once and its characters are kept, a
 * line end without a backslash ends the literal.
 * @param encode turns source text into bytes (identity where the source already is bytes)
 */
export function readQuotedString(source: string, start: number, encode: (text: string) => string): QuotedString {
  const quote = source.charCodeAt(start);
  const parts: string[] = [];
  const result: QuotedString = { end: 0, value: '', newlines: 0, problem: null };
  let index = start + 1;
  let from = index;
  for (;;) {
    const unit = source.charCodeAt(index);
    if (unit === quote) break;
    if (unit === BACKSLASH) {
      parts.push(encode(source.slice(from, index)));
      const escape = index;
      const sound = result.problem === null;
      index = readEscape(source, index + 1, parts, result);
      from = index;
      if (sound && result.problem) completeProblem(result.problem, source, start, escape, parts);
      continue;
    }
    if (unit === LINE_FEED || unit === CARRIAGE_RETURN || index >= source.length) {
      parts.push(encode(source.slice(from, index)));
      result.value = parts.join('');
      result.end = Math.min(index, source.length);
      result.problem ??= unfinished(source, start, result);
      return result;
    }
    index++;
  }
  parts.push(encode(source.slice(from, index)));
  result.value = parts.length === 1 ? parts[0] : parts.join('');
  result.end = index + 1;
  return result;
}

/** Reads what follows a backslash; returns the offset behind it. */
function readEscape(source: string, index: number, parts: string[], result: QuotedString): number {
  const unit = source.charCodeAt(index);
  const simple = SIMPLE_ESCAPES.get(unit);
  if (simple !== undefined) {
    parts.push(simple);
    return index + 1;
  }
  if (unit === LINE_FEED || unit === CARRIAGE_RETURN) {
    parts.push('\n');
    result.newlines++;
    return index + newlineLength(source, index);
  }
  if (unit === 120) return readHexadecimalEscape(source, index + 1, parts, result);
  if (unit === 117) return readCodePointEscape(source, index + 1, parts, result);
  if (unit === 122) return skipSpace(source, index + 1, result);
  if (isDigit(unit)) return readDecimalEscape(source, index, parts, result);
  // At the end of the file the caller finds the unfinished string.
  if (index < source.length) fail(result, 'invalid escape sequence', index + 1, index);
  return index;
}

function readHexadecimalEscape(source: string, index: number, parts: string[], result: QuotedString): number {
  let value = 0;
  for (let count = 0; count < 2; count++) {
    const digit = hexadecimalDigit(source.charCodeAt(index));
    if (digit < 0) return fail(result, 'hexadecimal digit expected', behind(source, index), index);
    value = value * 16 + digit;
    index++;
  }
  parts.push(String.fromCharCode(value));
  return index;
}

function readCodePointEscape(source: string, index: number, parts: string[], result: QuotedString): number {
  if (source.charCodeAt(index) !== 123) return fail(result, "missing '{'", behind(source, index), index);
  index++;
  let digit = hexadecimalDigit(source.charCodeAt(index));
  if (digit < 0) return fail(result, 'hexadecimal digit expected', behind(source, index), index);
  let value = 0;
  while (digit >= 0) {
    value = value * 16 + digit;
    index++;
    // The limit of PUC Lua 5.3.
    if (value > 0x10ffff) return fail(result, 'UTF-8 value too large', index, index);
    digit = hexadecimalDigit(source.charCodeAt(index));
  }
  if (source.charCodeAt(index) !== 125) return fail(result, "missing '}'", behind(source, index), index);
  parts.push(encodePoint(value));
  return index + 1;
}

function readDecimalEscape(source: string, index: number, parts: string[], result: QuotedString): number {
  let value = 0;
  for (let count = 0; count < 3 && isDigit(source.charCodeAt(index)); count++) {
    value = value * 10 + source.charCodeAt(index) - 48;
    index++;
  }
  if (value > 255) return fail(result, 'decimal escape too large', behind(source, index), index);
  parts.push(String.fromCharCode(value));
  return index;
}

function skipSpace(source: string, index: number, result: QuotedString): number {
  for (;;) {
    const unit = source.charCodeAt(index);
    if (unit === LINE_FEED || unit === CARRIAGE_RETURN) {
      result.newlines++;
      index += newlineLength(source, index);
    } else if (unit === 32 || (unit >= 9 && unit <= 12)) {
      index++;
    } else {
      return index;
    }
  }
}

/** Notes the first problem of a literal; `end` is the offset behind the character that is wrong. */
function fail(result: QuotedString, message: string, end: number, next = end): number {
  result.problem ??= { message, start: end, end, newlines: result.newlines };
  return next;
}

/** Adds to an escape's problem where the escape begins and what precedes it. */
function completeProblem(problem: StringProblem, source: string, start: number, escape: number, parts: string[]): void {
  problem.start = escape;
  const before = printable(parts.join('')) ?? source.slice(start + 1, escape);
  problem.message += ` near '${source[start]}${before}${source.slice(escape, problem.end)}'`;
}

function unfinished(source: string, start: number, result: QuotedString): StringProblem {
  const { end, newlines } = result;
  const text = printable(result.value) ?? source.slice(start + 1, end);
  const near = end >= source.length ? '<eof>' : `'${source[start]}${text}'`;
  return { message: `unfinished string near ${near}`, start: newlines > 0 ? end : start, end, newlines };
}

/** Bytes as a message of PUC Lua shows them, cut at a zero; null where they are not plain text. */
export function printable(bytes: string): string | null {
  for (let index = 0; index < bytes.length; index++) {
    if (bytes.charCodeAt(index) >= 0x80) return null;
  }
  const zero = bytes.indexOf('\0');
  return zero < 0 ? bytes : bytes.slice(0, zero);
}

/** PUC Lua quotes the offending character too, unless the file ends there. */
function behind(source: string, index: number): number {
  return Math.min(index + 1, source.length);
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

function hexadecimalDigit(unit: number): number {
  if (unit >= 48 && unit <= 57) return unit - 48;
  const lower = unit | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** Length of the line end at an offset: `\r\n` and `\n\r` count as one. */
export function newlineLength(source: string, index: number): number {
  const first = source.charCodeAt(index);
  const second = source.charCodeAt(index + 1);
  return (second === LINE_FEED || second === CARRIAGE_RETURN) && second !== first ? 2 : 1;
}

/** The value of a long literal's content: the first line end is dropped, each other one is a line feed. */
export function longStringValue(content: string, encode: (text: string) => string): string {
  const first = content.charCodeAt(0);
  if (first === LINE_FEED || first === CARRIAGE_RETURN) content = content.slice(newlineLength(content, 0));
  if (content.includes('\r')) content = content.replace(/\r\n|\n\r|\r/g, '\n');
  return encode(content);
}
