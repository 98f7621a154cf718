import type {
  BinaryOperator,
  CallExpression,
  ErrorExpression,
  Expression,
  FunctionBody,
  MethodCallExpression,
  NameExpression,
  NumberExpression,
  Span,
  StringExpression,
  TableExpression,
  TableItem,
  TypeNode,
  UnaryExpression,
} from './ast.ts';
import * as T from './tokens.ts';
import { TypeParser } from './types.ts';

const UNARY_PRIORITY = 12;

const UNARY_OPERATORS: ReadonlyMap<number, UnaryExpression['operator']> = new Map([
  [T.NOT, 'not'],
  [T.MINUS, '-'],
  [T.HASH, '#'],
  [T.TILDE, '~'],
]);

/** Priorities of PUC Lua's lparser.c, by kind of token; 0 for what is no binary operator. */
const LEFT_PRIORITIES = new Uint8Array(64);
const RIGHT_PRIORITIES = new Uint8Array(64);
const BINARY_OPERATORS: BinaryOperator[] = [];
for (const [kind, operator, left, right] of [
  [T.OR, 'or', 1, 1],
  [T.AND, 'and', 2, 2],
  [T.EQUAL, '==', 3, 3],
  [T.NOT_EQUAL, '~=', 3, 3],
  [T.LESS, '<', 3, 3],
  [T.LESS_EQUAL, '<=', 3, 3],
  [T.GREATER, '>', 3, 3],
  [T.GREATER_EQUAL, '>=', 3, 3],
  [T.PIPE, '|', 4, 4],
  [T.TILDE, '~', 5, 5],
  [T.AMPERSAND, '&', 6, 6],
  [T.SHIFT_LEFT, '<<', 7, 7],
  [T.SHIFT_RIGHT, '>>', 7, 7],
  [T.CONCAT, '..', 9, 8],
  [T.PLUS, '+', 10, 10],
  [T.MINUS, '-', 10, 10],
  [T.STAR, '*', 11, 11],
  [T.SLASH, '/', 11, 11],
  [T.DOUBLE_SLASH, '//', 11, 11],
  [T.PERCENT, '%', 11, 11],
  [T.CARET, '^', 14, 13],
] as const) {
  LEFT_PRIORITIES[kind] = left;
  RIGHT_PRIORITIES[kind] = right;
  BINARY_OPERATORS[kind] = operator;
}

/** Expressions: operators by precedence climbing, operands by recursive descent; chains of suffixes are loops. */
export abstract class ExpressionParser extends TypeParser {
  /** False in a function without `...`. */
  protected varargAllowed = true;

  /** `(parameters) ... end`, after `function` and its name. */
  protected abstract parseFunctionBody(start: number, line: number): FunctionBody;

  /** An expression whose binary operators bind tighter than `limit`. */
  protected parseExpression(limit = 0): Expression {
    if (!this.enter()) {
      this.leave();
      return this.errorExpression();
    }
    const start = this.start();
    const line = this.line();
    const unary = UNARY_OPERATORS.get(this.kind);
    let left: Expression;
    if (unary === undefined) {
      left = this.parseOperand();
    } else {
      this.advance();
      const operand = this.parseExpression(UNARY_PRIORITY);
      left = { kind: 'Unary', start, end: operand.end, line, operator: unary, operand };
    }
    while (LEFT_PRIORITIES[this.kind] > limit) {
      const { kind } = this;
      const operatorLine = this.line();
      this.advance();
      const right = this.parseExpression(RIGHT_PRIORITIES[kind]);
      left = {
        kind: 'Binary',
        start,
        end: right.end,
        line,
        operator: BINARY_OPERATORS[kind],
        left,
        right,
        operatorLine,
      };
    }
    this.leave();
    return left;
  }

  /** One expression or more, separated by commas. */
  protected parseExpressionList(): Expression[] {
    const list = [this.parseExpression()];
    while (this.accept(T.COMMA)) list.push(this.parseExpression());
    return list;
  }

