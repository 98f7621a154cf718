import type { Comment, SyntaxProblem } from './ast.ts';
import { ColumnFinder } from './columns.ts';
import { encodeText, longStringValue, newlineLength, readQuotedString } from './escapes.ts';
import { parseNumeral } from './numerals.ts';
import { scanOperator } from './operators.ts';
import * as T from './tokens.ts';

/** What a token stands for: the text of a name, the bytes of a string, the number of a numeral. */
export type TokenValue = string | number | bigint | undefined;

/** All tokens of a source, as parallel arrays; the last one is `END_OF_FILE`. */
export interface Tokens {
  count: number;
  kinds: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  /** Line of the first character. */
  lines: Int32Array;
  values: TokenValue[];
  comments: Comment[];
  /** Malformed tokens; each still is a token of its kind, so that they do not disturb the parser. */
  problems: SyntaxProblem[];
  /** Indexes of the tokens that `problems` are about. */
  malformed: Set<number>;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const DASH = 45;
const BRACKET = 91;

/** 1 letter or underscore, 2 digit; other units are 0. */
const CLASSES = new Uint8Array(128);
for (let unit = 0; unit < 128; unit++) {
  if (/[A-Za-z_]/.test(String.fromCharCode(unit))) CLASSES[unit] = 1;
  else if (unit >= 48 && unit <= 57) CLASSES[unit] = 2;
}

/** Cuts Lua source into tokens. Never throws; takes time linear in the source's length. */
export class Lexer {
  private readonly source: string;
  private readonly encode: (text: string) => string;
  private index = 0;
  private line = 1;
  private count = 0;
  private kinds: Uint8Array;
  private starts: Int32Array;
  private ends: Int32Array;
  private lines: Int32Array;
  private readonly values: TokenValue[] = [];
  private readonly comments: Comment[] = [];
  private readonly problems: SyntaxProblem[] = [];
  private readonly malformed = new Set<number>();
  private readonly columns: ColumnFinder;

  /** @param bytes true where each UTF-16 unit of the source already is one byte */
  constructor(source: string, bytes: boolean) {
    this.source = source;
    this.columns = new ColumnFinder(source);
    this.encode = bytes ? (text) => text : encodeText;
    const capacity = (source.length >> 2) + 16;
    this.kinds = new Uint8Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.lines = new Int32Array(capacity);
  }

  run(): Tokens {
    this.skipFirstLine();
    while (this.next());
    return {
      count: this.count,
      kinds: this.kinds,
      starts: this.starts,
      ends: this.ends,
      lines: this.lines,
      values: this.values,
      comments: this.comments,
      problems: this.problems,
      malformed: this.malformed,
    };
  }

  /** A byte order mark, and a first line that begins with `#`, are for the operating system. */
  private skipFirstLine(): void {
    const { source } = this;
    if (source.charCodeAt(0) === 0xfeff) this.index = 1;
    else if (source.startsWith('\xef\xbb\xbf')) this.index = 3;
    if (source.charCodeAt(this.index) === 35) this.index = this.endOfLine(this.index);
  }

  /** Reads one token; false at the end of the file. */
  private next(): boolean {
    const { source } = this;
    for (;;) {
      const unit = source.charCodeAt(this.index);
      if (unit === 32 || unit === 9 || unit === 11 || unit === 12) {
        this.index++;
      } else if (unit === LINE_FEED || unit === CARRIAGE_RETURN) {
        this.index += newlineLength(source, this.index);
        this.line++;
      } else if (unit === DASH && source.charCodeAt(this.index + 1) === DASH) {
        this.readComment();
      } else if (unit < 128 && CLASSES[unit] === 1) {
        this.readName();
        return true;
      } else if (this.index >= source.length) {
        this.push(T.END_OF_FILE, source.length, undefined);
        return false;
      } else {
        this.readOther(unit);
        return true;
      }
    }
  }

  private readName(): void {
    const { source } = this;
    let end = this.index + 1;
    for (let unit = source.charCodeAt(end); unit < 128 && CLASSES[unit] !== 0; unit = source.charCodeAt(end)) end++;
    const text = source.slice(this.index, end);
    const keyword = T.KEYWORD_KINDS.get(text);
    if (keyword === undefined) this.push(T.NAME, end, text);
    else this.push(keyword, end, undefined);
  }

  private readOther(unit: number): void {
    const { source, index } = this;
    if (unit === 34 || unit === 39) {
      this.readString();
    } else if (CLASSES[unit] === 2 || (unit === 46 && CLASSES[source.charCodeAt(index + 1)] === 2)) {
      this.readNumeral();
    } else if (unit === BRACKET && this.readLongString()) {
      return;
    } else {
      const operator = scanOperator(source, index, unit);
      this.push(operator >> 2, index + (operator & 3), undefined);
    }
  }

  private readString(): void {
    const start = this.index;
    const literal = readQuotedString(this.source, start, this.encode);
    const { problem } = literal;
    if (problem) this.report(problem.message, problem.start, problem.end, this.line + problem.newlines);
    this.push(T.STRING, literal.end, literal.value);
    this.line += literal.newlines;
  }

