import { Cursor } from './cursor.ts';
import * as T from './tokens.ts';

/** How the search for the rest of a broken list ended. */
export type Recovery = 'closed' | 'item' | 'lost';

const STATEMENT_KEYWORDS = new Set([T.LOCAL, T.IF, T.WHILE, T.FOR, T.REPEAT, T.RETURN, T.BREAK, T.GOTO, T.DO]);
const BLOCK_ENDS = new Set([T.END, T.ELSE, T.ELSEIF, T.UNTIL, T.END_OF_FILE]);
/** What may follow the first name of a statement. */
const AFTER_FIRST_NAME = new Set([
  T.ASSIGN,
  T.COMMA,
  T.DOT,
  T.COLON,
  T.PAREN_OPEN,
  T.BRACKET_OPEN,
  T.BRACE_OPEN,
  T.STRING,
]);

/** Ways to go on after a problem. Each consumes what it passes, so that all of them together take linear time. */
export abstract class Recovering extends Cursor {
  /** True at a token that ends a block. */
  protected atBlockEnd(): boolean {
    return BLOCK_ENDS.has(this.kind);
  }

  /** Skips to where a statement may begin, or to the end of the block, and ends the panic. */
  protected synchronize(): void {
    while (!this.atStatementStart()) {
      if (this.kind === T.FUNCTION) this.skipFunction();
      else this.advance();
    }
    this.panic = false;
  }

  /**
   * Skips the rest of a broken list up to its closing bracket at the same depth ('closed', behind it), or to the next item
   * where `itemStart` is given ('item', the panic is over in both cases), or gives up where a statement begins ('lost').
   * @param itemStart index of the token with which the broken item begins; null for a list whose items matter little
   */
  protected recoverList(closing: number, itemStart: number | null = null): Recovery {
    if (itemStart !== null && this.index > itemStart && this.onNewLine() && this.mayStartItem()) {
      // Only the separator at the end of a line is missing.
      this.panic = false;
      return 'item';
    }
    let depth = 0;
    for (;;) {
      const { kind } = this;
      if (depth === 0 && kind === closing) {
        this.advance();
        this.panic = false;
        return 'closed';
      }
      if (kind === T.PAREN_OPEN || kind === T.BRACE_OPEN || kind === T.BRACKET_OPEN) {
        depth++;
      } else if (kind === T.PAREN_CLOSE || kind === T.BRACE_CLOSE || kind === T.BRACKET_CLOSE) {
        if (depth-- === 0) return 'lost';
      } else if (depth === 0 && itemStart !== null && (kind === T.COMMA || kind === T.SEMICOLON)) {
        this.advance();
        this.panic = false;
        return 'item';
      } else if (kind === T.FUNCTION && this.peek(1) !== T.NAME) {
        this.skipFunction();
        continue;
      } else if (BLOCK_ENDS.has(kind) || STATEMENT_KEYWORDS.has(kind) || kind === T.FUNCTION) {
        return 'lost';
      } else if (itemStart === null && kind === T.NAME && depth === 0 && this.onNewLine()) {
        return 'lost';
      }
      this.advance();
    }
  }

  /** Consumes `then` or `do`; where it is missing, looks for it in the rest of the line. */
  protected expectOpener(opener: number): void {
    if (this.expect(opener)) return;
    let distance = 0;
    while (this.onLineOfPrevious(distance) && !STATEMENT_KEYWORDS.has(this.peek(distance))) {
      if (BLOCK_ENDS.has(this.peek(distance))) return;
      distance++;
    }
    if (this.peek(distance) !== opener || !this.onLineOfPrevious(distance)) return;
    this.moveTo(this.index + distance + 1);
    this.panic = false;
  }

  private onLineOfPrevious(distance: number): boolean {
    const index = this.index + distance;
    return index > 0 && index < this.count && this.lines[index] === this.lines[index - 1];
  }

  private atStatementStart(): boolean {
    const { kind } = this;
    if (kind === T.NAME) return this.onNewLine() && (AFTER_FIRST_NAME.has(this.peek(1)) || this.atDialectStatement());
    if (kind === T.FUNCTION) return this.peek(1) === T.NAME;
    if (kind === T.DOUBLE_COLON) return this.peek(2) === T.DOUBLE_COLON;
    return kind === T.SEMICOLON || STATEMENT_KEYWORDS.has(kind) || BLOCK_ENDS.has(kind);
  }

  private atDialectStatement(): boolean {
    return this.peek(1) === T.NAME && (this.isWord('type') || this.isWord('interface'));
  }

  private mayStartItem(): boolean {
    switch (this.kind) {
      case T.NAME:
      case T.STRING:
      case T.NUMBER:
      case T.BRACKET_OPEN:
      case T.BRACE_OPEN:
      case T.TRUE:
      case T.FALSE:
      case T.NIL:
        return true;
      default:
        return false;
    }
  }

  /** Skips `function` and everything up to its `end`. */
  private skipFunction(): void {
    let depth = 0;
    do {
      const { kind } = this;
      if (kind === T.FUNCTION || kind === T.IF || kind === T.DO || kind === T.REPEAT) depth++;
      else if (kind === T.END || kind === T.UNTIL) depth--;
      else if (kind === T.END_OF_FILE) return;
      this.advance();
    } while (depth > 0);
  }
}
