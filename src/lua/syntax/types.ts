import type { Annotation, Expression, LiteralType, NamedType, TypeNode, TypeParameter } from './ast.ts';
import { ContextualParser } from './contextual.ts';
import * as T from './tokens.ts';

/** Type expressions: operators, names, literals. Brackets are in structures.ts. */
export abstract class TypeParser extends ContextualParser {
  /** Count of open brackets of types: inside them a line end does not end a type. */
  protected typeBrackets = 0;
  /** True in the type of a cast, where `<` may be a comparison. */
  private inCast = false;

  protected abstract parseExpression(): Expression;
  /** `{...}` at the opening brace. */
  protected abstract parseBraceType(start: number, line: number): TypeNode;
  /** `(A)`, `(A, B)` or `(a: A) -> R` at the opening parenthesis or at `<`. */
  protected abstract parseParenType(start: number, line: number): TypeNode;
  /** `(a: A): R` behind `fun` or `function`. */
  protected abstract parseFunType(start: number, line: number): TypeNode;

  /** A type: `A & B | C?`; a leading `|` or `&` is allowed. */
  protected parseType(): TypeNode {
    if (!this.enter()) {
      this.leave();
      return this.errorType();
    }
    const start = this.start();
    const line = this.line();
    this.accept(T.PIPE);
    const first = this.parseIntersection();
    if (this.kind !== T.PIPE) {
      this.leave();
      return first;
    }
    const types = [first];
    while (this.accept(T.PIPE)) types.push(this.parseIntersection());
    this.leave();
    return { kind: 'UnionType', start, end: this.previousEnd(), line, types };
  }

  /** The type of a cast. `x as A < b` compares unless `<` closes again as a list of types. */
  protected parseCastType(): TypeNode {
    const outer = this.inCast;
    this.inCast = true;
    const type = this.parseType();
    this.inCast = outer;
    return type;
  }

  private parseIntersection(): TypeNode {
    const start = this.start();
    const line = this.line();
    this.accept(T.AMPERSAND);
    const first = this.parsePostfixType();
    if (this.kind !== T.AMPERSAND) return first;
    const types = [first];
    while (this.accept(T.AMPERSAND)) types.push(this.parsePostfixType());
    return { kind: 'IntersectionType', start, end: this.previousEnd(), line, types };
  }

  /** A primary type with `?`, `[]` and annotations behind it, in any order. */
  protected parsePostfixType(): TypeNode {
    let type = this.parsePrimaryType();
    const { start, line } = type;
    while (!this.panic) {
      if (this.kind === T.QUESTION) {
        this.advance();
        type = { kind: 'OptionalType', start, end: this.previousEnd(), line, type };
      } else if (this.kind === T.BRACKET_OPEN && this.peek(1) === T.BRACKET_CLOSE) {
        this.advance();
        this.advance();
        type = { kind: 'ArrayType', start, end: this.previousEnd(), line, element: type, readonly: false };
      } else if (this.atTypeAnnotation()) {
        const annotations = this.parseAnnotations();
        type = { kind: 'AnnotatedType', start, end: this.previousEnd(), line, type, annotations };
      } else {
        break;
      }
    }
    return type;
  }

  /** Outside brackets an annotation at the begin of a line belongs to the statement that follows. */
  protected atTypeAnnotation(): boolean {
    return this.kind === T.AT && (this.typeBrackets > 0 || !this.onNewLine());
  }