  /** Takes what PUC Lua takes as a numeral (`3..2` is one, and malformed), then looks whether it is one. */
  private readNumeral(): void {
    const { source } = this;
    const start = this.index;
    let end = start;
    let exponent = 101;
    if (source.charCodeAt(start) === 48 && (source.charCodeAt(start + 1) | 32) === 120) {
      exponent = 112;
      end += 2;
    }
    for (;;) {
      let unit = source.charCodeAt(end);
      if ((unit | 32) === exponent) {
        unit = source.charCodeAt(++end);
        if (unit === 43 || unit === 45) end++;
        continue;
      }
      const lower = unit | 32;
      if ((unit >= 48 && unit <= 57) || unit === 46 || (lower >= 97 && lower <= 102)) end++;
      else break;
    }
    const text = source.slice(start, end);
    const value = parseNumeral(text);
    if (value === null) this.report(`malformed number near '${text}'`, start, end, this.line);
    this.push(T.NUMBER, end, value ?? 0n);
  }

  /** Reads `[[...]]` or `[=[...]=]`; false where the bracket is only a bracket. */
  private readLongString(): boolean {
    const { source, index: start } = this;
    const level = this.longBracketLevel(start);
    if (level === -1) return false;
    if (level === -2) {
      let end = start + 1;
      while (source.charCodeAt(end) === 61) end++;
      this.report(`invalid long string delimiter near '${source.slice(start, end)}'`, start, end, this.line);
      this.push(T.STRING, end, '');
      return true;
    }
    const contentStart = start + level + 2;
    const close = this.findLongClose(contentStart, level);
    const contentEnd = close < 0 ? source.length : close;
    const end = close < 0 ? source.length : close + level + 2;
    const { line } = this;
    if (close < 0) this.malformed.add(this.count);
    this.push(T.STRING, end, longStringValue(source.slice(contentStart, contentEnd), this.encode));
    this.countLines(start, contentEnd);
    if (close < 0) this.reportUnclosed('string', line);
    return true;
  }

  private readComment(): void {
    const { source, index: start, line } = this;
    const level = source.charCodeAt(start + 2) === BRACKET ? this.longBracketLevel(start + 2) : -1;
    if (level < 0) {
      const end = this.endOfLine(start);
      this.comments.push({ start, end, line, text: source.slice(start + 2, end), long: false });
      this.index = end;
      return;
    }
    const contentStart = start + level + 4;
    const close = this.findLongClose(contentStart, level);
    const contentEnd = close < 0 ? source.length : close;
    const end = close < 0 ? source.length : close + level + 2;
    this.comments.push({ start, end, line, text: source.slice(contentStart, contentEnd), long: true });
    this.index = end;
    this.countLines(start, contentEnd);
    if (close < 0) this.reportUnclosed('comment', line);
  }

  /** Count of `=` between two opening brackets; -1 for a single bracket, -2 for `[=` without a second one. */
  private longBracketLevel(start: number): number {
    let end = start + 1;
    while (this.source.charCodeAt(end) === 61) end++;
    const level = end - start - 1;
    if (this.source.charCodeAt(end) === BRACKET) return level;
    return level === 0 ? -1 : -2;
  }

  private findLongClose(from: number, level: number): number {
    return this.source.indexOf(`]${'='.repeat(level)}]`, from);
  }

  private reportUnclosed(what: string, line: number): void {
    const { length } = this.source;
    this.report(`unfinished long ${what} (starting at line ${line}) near <eof>`, length, length, this.line);
  }

  private countLines(from: number, to: number): void {
    const { source } = this;
    for (let index = from; index < to; ) {
      const unit = source.charCodeAt(index);
      if (unit === LINE_FEED || unit === CARRIAGE_RETURN) {
        index += newlineLength(source, index);
        this.line++;
      } else {
        index++;
      }
    }
  }

  private endOfLine(from: number): number {
    const { source } = this;
    let end = from;
    while (end < source.length) {
      const unit = source.charCodeAt(end);
      if (unit === LINE_FEED || unit === CARRIAGE_RETURN) break;
      end++;
    }
    return end;
  }

  private report(message: string, start: number, end: number, line: number): void {
    this.malformed.add(this.count);
    this.problems.push({ message, start, end, line, column: this.columns.column(start) });
  }

  private push(kind: number, end: number, value: TokenValue): void {
    const { count } = this;
    if (count === this.kinds.length) this.grow();
    this.kinds[count] = kind;
    this.starts[count] = this.index;
    this.ends[count] = end;
    this.lines[count] = this.line;
    this.values.push(value);
    this.count = count + 1;
    this.index = end;
  }

  private grow(): void {
    const capacity = this.kinds.length * 2;
    this.kinds = enlarge(this.kinds, new Uint8Array(capacity));
    this.starts = enlarge(this.starts, new Int32Array(capacity));
    this.ends = enlarge(this.ends, new Int32Array(capacity));
    this.lines = enlarge(this.lines, new Int32Array(capacity));
  }
}

function enlarge<A extends Uint8Array | Int32Array>(old: A, larger: A): A {
  larger.set(old);
  return larger;
}
