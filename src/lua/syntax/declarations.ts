import type {
  Annotation,
  Binding,
  Block,
  FunctionBody,
  FunctionTypeParameter,
  InterfaceStatement,
  Parameter,
  RecordField,
  Statement,
  TypeNode,
  TypeStatement,
} from './ast.ts';
import { StructureParser } from './structures.ts';
import * as T from './tokens.ts';

/** Declarations: functions and their parameters, bindings, `type` and `interface` statements. */
export abstract class DeclarationParser extends StructureParser {
  protected abstract parseBlock(closing: number, opener: number, openerLine: number): Block;

  /** `name` or `name: T`. */
  protected parseBinding(): Binding {
    const start = this.start();
    const line = this.line();
    const name = this.expectName();
    const type = !this.panic && this.accept(T.COLON) ? this.parseType() : null;
    return { start, end: Math.max(start, this.previousEnd()), line, name, type };
  }

  protected parseFunctionBody(start: number, line: number): FunctionBody {
    const { varargAllowed, functionLine, typeBrackets } = this;
    this.functionLine = line;
    this.typeBrackets = 0;
    const typeParameters = this.kind === T.LESS ? this.parseTypeParameters() : [];
    const parameters: Parameter[] = [];
    const vararg = this.parseParameters(parameters);
    const returnType = !this.panic && this.accept(T.COLON) ? this.parseResults() : null;
    this.varargAllowed = vararg !== null;
    const block = this.parseBlock(T.END, T.FUNCTION, line);
    const endLine = this.line();
    this.expectClosing(T.END, T.FUNCTION, line);
    this.varargAllowed = varargAllowed;
    this.functionLine = functionLine;
    this.typeBrackets = typeBrackets;
    return {
      start,
      end: this.previousEnd(),
      line,
      parameters,
      vararg,
      typeParameters,
      returnType,
      block,
      endLine,
    };
  }

  /** Reads `(a: A, b?: B, ...: C)` into `parameters`; returns the vararg. */
  private parseParameters(parameters: Parameter[]): FunctionBody['vararg'] {
    let vararg: FunctionBody['vararg'] = null;
    if (!this.expect(T.PAREN_OPEN)) return null;
    if (this.accept(T.PAREN_CLOSE)) return null;
    do {
      if (this.kind === T.ELLIPSIS) {
        this.advance();
        vararg = { type: this.accept(T.COLON) ? this.parseType() : null };
        break;
      }
      if (this.kind !== T.NAME) {
        this.report("<name> or '...' expected");
        break;
      }
      parameters.push(this.parseParameter());
    } while (this.accept(T.COMMA));
    if (!this.expect(T.PAREN_CLOSE)) this.recoverList(T.PAREN_CLOSE);
    return vararg;
  }

  private parseParameter(): Parameter {
    const start = this.start();
    const line = this.line();
    const name = this.expectName();
    const optional =
      this.kind === T.QUESTION &&
      (this.peek(1) === T.COLON || this.peek(1) === T.COMMA || this.peek(1) === T.PAREN_CLOSE);
    if (optional) this.advance();
    const type = this.accept(T.COLON) ? this.parseType() : null;
    const annotations: Annotation[] = this.kind === T.AT ? this.parseAnnotations() : [];
    return { start, end: Math.max(start, this.previousEnd()), line, name, type, annotations, optional };
  }

  /** `@a(1) type X = ...`. */
  protected parseAnnotatedStatement(start: number, line: number): Statement | null {
    const annotations: Annotation[] = [];
    while (this.kind === T.AT && !this.panic) annotations.push(...this.parseAnnotations());
    if (!this.panic && this.isDialectStatement(0)) return this.parseDialectStatement(start, line, annotations);
    this.report("'type' or 'interface' expected");
    return null;
  }

  /** A `type` or `interface` statement. */
  protected parseDialectStatement(start: number, line: number, annotations: Annotation[]): Statement {
    const isType = this.isWord('type');
    this.advance();
    const nameSpan = this.tokenSpan();
    const name = this.expectName();
    const typeParameters = this.kind === T.LESS ? this.parseTypeParameters() : [];
    if (!isType)
      return this.parseInterface({
        start,
        line,
        end: start,
        kind: 'Interface',
        name,
        nameSpan,
        parameters: typeParameters,
        extends: [],
        fields: [],
      });
    const node: TypeStatement = {
      kind: 'Type',
      start,
      end: start,
      line,
      name,
      nameSpan,
      parameters: typeParameters,
      type: this.expect(T.ASSIGN) ? this.parseType() : this.errorType(),
      annotations,
    };
    node.end = this.previousEnd();
    return node;
  }

  /** Bases and body; `: A, B` means the same as `extends A, B`. */
  private parseInterface(node: InterfaceStatement): InterfaceStatement {
    if (this.isWord('extends') || this.kind === T.COLON) {
      this.advance();
      do node.extends.push(this.parseNamedType());
      while (this.accept(T.COMMA));
    }
    this.typeBrackets++;
    while (!this.panic && this.kind !== T.END && this.kind !== T.END_OF_FILE) {
      node.fields.push(this.parseInterfaceItem());
      while (this.kind === T.SEMICOLON || this.kind === T.COMMA) this.advance();
    }
    this.typeBrackets--;
    if (this.panic) this.skipToEnd();
    this.expectClosing(T.END, T.FUNCTION, node.line);
    node.end = this.previousEnd();
    return node;
  }

  /** Skips the rest of a broken interface up to its `end`. */
  private skipToEnd(): void {
    while (this.kind !== T.END && this.kind !== T.LOCAL && this.kind !== T.END_OF_FILE) this.advance();
    if (this.kind === T.END) this.panic = false;
  }

  /** `x: T`, `m(self): T`, `function m(self): T`. */
  private parseInterfaceItem(): RecordField {
    const start = this.start();
    const line = this.line();
    const keyword = this.kind === T.FUNCTION && this.peek(1) === T.NAME;
    if (!keyword && !(this.kind === T.NAME && (this.peek(1) === T.PAREN_OPEN || this.peek(1) === T.LESS)))
      return this.parseField();
    if (keyword) this.advance();
    const name = this.expectName();
    const typeStart = this.start();
    const typeParameters = this.kind === T.LESS ? this.parseTypeParameters() : [];
    const parameters: Parameter[] = [];
    const vararg = this.parseParameters(parameters);
    const result = !this.panic && this.accept(T.COLON) ? this.parseResults() : null;
    const end = Math.max(start, this.previousEnd());
    const type: TypeNode = {
      kind: 'FunctionType',
      start: typeStart,
      end,
      line,
      typeParameters,
      parameters: parameters.map(methodParameter),
      vararg: vararg ? (vararg.type ?? anyType(end, line)) : null,
      result,
    };
    return { start, end, line, name, type, optional: false, readonly: false, annotations: [] };
  }
}

/** A parameter of a method as one of a function type: without a type it is `any`, `self` is the interface itself. */
function methodParameter(parameter: Parameter): FunctionTypeParameter {
  const { start, end, line, name, optional } = parameter;
  const fallback = name === 'self' ? namedType('self', end, line) : anyType(end, line);
  return { start, end, line, name, type: parameter.type ?? fallback, optional };
}

function anyType(offset: number, line: number): TypeNode {
  return namedType('any', offset, line);
}

function namedType(name: string, offset: number, line: number): TypeNode {
  return { kind: 'NamedType', start: offset, end: offset, line, path: [name], arguments: [] };
}
