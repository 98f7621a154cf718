import type { SyntaxProblem } from './ast.ts';
import { ColumnFinder } from './columns.ts';
import { encodePoint, printable } from './escapes.ts';
import type { Tokens, TokenValue } from './lexer.ts';
import * as T from './tokens.ts';

/** PUC Lua's LUAI_MAXCCALLS: nesting of statements, expressions and types. */
const MAXIMUM_LEVELS = 200;
/** Levels that PUC Lua's interpreter already uses when it begins to parse. */
const BASE_LEVELS = 1;

/**
 * The place of a parser in its tokens, and the problems it has found.
 *
 * A problem puts the cursor into panic: until a parser of lists or statements has found a place to go on, further problems
 * are consequences of the first one and are dropped. Nothing throws.
 */
export abstract class Cursor {
  protected readonly source: string;
  protected readonly bytes: boolean;
  protected readonly count: number;
  protected readonly kinds: Uint8Array;
  protected readonly starts: Int32Array;
  protected readonly ends: Int32Array;
  protected readonly lines: Int32Array;
  protected readonly values: TokenValue[];
  protected readonly problems: SyntaxProblem[] = [];
  protected index = 0;
  /** Kind of the token at `index`, kept beside it because every decision reads it. */
  protected kind: number;
  protected panic = false;
  protected levels = BASE_LEVELS;
  /** Line of the function that is being parsed, 0 for the chunk: for the message about levels. */
  protected functionLine = 0;
  /** Tokens that the lexer has reported: whatever is wrong with their place has been said. */
  private readonly malformed: Set<number>;
  /** Line of the last token that was blamed. */
  private blamedLine = 0;
  /** Where the source nests too deeply nothing more is reported: what follows is not trustworthy. */
  private overflowed = false;
  private readonly columns: ColumnFinder;

  constructor(source: string, bytes: boolean, tokens: Tokens) {
    this.source = source;
    this.bytes = bytes;
    this.columns = new ColumnFinder(source);
    this.count = tokens.count;
    this.kinds = tokens.kinds;
    this.starts = tokens.starts;
    this.ends = tokens.ends;
    this.lines = tokens.lines;
    this.values = tokens.values;
    this.malformed = tokens.malformed;
    this.kind = tokens.kinds[0];
  }

  protected advance(): void {
    if (this.index < this.count - 1) this.kind = this.kinds[++this.index];
  }

  /** Goes back (or on) to a token. */
  protected moveTo(index: number): void {
    this.index = index;
    this.kind = this.kinds[index];
  }

  /** Kind of the token `distance` tokens ahead. */
  protected peek(distance: number): number {
    const index = this.index + distance;
    return index < this.count ? this.kinds[index] : T.END_OF_FILE;
  }

  protected start(): number {
    return this.starts[this.index];
  }

  protected line(): number {
    return this.lines[this.index];
  }

  /** Offset behind the last token that was consumed. */
  protected previousEnd(): number {
    return this.index > 0 ? this.ends[this.index - 1] : this.starts[0];
  }

  /** True where the current token does not stand on the line on which the previous one ends. */
  protected onNewLine(): boolean {
    if (this.index === 0) return true;
    return this.lines[this.index] !== this.lines[this.index - 1];
  }

  /** True where the current token is the name `word`. */
  protected isWord(word: string): boolean {
    return this.kind === T.NAME && this.values[this.index] === word;
  }

  protected isWordAt(distance: number, word: string): boolean {
    return this.peek(distance) === T.NAME && this.values[this.index + distance] === word;
  }

  /** True where the tokens at `distance` and the next touch, as `-` and `>` of an arrow do. */
  protected touches(distance: number): boolean {
    return this.ends[this.index + distance] === this.starts[this.index + distance + 1];
  }

  protected accept(kind: number): boolean {
    if (this.kind !== kind) return false;
    this.advance();
    return true;
  }

  /** Consumes a token of a kind, or reports that it is missing and consumes nothing. */
  protected expect(kind: number): boolean {
    if (this.kind === kind) {
      this.advance();
      return true;
    }
    this.report(`${T.KIND_TEXT[kind]} expected`);
    return false;
  }

