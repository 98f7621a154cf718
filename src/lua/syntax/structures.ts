import type {
  Annotation,
  FunctionType,
  FunctionTypeParameter,
  MapType,
  RecordField,
  TupleType,
  TypeNode,
  TypeParameter,
} from './ast.ts';
import { ExpressionParser } from './expressions.ts';
import * as T from './tokens.ts';

interface ParenList {
  parameters: FunctionTypeParameter[];
  vararg: TypeNode | null;
  /** True where a parameter has a name or a question mark, so that only a function type can be meant. */
  named: boolean;
}

/** Types in brackets: records, arrays, maps, functions, tuples; and the results of functions. */
export abstract class StructureParser extends ExpressionParser {
  protected parseBraceType(start: number, line: number): TypeNode {
    this.openTypeBracket();
    const type = this.parseBraceContent(start, line);
    this.typeBrackets--;
    return type;
  }

  private parseBraceContent(start: number, line: number): TypeNode {
    if (this.kind === T.BRACE_CLOSE || this.atField() || this.kind === T.BRACKET_OPEN || this.kind === T.AT) {
      return this.parseRecord(start, line);
    }
    const element = this.parseType();
    if (!this.expectClosing(T.BRACE_CLOSE, T.BRACE_OPEN, line)) this.recoverList(T.BRACE_CLOSE);
    return { kind: 'ArrayType', start, end: this.previousEnd(), line, element, readonly: false };
  }

  private parseRecord(start: number, line: number): TypeNode {
    const fields: RecordField[] = [];
    let rest: MapType | null = null;
    while (this.kind !== T.BRACE_CLOSE) {
      const before = this.index;
      if (this.kind === T.BRACKET_OPEN) rest = this.parseMapEntry();
      else fields.push(this.parseField());
      if (!this.panic && (this.accept(T.COMMA) || this.accept(T.SEMICOLON))) continue;
      if (!this.panic && this.kind === T.BRACE_CLOSE) break;
      this.reportMissingClosing(T.BRACE_CLOSE, T.BRACE_OPEN, line);
      const recovery = this.recoverList(T.BRACE_CLOSE, before);
      if (recovery === 'item') continue;
      return { kind: 'RecordType', start, end: this.previousEnd(), line, fields, rest };
    }
    this.advance();
    const end = this.previousEnd();
    if (rest && fields.length === 0) return { ...rest, start, end, line };
    return { kind: 'RecordType', start, end, line, fields, rest };
  }

  /** `[K]: V`. */
  private parseMapEntry(): MapType {
    const start = this.start();
    const line = this.line();
    this.advance();
    const key = this.parseType();
    this.expect(T.BRACKET_CLOSE);
    this.expect(T.COLON);
    const value = this.panic ? this.errorType() : this.parseType();
    return { kind: 'MapType', start, end: this.previousEnd(), line, key, value, readonly: false };
  }

  /** True where a field of a record begins: `x:`, `x?:`, `readonly x:`, `"x":`. */
  private atField(): boolean {
    if (this.isFieldName(0)) return true;
    return this.isWord('readonly') && this.isFieldName(1);
  }

  /** True where the token at `distance` is the name of a field. Keywords may be names of fields. */
  protected isFieldName(distance: number): boolean {
    const kind = this.peek(distance);
    const word = kind === T.NAME || kind === T.STRING || (kind >= T.FIRST_KEYWORD && kind <= T.LAST_KEYWORD);
    if (!word) return false;
    const next = this.peek(distance + 1);
    return next === T.COLON || (next === T.QUESTION && this.peek(distance + 2) === T.COLON);
  }

  /** `@a readonly x?: T @b`. */
  protected parseField(): RecordField {
    const start = this.start();
    const line = this.line();
    const annotations: Annotation[] = this.kind === T.AT ? this.parseAnnotations() : [];
    const readonly = this.isWord('readonly') && this.isFieldName(1);
    if (readonly) this.advance();
    if (!this.isFieldName(0)) {
      this.report('<name> expected');
      return { start, end: start, line, name: '?', type: this.errorType(), optional: false, readonly, annotations };
    }
    const name = this.fieldName();
    const optional = this.accept(T.QUESTION);
    this.advance();
    const type = this.parseType();
    return { start, end: Math.max(start, this.previousEnd()), line, name, type, optional, readonly, annotations };
  }

  private fieldName(): string {
    const value = this.values[this.index];
    const text = this.source.slice(this.start(), this.ends[this.index]);
    this.advance();
    return typeof value === 'string' ? value : text;
  }

