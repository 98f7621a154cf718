import { Recovering } from './recovery.ts';
import * as T from './tokens.ts';

/** How far a decision about `<` looks ahead, in tokens: more would let nested comparisons take quadratic time. */
const LOOKAHEAD = 64;

/** What may follow a name that begins a statement of Lua 5.3. */
const STATEMENT_CONTINUATIONS = new Set([
  T.PAREN_OPEN,
  T.BRACE_OPEN,
  T.STRING,
  T.ASSIGN,
  T.DOT,
  T.BRACKET_OPEN,
  T.COLON,
  T.COMMA,
]);

/** Tokens of type arguments. */
const TYPE_ARGUMENT_TOKENS = new Set([
  T.NAME,
  T.NIL,
  T.TRUE,
  T.FALSE,
  T.STRING,
  T.DOT,
  T.COMMA,
  T.COLON,
  T.QUESTION,
  T.PIPE,
  T.AMPERSAND,
  T.BRACE_OPEN,
  T.BRACE_CLOSE,
  T.BRACKET_OPEN,
  T.BRACKET_CLOSE,
]);

/** Tokens of types that stand outside lists of plain types. */
const TYPE_OPERATORS = new Set([
  T.LESS,
  T.GREATER,
  T.SHIFT_RIGHT,
  T.MINUS,
  T.NUMBER,
  T.ELLIPSIS,
  T.AT,
  T.SEMICOLON,
  T.FUNCTION,
]);

/** Tokens that begin an operand, so that a `>` before them is a comparison. */
const OPERAND_STARTS = new Set([
  T.NAME,
  T.STRING,
  T.NUMBER,
  T.PAREN_OPEN,
  T.BRACE_OPEN,
  T.NIL,
  T.TRUE,
  T.FALSE,
  T.ELLIPSIS,
  T.FUNCTION,
  T.MINUS,
  T.HASH,
  T.NOT,
  T.TILDE,
]);

/**
 * The places where the dialect and Lua 5.3 share characters or words. The rule is that whatever Lua 5.3 accepts keeps its
 * meaning, and only what Lua 5.3 rejects is read as the dialect. The one exception: `as` between an operand and a bracket
 * or a string on the same line is a cast, though it could begin a statement that calls a function `as`.
 */
export abstract class ContextualParser extends Recovering {
  /** At `::`: true where a label stands here, false where it is a cast. */
  protected isLabel(): boolean {
    if (this.peek(1) !== T.NAME || this.peek(2) !== T.DOUBLE_COLON) return false;
    const next = this.peek(3);
    if (next === T.NAME) {
      // `x :: A` before a label `::b::` has a name here too, but no statement continues with `::`.
      if (this.isDialectStatement(3)) return true;
      return STATEMENT_CONTINUATIONS.has(this.peek(4));
    }
    return !(next === T.NIL || next === T.TRUE || next === T.FALSE || next === T.STRING || next === T.BRACE_OPEN);
  }

  /** At a name after an operand: true where it is the `as` of a cast. */
  protected isCastWord(): boolean {
    if (!this.isWord('as')) return false;
    switch (this.peek(1)) {
      case T.NAME:
      case T.NIL:
      case T.TRUE:
      case T.FALSE:
      case T.NUMBER:
        return true;
      case T.FUNCTION:
      case T.STRING:
        return !this.onNewLine();
      case T.PAREN_OPEN:
      case T.BRACE_OPEN:
        return !this.onNewLine() && this.isTypeInBrackets();
      default:
        return false;
    }
  }

  /** True where the bracket behind the cursor holds nothing but what types are made of. */
  private isTypeInBrackets(): boolean {
    let depth = 0;
    for (let distance = 1; distance < LOOKAHEAD; distance++) {
      const kind = this.peek(distance);
      if (kind === T.PAREN_OPEN || kind === T.BRACE_OPEN) depth++;
      else if (kind === T.PAREN_CLOSE || kind === T.BRACE_CLOSE) depth--;
      else if (!TYPE_ARGUMENT_TOKENS.has(kind) && !TYPE_OPERATORS.has(kind)) return false;
      if (depth === 0) return true;
    }
    // Too long to tell: a record type of this length is likelier than a call of `as` behind an operand on one line.
    return true;
  }

  /** At `!`: false for the `!=` of other languages, which is a mistake and no mark before `=`. */
  protected isNonNilMark(): boolean {
    const next = this.peek(1);
    return !((next === T.ASSIGN || next === T.EQUAL) && this.touches(0));
  }

  /** True at `distance` where `type Name =`, `type Name<` or `interface Name` begins a statement. */
  protected isDialectStatement(distance: number): boolean {
    if (this.peek(distance + 1) !== T.NAME) return false;
    if (this.isWordAt(distance, 'type')) {
      const after = this.peek(distance + 2);
      return after === T.ASSIGN || after === T.LESS;
    }
    const index = this.index + distance;
    return this.isWordAt(distance, 'interface') && this.lines[index] === this.lines[index + 1];
  }

  /**
   * At `<` after an expression: true where type arguments of a call begin. `f<T>(x)` is a comparison in Lua 5.3, so only
   * what Lua 5.3 rejects is a generic call: `f<T>()`, and arguments with an optional type, as in `f<T?>(x)`.
   */
  protected isGenericCall(): boolean {
    const end = this.typeArgumentsEnd();
    if (end < 0 || this.peek(end) !== T.PAREN_OPEN) return false;
    if (this.peek(end + 1) === T.PAREN_CLOSE) return true;
    for (let distance = 1; distance < end; distance++) {
      if (this.peek(distance) === T.QUESTION) return true;
    }
    return false;
  }

  /** At `<` after the type of a cast: true where its arguments begin, false where the cast is compared. */
  protected isCastArguments(): boolean {
    const end = this.typeArgumentsEnd();
    if (end < 0) return false;
    if (!OPERAND_STARTS.has(this.peek(end))) return true;
    const index = this.index + end;
    return this.lines[index] !== this.lines[index - 1];
  }

  /** Distance behind the `>` that closes the `<` here; -1 where no list of types stands between. */
  private typeArgumentsEnd(): number {
    let depth = 0;
    for (let distance = 0; distance < LOOKAHEAD; distance++) {
      const kind = this.peek(distance);
      if (kind === T.LESS) depth++;
      else if (kind === T.GREATER) depth--;
      else if (kind === T.SHIFT_RIGHT) depth -= 2;
      else if (!TYPE_ARGUMENT_TOKENS.has(kind)) return -1;
      if (depth === 0) return distance + 1;
      if (depth < 0) return -1;
    }
    return -1;
  }
}