  /** An operand with its casts and non-nil marks, which bind tighter than any operator. */
  private parseOperand(): Expression {
    let expression = this.parseSimpleExpression();
    for (;;) {
      if (this.kind === T.BANG && this.isNonNilMark()) {
        expression = this.finishNonNil(expression);
      } else if (this.kind === T.DOUBLE_COLON ? !this.isLabel() : this.kind === T.NAME && this.isCastWord()) {
        this.advance();
        const type = this.parseCastType();
        expression = { kind: 'Cast', start: expression.start, end: type.end, line: expression.line, expression, type };
      } else {
        return expression;
      }
    }
  }

  private parseSimpleExpression(): Expression {
    const start = this.start();
    const line = this.line();
    switch (this.kind) {
      case T.STRING:
        return this.parseStringLiteral();
      case T.NUMBER:
        return this.parseNumberLiteral();
      case T.NIL:
        this.advance();
        return { kind: 'Nil', start, end: start + 3, line };
      case T.TRUE:
        this.advance();
        return { kind: 'Boolean', start, end: start + 4, line, value: true };
      case T.FALSE:
        this.advance();
        return { kind: 'Boolean', start, end: start + 5, line, value: false };
      case T.ELLIPSIS:
        if (!this.varargAllowed) this.reportHere("cannot use '...' outside a vararg function");
        this.advance();
        return { kind: 'Vararg', start, end: start + 3, line };
      case T.BRACE_OPEN:
        return this.parseTable();
      case T.FUNCTION: {
        this.advance();
        const body = this.parseFunctionBody(start, line);
        return { kind: 'FunctionExpression', start, end: body.end, line, body };
      }
      default:
        return this.parseSuffixedExpression();
    }
  }

  /** A name or a parenthesised expression, followed by any number of indexes, calls and non-nil marks. */
  protected parseSuffixedExpression(): Expression {
    let expression = this.parsePrimaryExpression();
    const { start, line } = expression;
    for (;;) {
      switch (this.kind) {
        case T.DOT: {
          this.advance();
          const index = this.parseFieldName();
          const end = this.previousEnd();
          expression = { kind: 'Index', object: expression, index, dot: true, start, end, line, endLine: index.line };
          break;
        }
        case T.BRACKET_OPEN: {
          this.advance();
          const index = this.parseExpression();
          const endLine = this.line();
          this.expect(T.BRACKET_CLOSE);
          const end = this.previousEnd();
          expression = { kind: 'Index', object: expression, index, dot: false, start, end, line, endLine };
          break;
        }
        case T.COLON:
          expression = this.parseMethodCall(expression, start, line);
          break;
        case T.PAREN_OPEN:
          // A mark ends its operand; without this rule the next line's `(f or g)()` would be its call.
          if (expression.kind === 'NonNil' && this.onNewLine()) return expression;
          expression = this.parseCall(expression, start, line, []);
          break;
        case T.STRING:
        case T.BRACE_OPEN:
          expression = this.parseCall(expression, start, line, []);
          break;
        case T.BANG:
          if (!this.isNonNilMark()) return expression;
          expression = this.finishNonNil(expression);
          break;
        case T.LESS:
          if (!this.isGenericCall()) return expression;
          expression = this.parseCall(expression, start, line, this.parseTypeArguments());
          break;
        default:
          return expression;
      }
      if (this.panic) return expression;
    }
  }

  private parsePrimaryExpression(): Expression {
    const start = this.start();
    const line = this.line();
    if (this.kind === T.NAME) return this.parseNameExpression();
    if (this.kind === T.PAREN_OPEN) {
      this.advance();
      const expression = this.parseExpression();
      if (!this.expectClosing(T.PAREN_CLOSE, T.PAREN_OPEN, line)) this.recoverList(T.PAREN_CLOSE);
      return { kind: 'Paren', start, end: this.previousEnd(), line, expression };
    }
    this.report('unexpected symbol');
    return this.errorExpression();
  }

  protected parseNameExpression(): NameExpression {
    const start = this.start();
    const line = this.line();
    const end = this.ends[this.index];
    return { kind: 'Name', start, end, line, name: this.expectName() };
  }

  /** The name behind a dot, as the string that it stands for. */
  protected parseFieldName(): StringExpression {
    const start = this.start();
    const line = this.line();
    const value = this.expectName();
    return { kind: 'String', start, end: Math.max(start, this.previousEnd()), line, value };
  }