  protected parseParenType(start: number, line: number): TypeNode {
    const typeParameters = this.kind === T.LESS ? this.parseTypeParameters() : [];
    if (typeParameters.length > 0 && this.kind !== T.PAREN_OPEN) {
      this.report("'(' expected");
      return this.errorType();
    }
    const list = this.parseParenList();
    if (this.panic) return this.errorType();
    if (this.kind === T.MINUS && this.peek(1) === T.GREATER && this.touches(0)) {
      this.advance();
      this.advance();
      return this.finishFunctionType(start, line, typeParameters, list, this.parseResult());
    }
    if (list.named || typeParameters.length > 0) {
      this.report("'->' expected");
      return this.finishFunctionType(start, line, typeParameters, list, null);
    }
    const types = list.parameters.map((parameter) => parameter.type);
    if (types.length === 1 && !list.vararg) return types[0];
    return { kind: 'TupleType', start, end: this.previousEnd(), line, types, vararg: list.vararg };
  }

  protected parseFunType(start: number, line: number): TypeNode {
    const typeParameters = this.kind === T.LESS ? this.parseTypeParameters() : [];
    const list = this.parseParenList();
    const result = !this.panic && this.accept(T.COLON) ? this.parseResult() : null;
    return this.finishFunctionType(start, line, typeParameters, list, result);
  }

  private finishFunctionType(
    start: number,
    line: number,
    typeParameters: TypeParameter[],
    list: ParenList,
    result: TypeNode | null,
  ): FunctionType {
    const { parameters, vararg } = list;
    return { kind: 'FunctionType', start, end: this.previousEnd(), line, typeParameters, parameters, vararg, result };
  }

  /** `(a: A, B, c?: C, ...D)`. */
  private parseParenList(): ParenList {
    const list: ParenList = { parameters: [], vararg: null, named: false };
    const line = this.line();
    if (this.kind !== T.PAREN_OPEN) {
      this.report("'(' expected");
      return list;
    }
    this.openTypeBracket();
    if (this.kind !== T.PAREN_CLOSE) {
      do {
        if (this.kind === T.ELLIPSIS) {
          list.vararg = this.parseVarargType();
          break;
        }
        this.parseListParameter(list);
      } while (this.accept(T.COMMA));
    }
    if (!this.expectClosing(T.PAREN_CLOSE, T.PAREN_OPEN, line)) this.recoverList(T.PAREN_CLOSE);
    this.typeBrackets--;
    return list;
  }

  private parseListParameter(list: ParenList): void {
    const start = this.start();
    const line = this.line();
    const named = this.isFieldName(0) && this.kind === T.NAME;
    const name = named ? this.expectName() : null;
    const optional = named && this.accept(T.QUESTION);
    if (named) this.advance();
    const type = this.parseType();
    list.named ||= named;
    list.parameters.push({ start, end: Math.max(start, this.previousEnd()), line, name, type, optional });
  }

  /** `...T`, `...: T`, or `...` alone, which is `...any`. */
  private parseVarargType(): TypeNode {
    const start = this.start();
    const line = this.line();
    this.advance();
    this.accept(T.COLON);
    if (this.kind === T.PAREN_CLOSE)
      return { kind: 'NamedType', start, end: start, line, path: ['any'], arguments: [] };
    return this.parseType();
  }

  /** Results of a function declaration behind the colon: as `parseResult`, also `A, B` without parentheses. */
  protected parseResults(): TypeNode {
    const first = this.parseResult();
    if (this.kind !== T.COMMA) return first;
    const types = [first];
    let vararg: TypeNode | null = null;
    while (this.accept(T.COMMA)) {
      if (this.kind === T.ELLIPSIS) {
        vararg = this.parseVarargType();
        break;
      }
      types.push(this.parseResult());
    }
    const tuple: TupleType = {
      kind: 'TupleType',
      start: first.start,
      end: this.previousEnd(),
      line: first.line,
      types,
      vararg,
    };
    return tuple;
  }

  /** One result: a type, or the predicate `asserts x`, `asserts x is T`, `x is T`. */
  private parseResult(): TypeNode {
    const start = this.start();
    const line = this.line();
    const asserts = this.isWord('asserts') && this.peek(1) === T.NAME && this.onSameLine(1);
    const predicate = asserts ? this.isWordAt(2, 'is') && this.onSameLine(2) : this.isPredicate();
    if (!asserts && !predicate) return this.parseType();
    if (asserts) this.advance();
    const parameter = this.expectName();
    let type: TypeNode | null = null;
    if (predicate) {
      this.advance();
      type = this.parseType();
    }
    return { kind: 'AssertsType', start, end: this.previousEnd(), line, asserts, parameter, type };
  }

  /** True at the `x` of `x is T`: all on one line, and a type behind `is`. */
  private isPredicate(): boolean {
    if (this.kind !== T.NAME || !this.isWordAt(1, 'is') || !this.onSameLine(1) || !this.onSameLine(2)) return false;
    switch (this.peek(2)) {
      case T.NAME:
      case T.NIL:
      case T.TRUE:
      case T.FALSE:
      case T.STRING:
      case T.NUMBER:
      case T.BRACE_OPEN:
      case T.PAREN_OPEN:
      case T.FUNCTION:
        return true;
      default:
        return false;
    }
  }

  private onSameLine(distance: number): boolean {
    return this.lines[this.index + distance] === this.line();
  }
}
