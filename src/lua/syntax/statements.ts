import type {
  AssignStatement,
  Binding,
  Block,
  Expression,
  FunctionStatement,
  GenericForStatement,
  IfStatement,
  IndexExpression,
  NameExpression,
  NumericForStatement,
  Statement,
} from './ast.ts';
import { DeclarationParser } from './declarations.ts';
import * as T from './tokens.ts';

/** Statements and blocks. */
export class StatementParser extends DeclarationParser {
  /** All of the source; what closes no block is reported and skipped. */
  parseChunkBody(): Block {
    const statements: Statement[] = [];
    const line = this.line();
    for (;;) {
      this.parseStatements(statements, T.END_OF_FILE, T.END_OF_FILE, 0);
      if (this.kind === T.END_OF_FILE) break;
      // A stray `end` after another problem most likely is a consequence of that problem.
      if (this.problems.length === 0) this.reportMissingClosing(T.END_OF_FILE, T.END_OF_FILE, this.line());
      // Without panic the token itself is skipped, reported or not: otherwise this loop would not end.
      this.panic = false;
      this.skipStatement(statements);
    }
    return { kind: 'Block', start: 0, end: this.source.length, line, statements };
  }

  /** A block up to the token that ends it; `opener` and `openerLine` are for the message where that is not `closing`. */
  protected parseBlock(closing: number, opener: number, openerLine: number): Block {
    const start = this.start();
    const line = this.line();
    const statements: Statement[] = [];
    this.parseStatements(statements, closing, opener, openerLine);
    return { kind: 'Block', start, end: Math.max(start, this.previousEnd()), line, statements };
  }

  private parseStatements(statements: Statement[], closing: number, opener: number, openerLine: number): void {
    for (;;) {
      if (this.panic) this.skipStatement(statements);
      if (this.kind === T.SEMICOLON) {
        this.advance();
        continue;
      }
      if (this.atBlockEnd()) return;
      const before = this.index;
      const statement = this.parseStatement();
      if (statement) statements.push(statement);
      if (this.panic) {
        if (this.index === before) this.advance();
      } else if (statement?.kind === 'Return' && !this.atBlockEnd()) {
        if (closing === T.END_OF_FILE) this.report(`${T.KIND_TEXT[closing]} expected`);
        else this.reportMissingClosing(closing, opener, openerLine);
      }
    }
  }

  /** Skips what cannot be parsed; leaves an error statement in its place. */
  private skipStatement(statements: Statement[]): void {
    const before = this.index;
    if (!this.panic) this.advance();
    this.synchronize();
    if (this.index > before) {
      statements.push({
        kind: 'ErrorStatement',
        start: this.starts[before],
        end: this.previousEnd(),
        line: this.lines[before],
      });
    }
  }

  /** One statement; null where nothing of it could be parsed. */
  private parseStatement(): Statement | null {
    if (!this.enter()) {
      this.leave();
      return null;
    }
    const statement = this.parseStatementHere();
    this.leave();
    return statement;
  }

  private parseStatementHere(): Statement | null {
    const start = this.start();
    const line = this.line();
    switch (this.kind) {
      case T.IF:
        return this.parseIf(start, line);
      case T.WHILE: {
        this.advance();
        const condition = this.parseExpression();
        this.expectOpener(T.DO);
        const body = this.parseBlock(T.END, T.WHILE, line);
        this.expectClosing(T.END, T.WHILE, line);
        return { kind: 'While', start, end: this.previousEnd(), line, condition, body };
      }
      case T.DO: {
        this.advance();
        const body = this.parseBlock(T.END, T.DO, line);
        this.expectClosing(T.END, T.DO, line);
        return { kind: 'Do', start, end: this.previousEnd(), line, body };
      }
      case T.FOR:
        return this.parseFor(start, line);
      case T.REPEAT: {
        this.advance();
        const body = this.parseBlock(T.UNTIL, T.REPEAT, line);
        const closed = this.expectClosing(T.UNTIL, T.REPEAT, line);
        const condition = closed ? this.parseExpression() : this.errorExpression();
        return { kind: 'Repeat', start, end: this.previousEnd(), line, body, condition };
      }
      case T.FUNCTION:
        return this.parseFunction(start, line);
      case T.LOCAL:
        return this.parseLocal(start, line);
      case T.DOUBLE_COLON: {
        this.advance();
        const name = this.expectName();
        this.expect(T.DOUBLE_COLON);
        return { kind: 'Label', start, end: this.previousEnd(), line, name };
      }
      case T.RETURN: {
        this.advance();
        const values = this.atBlockEnd() || this.kind === T.SEMICOLON ? [] : this.parseExpressionList();
        const end = this.previousEnd();
        this.accept(T.SEMICOLON);
        return { kind: 'Return', start, end, line, values };
      }
      case T.BREAK:
        this.advance();
        return { kind: 'Break', start, end: this.previousEnd(), line };
      case T.GOTO: {
        this.advance();
        const label = this.expectName();
        return { kind: 'Goto', start, end: this.previousEnd(), line, label };
      }
      case T.AT:
        return this.parseAnnotatedStatement(start, line);
      case T.NAME:
        if (this.isDialectStatement(0)) return this.parseDialectStatement(start, line, []);
        return this.parseExpressionStatement(start, line);
      case T.PAREN_CLOSE:
      case T.BRACE_CLOSE:
      case T.BRACKET_CLOSE:
        // After another problem a stray bracket most likely closes what that problem has broken.
        if (this.problems.length === 0) this.report('unexpected symbol');
        this.panic = true;
        return null;
      default:
        return this.parseExpressionStatement(start, line);
    }
  }