  protected parseStringLiteral(): StringExpression {
    const { index } = this;
    this.advance();
    return {
      kind: 'String',
      start: this.starts[index],
      end: this.ends[index],
      line: this.lines[index],
      value: this.values[index] as string,
    };
  }

  private parseNumberLiteral(): NumberExpression {
    const { index } = this;
    this.advance();
    const span = { start: this.starts[index], end: this.ends[index], line: this.lines[index] };
    const value = this.values[index] as number | bigint;
    if (typeof value === 'bigint') return { kind: 'Number', ...span, integer: true, value };
    return { kind: 'Number', ...span, integer: false, value };
  }

  private parseMethodCall(object: Expression, start: number, line: number): Expression {
    this.advance();
    const methodSpan = this.tokenSpan();
    const method = this.expectName();
    const typeArguments = this.kind === T.LESS ? this.parseTypeArguments() : [];
    const list = this.parseArguments(line);
    const node: MethodCallExpression = {
      kind: 'MethodCall',
      start,
      end: this.previousEnd(),
      line,
      object,
      method,
      methodSpan,
      arguments: list,
      typeArguments,
    };
    return node;
  }

  private parseCall(callee: Expression, start: number, line: number, typeArguments: TypeNode[]): CallExpression {
    const list = this.parseArguments(line);
    return { kind: 'Call', start, end: this.previousEnd(), line, callee, arguments: list, typeArguments };
  }

  /** Arguments of a call whose first token stands on `line`: that is the line PUC Lua names where `)` is missing. */
  private parseArguments(line: number): Expression[] {
    if (this.kind === T.STRING) return [this.parseStringLiteral()];
    if (this.kind === T.BRACE_OPEN) return [this.parseTable()];
    if (this.kind !== T.PAREN_OPEN) {
      this.report('function arguments expected');
      return [];
    }
    this.advance();
    if (this.accept(T.PAREN_CLOSE)) return [];
    const list = this.parseExpressionList();
    if (!this.expectClosing(T.PAREN_CLOSE, T.PAREN_OPEN, line)) this.recoverList(T.PAREN_CLOSE);
    return list;
  }

  private parseTable(): TableExpression {
    const start = this.start();
    const line = this.line();
    const items: TableItem[] = [];
    this.advance();
    while (this.kind !== T.BRACE_CLOSE) {
      const before = this.index;
      items.push(this.parseTableItem());
      if (!this.panic && (this.accept(T.COMMA) || this.accept(T.SEMICOLON))) continue;
      if (!this.panic && this.kind === T.BRACE_CLOSE) break;
      this.reportMissingClosing(T.BRACE_CLOSE, T.BRACE_OPEN, line);
      if (this.recoverList(T.BRACE_CLOSE, before) === 'item') continue;
      return { kind: 'Table', start, end: this.previousEnd(), line, items };
    }
    this.advance();
    return { kind: 'Table', start, end: this.previousEnd(), line, items };
  }

  private parseTableItem(): TableItem {
    const start = this.start();
    const line = this.line();
    if (this.kind === T.NAME && this.peek(1) === T.ASSIGN) {
      const name = this.expectName();
      this.advance();
      const value = this.parseExpression();
      return { kind: 'Named', start, end: value.end, line, name, value };
    }
    if (this.kind === T.BRACKET_OPEN) {
      this.advance();
      const key = this.parseExpression();
      this.expect(T.BRACKET_CLOSE);
      this.expect(T.ASSIGN);
      const value = this.panic ? this.errorExpression() : this.parseExpression();
      return { kind: 'Keyed', start, end: value.end, line, key, value };
    }
    const value = this.parseExpression();
    return { kind: 'Positional', start, end: value.end, line, value };
  }

  private finishNonNil(expression: Expression): Expression {
    this.advance();
    return { kind: 'NonNil', start: expression.start, end: this.previousEnd(), line: expression.line, expression };
  }

  /** An expression of no width where one is missing. */
  protected errorExpression(): ErrorExpression {
    const start = this.start();
    return { kind: 'ErrorExpression', start, end: start, line: this.line() };
  }

  protected tokenSpan(): Span {
    return { start: this.start(), end: this.ends[this.index], line: this.line() };
  }
}