  private parsePrimaryType(): TypeNode {
    const start = this.start();
    const line = this.line();
    switch (this.kind) {
      case T.NAME:
        return this.parseWordType(start, line);
      case T.NIL:
        this.advance();
        return { kind: 'NamedType', start, end: this.previousEnd(), line, path: ['nil'], arguments: [] };
      case T.FUNCTION:
        this.advance();
        if (this.kind === T.PAREN_OPEN || this.kind === T.LESS) return this.parseFunType(start, line);
        return { kind: 'NamedType', start, end: this.previousEnd(), line, path: ['function'], arguments: [] };
      case T.TRUE:
      case T.FALSE:
      case T.STRING:
      case T.NUMBER:
      case T.MINUS: {
        const value = this.parseLiteral();
        if (value === undefined) return this.errorType();
        const node: LiteralType = { kind: 'LiteralType', start, end: this.previousEnd(), line, value };
        return node;
      }
      case T.BRACE_OPEN:
        return this.parseBraceType(start, line);
      case T.PAREN_OPEN:
      case T.LESS:
        return this.parseParenType(start, line);
      default:
        this.report('type expected');
        return this.errorType();
    }
  }

  /** A type that begins with a name, among them the words that are operators before another type. */
  private parseWordType(start: number, line: number): TypeNode {
    switch (this.values[this.index]) {
      case 'fun':
        if (this.peek(1) === T.PAREN_OPEN || (this.peek(1) === T.LESS && !this.inCast)) {
          this.advance();
          return this.parseFunType(start, line);
        }
        break;
      case 'readonly':
        if (this.wordAppliesToNext()) return this.parseReadonly();
        break;
      case 'interface':
        if (this.peek(1) === T.BRACE_OPEN) {
          this.advance();
          return this.parseBraceType(start, line);
        }
        break;
      case 'typeof':
        if (this.peek(1) === T.PAREN_OPEN) return this.parseTypeof(start, line);
        break;
      case 'keyof':
        if (this.wordAppliesToNext()) {
          this.advance();
          const type = this.parsePostfixType();
          return { kind: 'KeyofType', start, end: this.previousEnd(), line, type };
        }
        break;
      default:
        break;
    }
    return this.parseNamedType();
  }

  /** `a.b.C<D>`. */
  protected parseNamedType(): NamedType {
    const start = this.start();
    const line = this.line();
    const path = [this.expectName()];
    while (this.kind === T.DOT) {
      this.advance();
      path.push(this.expectName());
    }
    const generic = this.kind === T.LESS && (!this.inCast || this.isCastArguments());
    const list = generic ? this.parseTypeArguments() : [];
    return { kind: 'NamedType', start, end: Math.max(start, this.previousEnd()), line, path, arguments: list };
  }

  /** True where the word at the cursor stands before a type on the same line. */
  private wordAppliesToNext(): boolean {
    const next = this.index + 1;
    if (this.lines[next] !== this.lines[this.index] && this.typeBrackets === 0) return false;
    switch (this.peek(1)) {
      case T.NAME:
      case T.BRACE_OPEN:
      case T.PAREN_OPEN:
        return true;
      default:
        return false;
    }
  }

  private parseReadonly(): TypeNode {
    const start = this.start();
    this.advance();
    const blamedIndex = this.index;
    const type = this.parsePostfixType();
    return this.markReadonly(type, start, blamedIndex);
  }

  private markReadonly(type: TypeNode, start: number, blamedIndex: number): TypeNode {
    switch (type.kind) {
      case 'ArrayType':
      case 'MapType':
        return { ...type, start, readonly: true };
      case 'RecordType':
        return { ...type, start, fields: type.fields.map((field) => ({ ...field, readonly: true })) };
      case 'OptionalType':
      case 'AnnotatedType':
        return { ...type, start, type: this.markReadonly(type.type, start, blamedIndex) };
      default:
        if (type.kind !== 'ErrorType' && !this.panic) {
          const message = `'readonly' needs an array, map or record type near '${this.source.slice(type.start, type.end)}'`;
          this.reportAt(message, type.start, type.end, type.line);
        }
        return type;
    }
  }

  private parseTypeof(start: number, line: number): TypeNode {
    this.advance();
    this.advance();
    const expression = this.parseExpression();
    if (!this.expectClosing(T.PAREN_CLOSE, T.PAREN_OPEN, line)) this.recoverList(T.PAREN_CLOSE);
    return { kind: 'TypeofType', start, end: this.previousEnd(), line, expression };
  }