  /** As `expect`, for a token that closes one at `line`: PUC Lua names that line where it is another one. */
  protected expectClosing(kind: number, opener: number, line: number): boolean {
    if (this.kind === kind) {
      this.advance();
      return true;
    }
    this.reportMissingClosing(kind, opener, line);
    return false;
  }

  protected reportMissingClosing(kind: number, opener: number, line: number): void {
    if (line === this.line()) this.report(`${T.KIND_TEXT[kind]} expected`);
    else this.report(`${T.KIND_TEXT[kind]} expected (to close ${T.KIND_TEXT[opener]} at line ${line})`);
  }

  /** A name, or `?` with a problem where there is none. */
  protected expectName(): string {
    if (this.kind === T.NAME) {
      const name = this.values[this.index] as string;
      this.advance();
      return name;
    }
    this.report('<name> expected');
    return '?';
  }

  /** Reports `message near <current token>` and begins panic. */
  protected report(message: string): void {
    if (!this.panic && !this.isConsequence()) {
      this.blamedLine = this.line();
      this.reportHere(message);
    }
    this.panic = true;
  }

  /**
   * True where a problem here would most likely follow from an earlier one: on the line of the last problem, at a token that
   * is malformed or behind one (an unfinished string has swallowed what should stand here), at the end of the file where
   * something is unclosed, and wherever the source nests too deeply.
   */
  private isConsequence(): boolean {
    if (this.overflowed || this.line() === this.blamedLine) return true;
    if (this.malformed.has(this.index) || this.malformed.has(this.index - 1)) return true;
    return this.kind === T.END_OF_FILE && (this.problems.length > 0 || this.malformed.size > 0);
  }

  /** Reports `message near <current token>` without panic, for what is wrong but understood. */
  protected reportHere(message: string): void {
    if (this.panic) return;
    this.reportAt(`${message} near ${this.tokenText()}`, this.start(), this.ends[this.index], this.line());
  }

  foundProblems(): SyntaxProblem[] {
    return this.problems;
  }

  protected reportAt(message: string, start: number, end: number, line: number): void {
    this.problems.push({ message, start, end, line, column: this.columns.column(start) });
  }

  /** One level deeper; false, with a problem, where PUC Lua refuses. Every call needs a `leave`. */
  protected enter(): boolean {
    if (++this.levels <= MAXIMUM_LEVELS) return true;
    if (!this.overflowed) {
      const where = this.functionLine === 0 ? 'main function' : `function at line ${this.functionLine}`;
      this.report(`too many C levels (limit is ${MAXIMUM_LEVELS}) in ${where}`);
      this.overflowed = true;
      // The rest cannot be understood without its nesting; parsing ends here.
      this.moveTo(this.count - 1);
    }
    this.panic = true;
    return false;
  }

  protected leave(): void {
    this.levels--;
  }

  /** The current token as PUC Lua quotes it. */
  private tokenText(): string {
    const { kind } = this;
    if (kind === T.END_OF_FILE) return '<eof>';
    if (kind === T.UNKNOWN) return unknownText(this.source.charCodeAt(this.start()), this.bytes);
    const text = this.source.slice(this.start(), this.ends[this.index]);
    if (kind !== T.STRING || !text.includes('\\') || text.startsWith('[')) return `'${text}'`;
    const content = printable(this.values[this.index] as string);
    if (content === null) return `'${text}'`;
    // PUC Lua prints its buffer, which holds the characters for the escapes and ends at a zero.
    return content.length < (this.values[this.index] as string).length
      ? `'${text[0]}${content}'`
      : `'${text[0]}${content}${text[0]}'`;
  }
}

/** Characters that cannot be printed appear by the code of their first byte. */
function unknownText(unit: number, bytes: boolean): string {
  if (unit >= 32 && unit < 127) return `'${String.fromCharCode(unit)}'`;
  const byte = bytes ? unit : encodePoint(unit).charCodeAt(0);
  return `'<\\${byte}>'`;
}