  private parseIf(start: number, line: number): IfStatement {
    const clauses: IfStatement['clauses'] = [];
    let otherwise: Block | null = null;
    do {
      this.advance();
      const condition = this.parseExpression();
      this.expectOpener(T.THEN);
      clauses.push({ condition, body: this.parseBlock(T.END, T.IF, line) });
    } while (this.kind === T.ELSEIF);
    if (this.accept(T.ELSE)) otherwise = this.parseBlock(T.END, T.IF, line);
    this.expectClosing(T.END, T.IF, line);
    return { kind: 'If', start, end: this.previousEnd(), line, clauses, otherwise };
  }

  private parseFor(start: number, line: number): NumericForStatement | GenericForStatement {
    this.advance();
    const variables = [this.parseBinding()];
    if (this.kind === T.ASSIGN) return this.parseNumericFor(start, line, variables[0]);
    while (this.accept(T.COMMA)) variables.push(this.parseBinding());
    let values: Expression[] = [];
    if (this.kind === T.IN) {
      this.advance();
      values = this.parseExpressionList();
    } else {
      this.report(variables.length === 1 ? "'=' or 'in' expected" : "'in' expected");
    }
    this.expectOpener(T.DO);
    const body = this.parseBlock(T.END, T.FOR, line);
    this.expectClosing(T.END, T.FOR, line);
    return { kind: 'GenericFor', start, end: this.previousEnd(), line, variables, values, body };
  }

  private parseNumericFor(start: number, line: number, variable: Binding): NumericForStatement {
    this.advance();
    const from = this.parseExpression();
    const hasLimit = this.expect(T.COMMA);
    const to = hasLimit ? this.parseExpression() : this.errorExpression();
    const step = hasLimit && this.accept(T.COMMA) ? this.parseExpression() : null;
    this.expectOpener(T.DO);
    const body = this.parseBlock(T.END, T.FOR, line);
    this.expectClosing(T.END, T.FOR, line);
    return { kind: 'NumericFor', start, end: this.previousEnd(), line, variable, from, to, step, body };
  }

  private parseFunction(start: number, line: number): FunctionStatement {
    this.advance();
    const targetStart = this.start();
    let target: NameExpression | IndexExpression = this.parseNameExpression();
    while (this.kind === T.DOT) {
      this.advance();
      const index = this.parseFieldName();
      target = {
        kind: 'Index',
        start: targetStart,
        end: this.previousEnd(),
        line: target.line,
        object: target,
        index,
        dot: true,
        endLine: index.line,
      };
    }
    const method = this.accept(T.COLON) ? this.expectName() : null;
    const body = this.parseFunctionBody(start, line);
    return { kind: 'Function', start, end: body.end, line, target, method, body };
  }

  private parseLocal(start: number, line: number): Statement {
    this.advance();
    if (this.kind === T.FUNCTION) {
      this.advance();
      const binding = { ...this.tokenSpan(), name: this.expectName(), type: null };
      const body = this.parseFunctionBody(start, line);
      return { kind: 'LocalFunction', start, end: body.end, line, binding, body };
    }
    const bindings = [this.parseLocalBinding()];
    while (this.accept(T.COMMA)) bindings.push(this.parseLocalBinding());
    const values = this.accept(T.ASSIGN) ? this.parseExpressionList() : [];
    return { kind: 'Local', start, end: this.previousEnd(), line, bindings, values };
  }

  private parseLocalBinding(): Binding {
    const binding = this.parseBinding();
    // The attributes of Lua 5.4 are a problem of their own, not the begin of a broken statement.
    if (this.kind === T.LESS && this.peek(1) === T.NAME && this.peek(2) === T.GREATER) {
      this.report('unexpected symbol');
      this.moveTo(this.index + 3);
      this.panic = false;
    }
    return binding;
  }

  private parseExpressionStatement(start: number, line: number): Statement {
    const first = this.parseSuffixedExpression();
    if (this.kind === T.ASSIGN || this.kind === T.COMMA) return this.parseAssignment(start, line, first);
    if (first.kind === 'Call' || first.kind === 'MethodCall') {
      return { kind: 'CallStatement', start, end: first.end, line, call: first };
    }
    this.report('syntax error');
    return { kind: 'ErrorStatement', start, end: Math.max(start, this.previousEnd()), line };
  }

  private parseAssignment(start: number, line: number, first: Expression): AssignStatement {
    const targets: AssignStatement['targets'] = [];
    this.addTarget(targets, first);
    while (this.accept(T.COMMA)) this.addTarget(targets, this.parseSuffixedExpression());
    const values = this.expect(T.ASSIGN) ? this.parseExpressionList() : [];
    return { kind: 'Assign', start, end: this.previousEnd(), line, targets, values };
  }

  private addTarget(targets: AssignStatement['targets'], target: Expression): void {
    if (target.kind === 'Name' || target.kind === 'Index') targets.push(target);
    else this.report('syntax error');
  }
}
