/**
 * Policy expressions as functions. The language is the part of expr-lang that decides: literals, members, operators,
 * `? :`, `let`, pipes, and functions of texts, numbers and lists.
 */

import { closestName } from '../../../infrastructure/suggest.ts';
import { compileRegularExpression } from '../patterns.ts';
import { FUNCTIONS, LIST_FUNCTIONS } from './functions.ts';
import { invalidExpression, type Token, tokenize } from './lexer.ts';
import { binaryOperator, OPERATORS, UNARY } from './operators.ts';
import { EvaluationError, list, member, number } from './values.ts';

/** What an expression sees: names with their values, and in braces the item that is looked at. */
export interface Surroundings {
  readonly names: Readonly<Record<string, unknown>>;
  readonly item?: unknown;
  readonly index?: number;
}

export type Evaluation = (surroundings: Surroundings) => unknown;

const MAXIMUM_DEPTH = 100;

/** @throws WippyError Invalid that quotes the expression. */
export function compileExpression(source: string): Evaluation {
  return new Compiler(source).compile();
}

class Compiler {
  private readonly source: string;
  private readonly tokens: readonly Token[];
  private position = 0;
  private depth = 0;
  private braces = 0;

  constructor(source: string) {
    this.source = source;
    this.tokens = tokenize(source);
  }

  compile(): Evaluation {
    const evaluation = this.sequence();
    if (this.token.kind !== 'end') throw this.unexpected();
    return evaluation;
  }

  private get token(): Token {
    return this.tokens[this.position] as Token;
  }

  private next(): Token {
    const token = this.token;
    if (token.kind !== 'end') this.position++;
    return token;
  }

  private is(text: string): boolean {
    const { kind } = this.token;
    return (kind === 'operator' || kind === 'name') && this.token.text === text;
  }

