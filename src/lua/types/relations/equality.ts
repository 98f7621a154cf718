/** Structural equality of types. Unions and records do not depend on order; names count as what they stand for. */

import { literalEquals } from '../literals.ts';
import type { AnnotatedType, Field, FunctionType, Type } from '../model.ts';
import { expand, recordFields, resolve } from '../resolve.ts';

/** Pairs looked at before the answer is no: equal types of programs need a tiny part of it. */
const MAX_PAIRS = 5000;

/** True where two types have the same structure. Recursive types are equal where no difference can be found. */
export function typeEquals(left: Type, right: Type): boolean {
  return new Comparison().equal(left, right);
}

class Comparison {
  /** Pairs that were found equal, or are being compared: both count as equal. */
  private readonly assumed = new Map<Type, Set<Type>>();
  private pairs = 0;

  equal(one: Type, other: Type): boolean {
    const left = resolve(one);
    const right = resolve(other);
    if (left === right) return true;
    if (++this.pairs > MAX_PAIRS) return false;
    let known = this.assumed.get(left);
    if (known?.has(right)) return true;
    if (known === undefined) {
      known = new Set();
      this.assumed.set(left, known);
    }
    // A pair that turns out different makes the whole comparison fail, except among members of unions: see `members`.
    known.add(right);
    const same = this.structure(left, right);
    if (!same) known.delete(right);
    return same;
  }

  private structure(left: Type, right: Type): boolean {
    if (left.kind === 'instantiated' && right.kind === 'instantiated' && left.generic === right.generic) {
      return this.all(left.arguments, right.arguments);
    }
    if (left.kind === 'instantiated') return this.equal(expand(left), right);
    if (right.kind === 'instantiated') return this.equal(left, expand(right));
    switch (left.kind) {
      case 'basic':
        return right.kind === 'basic' && left.name === right.name;
      case 'literal':
        return right.kind === 'literal' && literalEquals(left, right);
      case 'optional':
        return right.kind === 'optional' && this.equal(left.inner, right.inner);
      case 'union':
        return right.kind === 'union' && this.members(left.members, right.members);
      case 'intersection':
        return right.kind === 'intersection' && this.members(left.members, right.members);
      case 'tuple':
        return right.kind === 'tuple' && this.all(left.elements, right.elements) && this.maybe(left.rest, right.rest);
      case 'function':
        return right.kind === 'function' && this.functions(left, right);
      case 'array':
        return right.kind === 'array' && left.readonly === right.readonly && this.equal(left.element, right.element);
      case 'map':
        return (
          right.kind === 'map' &&
          left.readonly === right.readonly &&
          this.equal(left.key, right.key) &&
          this.equal(left.value, right.value)
        );
      case 'record':
        return right.kind === 'record' && this.maybe(left.rest, right.rest) && this.fields(left.fields, right.fields);
      case 'interface':
        return (
          right.kind === 'interface' &&
          left.name === right.name &&
          this.fields(recordFields(left) ?? [], recordFields(right) ?? [])
        );
      case 'annotated':
        return right.kind === 'annotated' && this.equal(left.inner, right.inner) && sameAnnotations(left, right);
      case 'reference':
        return right.kind === 'reference' && left.name === right.name && this.all(left.arguments, right.arguments);
      case 'generic':
        return (
          right.kind === 'generic' && left.parameters.length === right.parameters.length && left.body === right.body
        );
      default:
        return false;
    }
  }

  private all(left: readonly Type[], right: readonly Type[]): boolean {
    return left.length === right.length && left.every((type, index) => this.equal(type, right[index] as Type));
  }

  private maybe(left: Type | null, right: Type | null): boolean {
    return left === null || right === null ? left === right : this.equal(left, right);
  }

  /** Every member of one has an equal member in the other; neither has duplicates. */
  private members(left: readonly Type[], right: readonly Type[]): boolean {
    if (left.length !== right.length) return false;
    const open = [...right];
    return left.every((type) => {
      const index = open.findIndex((other) => this.equal(type, other));
      if (index >= 0) open.splice(index, 1);
      return index >= 0;
    });
  }

  private fields(left: readonly Field[], right: readonly Field[]): boolean {
    if (left.length !== right.length) return false;
    const byName = new Map(right.map((field) => [field.name, field]));
    return left.every((field) => {
      const other = byName.get(field.name);
      if (other === undefined || field.optional !== other.optional || field.readonly !== other.readonly) return false;
      return this.equal(field.type, other.type);
    });
  }

  private functions(left: FunctionType, right: FunctionType): boolean {
    if (left.parameters.length !== right.parameters.length) return false;
    if (left.typeParameters.length !== right.typeParameters.length) return false;
    left.typeParameters.forEach((parameter, index) => {
      this.assumed.set(parameter, new Set([right.typeParameters[index] as Type]));
    });
    const parameters = left.parameters.every((parameter, index) => {
      const other = right.parameters[index];
      return other !== undefined && parameter.optional === other.optional && this.equal(parameter.type, other.type);
    });
    return (
      parameters &&
      this.maybe(left.rest, right.rest) &&
      this.all(left.results, right.results) &&
      this.maybe(left.resultRest, right.resultRest)
    );
  }
}

function sameAnnotations(left: AnnotatedType, right: AnnotatedType): boolean {
  if (left.annotations.length !== right.annotations.length) return false;
  return left.annotations.every((annotation, index) => {
    const other = right.annotations[index];
    if (other === undefined || annotation.name !== other.name) return false;
    if (annotation.arguments.length !== other.arguments.length) return false;
    return annotation.arguments.every((value, at) =>
      literalEquals({ kind: 'literal', value }, { kind: 'literal', value: other.arguments[at] ?? false }),
    );
  });
}
