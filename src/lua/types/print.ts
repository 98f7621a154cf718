/** Types as text, in the syntax of the dialect. Names stay names, so that recursive types print finitely. */

import { printLiteral } from './literals.ts';
import type { Annotation, Field, FunctionType, ParameterType, Type } from './model.ts';

/** Longer texts are cut: they end up in error messages. */
const MAX_LENGTH = 800;

/** Parts that are printed before the rest becomes `...`: arguments of generics may share parts without end. */
const MAX_PARTS = 400;

/** The text of a type, at most 800 characters. */
export function printType(type: Type): string {
  const text = new Printer().print(type);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 3)}...` : text;
}

class Printer {
  private parts = 0;

  print(type: Type): string {
    if (++this.parts > MAX_PARTS) return '...';
    switch (type.kind) {
      case 'basic':
      case 'parameter':
      case 'interface':
        return type.name;
      case 'literal':
        return printLiteral(type.value);
      case 'optional':
        return `${this.operand(type.inner)}?`;
      case 'union':
        return type.members.map((member) => this.unionMember(member)).join(' | ');
      case 'intersection':
        return type.members.map((member) => this.operand(member)).join(' & ');
      case 'tuple':
        return `(${this.types(type.elements, type.rest)})`;
      case 'function':
        return this.printFunction(type);
      case 'array':
        return `${type.readonly ? 'readonly ' : ''}{${this.print(type.element)}}`;
      case 'map':
        return `${type.readonly ? 'readonly ' : ''}{[${this.print(type.key)}]: ${this.print(type.value)}}`;
      case 'record': {
        const parts = type.fields.map((field) => this.printField(field));
        if (type.rest !== null) parts.push(`[${this.print(type.rest.key)}]: ${this.print(type.rest.value)}`);
        return `{${parts.join(', ')}}`;
      }
      case 'generic':
        return type.name + this.typeParameters(type.parameters);
      case 'instantiated':
        return `${type.generic.name}<${this.types(type.arguments, null)}>`;
      case 'reference':
        return type.arguments.length === 0 ? type.name : `${type.name}<${this.types(type.arguments, null)}>`;
      case 'keyof':
        return `keyof ${this.operand(type.inner)}`;
      case 'annotated':
        return this.operand(type.inner) + type.annotations.map(printAnnotation).join('');
      default:
        return type.kind;
    }
  }

  private unionMember(type: Type): string {
    return type.kind === 'function' ? `(${this.print(type)})` : this.print(type);
  }

  /** A type where an operator binds tighter than unions and functions. */
  private operand(type: Type): string {
    const text = this.print(type);
    return type.kind === 'union' || type.kind === 'intersection' || type.kind === 'function' ? `(${text})` : text;
  }

  private types(elements: readonly Type[], rest: Type | null): string {
    const parts = elements.map((element) => this.print(element));
    if (rest !== null) parts.push(`...${this.print(rest)}`);
    return parts.join(', ');
  }

  private printField(field: Field): string {
    return `${field.readonly ? 'readonly ' : ''}${field.name}${field.optional ? '?' : ''}: ${this.print(field.type)}`;
  }

  private printFunction(type: FunctionType): string {
    const parts = type.parameters.map(({ name, type: inner, optional }) => {
      if (name !== null) return `${name}${optional ? '?' : ''}: ${this.print(inner)}`;
      return optional ? `${this.operand(inner)}?` : this.print(inner);
    });
    if (type.rest !== null) parts.push(`...${this.print(type.rest)}`);
    const single = type.results.length === 1 && type.resultRest === null;
    const result = single ? this.print(type.results[0] as Type) : `(${this.types(type.results, type.resultRest)})`;
    return `${this.typeParameters(type.typeParameters)}(${parts.join(', ')}) -> ${result}`;
  }

  private typeParameters(parameters: readonly ParameterType[]): string {
    if (parameters.length === 0) return '';
    const parts = parameters.map(({ name, constraint }) =>
      constraint === null ? name : `${name}: ${this.print(constraint)}`,
    );
    return `<${parts.join(', ')}>`;
  }
}

function printAnnotation({ name, arguments: values }: Annotation): string {
  return values.length === 0 ? ` @${name}` : ` @${name}(${values.map(printLiteral).join(', ')})`;
}