  /** `<A, B>` at the opening `<`. */
  protected parseTypeArguments(): TypeNode[] {
    this.openTypeBracket();
    const list = [this.parseType()];
    while (this.accept(T.COMMA)) list.push(this.parseType());
    this.closeTypeArguments();
    return list;
  }

  /** `<T, U: C = D>` at the opening `<`. */
  protected parseTypeParameters(): TypeParameter[] {
    this.openTypeBracket();
    const list = [this.parseTypeParameter()];
    while (this.accept(T.COMMA)) list.push(this.parseTypeParameter());
    this.closeTypeArguments();
    return list;
  }

  private parseTypeParameter(): TypeParameter {
    const start = this.start();
    const line = this.line();
    const name = this.expectName();
    let constraint: TypeNode | null = null;
    if (this.kind === T.COLON || this.isWord('extends')) {
      this.advance();
      constraint = this.parseType();
    }
    const fallback = this.accept(T.ASSIGN) ? this.parseType() : null;
    return { start, end: Math.max(start, this.previousEnd()), line, name, constraint, default: fallback };
  }

  /** Consumes an opening bracket of a type; inside it `<` cannot be a comparison. */
  protected openTypeBracket(): void {
    this.typeBrackets++;
    this.advance();
  }

  /** Consumes `>`, also where the lexer has joined it to what follows: `>>` and `>=` are cut. */
  private closeTypeArguments(): void {
    this.typeBrackets--;
    const { kind, index } = this;
    if (kind === T.SHIFT_RIGHT || kind === T.GREATER_EQUAL) {
      this.kinds[index] = kind === T.SHIFT_RIGHT ? T.GREATER : T.ASSIGN;
      this.starts[index]++;
      this.kind = this.kinds[index];
      return;
    }
    this.expect(T.GREATER);
  }

  /** `@name` or `@name(literals)`, one or more. */
  protected parseAnnotations(): Annotation[] {
    const list: Annotation[] = [];
    while (this.kind === T.AT && (list.length === 0 || this.typeBrackets > 0 || !this.onNewLine())) {
      const start = this.start();
      const line = this.line();
      this.advance();
      const name = this.expectName();
      const values: Annotation['arguments'] = [];
      if (!this.panic && this.kind === T.PAREN_OPEN && this.touchesPrevious()) this.parseAnnotationArguments(values);
      list.push({ start, end: this.previousEnd(), line, name, arguments: values });
      if (this.panic) break;
    }
    return list;
  }

  private parseAnnotationArguments(values: Annotation['arguments']): void {
    const line = this.line();
    this.advance();
    if (this.accept(T.PAREN_CLOSE)) return;
    do {
      const value = this.parseLiteral();
      if (value !== undefined) values.push(value);
    } while (this.accept(T.COMMA));
    if (!this.expectClosing(T.PAREN_CLOSE, T.PAREN_OPEN, line)) this.recoverList(T.PAREN_CLOSE);
  }

  /** A string, a number (with a sign) or a boolean; undefined, with a problem, for anything else. */
  private parseLiteral(): string | number | bigint | boolean | undefined {
    const negative = this.kind === T.MINUS && this.peek(1) === T.NUMBER;
    if (negative) this.advance();
    const value = this.values[this.index];
    switch (this.kind) {
      case T.STRING:
      case T.NUMBER:
        this.advance();
        if (negative && typeof value === 'bigint') return BigInt.asIntN(64, -value);
        return negative ? -(value as number) : value;
      case T.TRUE:
      case T.FALSE: {
        const truth = this.kind === T.TRUE;
        this.advance();
        return truth;
      }
      default:
        this.report('literal expected');
        return undefined;
    }
  }

  /** True where the current token stands directly behind the previous one. */
  protected touchesPrevious(): boolean {
    return this.index > 0 && this.touches(-1);
  }

  /** A type of no width where one is missing. */
  protected errorType(): TypeNode {
    const start = this.start();
    return { kind: 'ErrorType', start, end: start, line: this.line() };
  }
}