  private accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.position++;
    return true;
  }

  private expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected(`expected ${JSON.stringify(text)} and found`);
  }

  private unexpected(why = 'unexpected'): Error {
    const { kind, text, at } = this.token;
    return invalidExpression(this.source, at, `${why} ${kind === 'end' ? text : JSON.stringify(text)}`);
  }

  /** `let name = value; rest`. */
  private sequence(): Evaluation {
    if (!this.accept('let')) return this.conditional();
    const name = this.next();
    if (name.kind !== 'name') throw this.unexpected('let needs a name before');
    this.expect('=');
    const value = this.conditional();
    this.expect(';');
    const rest = this.sequence();
    return (outer) => {
      const names = Object.assign(Object.create(null) as Record<string, unknown>, outer.names);
      names[name.text] = value(outer);
      return rest({ ...outer, names });
    };
  }

  private conditional(): Evaluation {
    if (++this.depth > MAXIMUM_DEPTH) throw invalidExpression(this.source, this.token.at, 'the nesting is too deep');
    let result = this.binary(0);
    if (this.accept('?')) {
      const [test, yes] = [result, this.conditional()];
      this.expect(':');
      const no = this.conditional();
      result = (outer) => {
        const value = test(outer);
        if (typeof value !== 'boolean') throw new EvaluationError('? needs a boolean');
        return value ? yes(outer) : no(outer);
      };
    }
    this.depth--;
    return result;
  }

  private binary(minimum: number): Evaluation {
    let left = this.unary();
    for (;;) {
      const start = this.position;
      const negated = this.accept('not');
      const { kind, text } = this.token;
      const operator = kind === 'operator' || kind === 'name' ? OPERATORS[text] : undefined;
      if (operator === undefined || operator.precedence < minimum || (negated && !operator.negatable)) {
        this.position = start;
        return left;
      }
      this.position++;
      if (text === '|') {
        left = this.piped(left);
        continue;
      }
      const literal = this.token.kind === 'string' ? this.token.text : null;
      const at = this.position;
      const right = this.binary(operator.precedence + (operator.rightToLeft ? 0 : 1));
      const alone = literal !== null && this.position === at + 1;
      const pattern = text === 'matches' && alone ? compileRegularExpression(literal) : null;
      const apply = binaryOperator(text, left, right, pattern);
      left = negated ? (outer) => !apply(outer) : apply;
    }
  }

  /** `value | function(rest)` is `function(value, rest)`. */
  private piped(first: Evaluation): Evaluation {
    const { kind, text } = this.token;
    if (kind !== 'name') throw this.unexpected('a pipe needs a function and not');
    this.position++;
    return this.postfix(this.call(text, first));
  }

  private unary(): Evaluation {
    const { kind, text } = this.token;
    const operator = kind === 'operator' || text === 'not' ? UNARY[text] : undefined;
    if (operator === undefined || kind === 'string') return this.postfix(this.primary());
    if (++this.depth > MAXIMUM_DEPTH) throw invalidExpression(this.source, this.token.at, 'the nesting is too deep');
    this.position++;
    const operand = this.binary(operator.precedence);
    this.depth--;
    return (outer) => operator.apply(operand(outer));
  }

  private primary(): Evaluation {
    const token = this.next();
    const { kind, text, value } = token;
    if (kind === 'number') return () => value;
    if (kind === 'string') return () => text;
    if (kind === 'name') return this.named(text);
    switch (text) {
      case '(': {
        const inner = this.conditional();
        this.expect(')');
        return inner;
      }
      case '[': {
        const items = this.list(']');
        return (outer) => items.map((item) => item(outer));
      }
      case '{':
        return this.map();
      case '#':
        if (this.braces > 0) return this.item();
        break;
      case '.':
        // `{.name}` is `{#.name}`.
        if (this.braces > 0) {
          this.position--;
          return (outer) => outer.item;
        }
    }
    this.position = this.tokens.indexOf(token);
    throw this.unexpected();
  }

  private item(): Evaluation {
    if (!this.accept('index')) return (outer) => outer.item;
    return (outer) => outer.index;
  }

  private named(name: string): Evaluation {
    if (name === 'true' || name === 'false') return () => name === 'true';
    if (name === 'nil' || name === 'null') return () => null;
    if (this.is('(')) return this.call(name, null);
    return ({ names }) => (Object.hasOwn(names, name) ? names[name] : undefined);
  }

  private list(end: string): Evaluation[] {
    const items: Evaluation[] = [];
    while (!this.accept(end)) {
      items.push(this.conditional());
      if (!this.is(end)) this.expect(',');
    }
    return items;
  }

  private map(): Evaluation {
    const members: [string, Evaluation][] = [];
    while (!this.accept('}')) {
      const { kind, text } = this.next();
      if (kind !== 'name' && kind !== 'string') throw this.unexpected('a map needs a key before');
      this.expect(':');
      members.push([text, this.conditional()]);
      if (!this.is('}')) this.expect(',');
    }
    return (outer) => {
      const map = Object.create(null) as Record<string, unknown>;
      for (const [name, value] of members) map[name] = value(outer);
      return map;
    };
  }

  private call(name: string, first: Evaluation | null): Evaluation {
    if (Object.hasOwn(LIST_FUNCTIONS, name)) return this.listCall(name, first);
    const declared = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (declared === undefined) {
      const known = [...Object.keys(FUNCTIONS), ...Object.keys(LIST_FUNCTIONS)];
      const closest = closestName(name, known);
      const why = `unknown function ${name}${closest === undefined ? '' : ` (did you mean ${closest}?)`}`;
      throw invalidExpression(this.source, this.token.at, why);
    }
    const { at } = this.token;
    this.expect('(');
    const args = [...(first === null ? [] : [first]), ...this.list(')')];
    const [least, most] = declared.arity;
    if (args.length < least || args.length > most) {
      const wanted = least === most ? String(least) : `${least} to ${most}`;
      throw invalidExpression(this.source, at, `${name} takes ${wanted} arguments, not ${args.length}`);
    }
    return (outer) => declared.call(...args.map((argument) => argument(outer)));
  }

  private listCall(name: string, first: Evaluation | null): Evaluation {
    this.expect('(');
    const items = first ?? this.conditional();
    if (first === null) this.expect(',');
    const braces = this.accept('{');
    this.braces++;
    const each = this.conditional();
    this.braces--;
    if (braces) this.expect('}');
    this.expect(')');
    const apply = LIST_FUNCTIONS[name] as (typeof LIST_FUNCTIONS)[string];
    return (outer) => apply(list(items(outer), name), (item, index) => each({ names: outer.names, item, index }));
  }

  /** Members and slices behind a value. A `?.` that meets nil ends the chain with nil. */
  private postfix(start: Evaluation): Evaluation {
    let value = start;
    for (;;) {
      const object = value;
      const optional = this.accept('?.');
      if (optional && this.accept('[')) return this.chained(object, this.subscript(object));
      if (optional || this.accept('.')) {
        const name = this.next();
        if (name.kind !== 'name') {
          this.position--;
          throw this.unexpected('a member needs a name and not');
        }
        value = (outer) => member(object(outer), name.text);
        if (optional) return this.chained(object, value);
      } else if (this.accept('[')) value = this.subscript(object);
      else return value;
    }
  }

  private chained(object: Evaluation, value: Evaluation): Evaluation {
    const rest = this.postfix(value);
    return (outer) => {
      const from = object(outer);
      return from === null || from === undefined ? undefined : rest(outer);
    };
  }

  private subscript(object: Evaluation): Evaluation {
    const from = this.is(':') ? null : this.conditional();
    if (!this.accept(':')) {
      this.expect(']');
      const key = from as Evaluation;
      return (outer) => member(object(outer), key(outer));
    }
    const to = this.is(']') ? null : this.conditional();
    this.expect(']');
    return (outer) => {
      const container = object(outer);
      if (typeof container !== 'string' && !Array.isArray(container)) throw new EvaluationError('cannot slice');
      const bound = (evaluation: Evaluation | null): number | undefined =>
        evaluation === null ? undefined : number(evaluation(outer), 'a slice');
      return container.slice(bound(from), bound(to));
    };
  }
}
