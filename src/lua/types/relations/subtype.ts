/** The subtype relation: whether every value of one type is a value of another, and may be used as one. */

import { literalEquals } from '../literals.ts';
import { type Field, type FunctionType, literal, map, PRIMITIVES, type Type } from '../model.ts';
import { recordFields, recordRest, shapeOf } from '../resolve.ts';
import { literalBase } from '../unions.ts';
import { typeEquals } from './equality.ts';
import { canWiden, type WideningBudget } from './widening.ts';

/** How deep types are looked into, and how many pairs: deeper is no subtype. */
const MAX_DEPTH = 100;
const MAX_PAIRS = 20_000;

/**
 * `sub <= super`: `never` is below everything, everything is below `any` and `unknown`, `integer` below `number`, a
 * literal below its base; records may have more fields; fields that can be written must not narrow; parameters are
 * contravariant, results covariant. Annotations do not count. Recursive types are related where nothing speaks against it.
 */
export function isSubtype(sub: Type, above: Type): boolean {
  return new Relation(false).check(sub, above);
}

/** As `isSubtype`, but `any` and `unknown` values may be used everywhere, at any depth (gradual typing). */
export function isAssignable(sub: Type, above: Type): boolean {
  return new Relation(true).check(sub, above);
}

export class Relation {
  private readonly gradual: boolean;
  private readonly assumed = new Map<Type, Set<Type>>();
  private readonly refuted = new Map<Type, Set<Type>>();
  /** Assumed pairs in order, so that a failure withdraws what was concluded from its assumption. */
  private readonly trail: [Type, Type][] = [];
  private readonly widening: WideningBudget = { pairs: 1000 };
  private depth = 0;
  private pairs = 0;

  constructor(gradual: boolean) {
    this.gradual = gradual;
  }

  check(one: Type, other: Type): boolean {
    const sub = shapeOf(one);
    const above = shapeOf(other);
    if (sub === above || above.kind === 'any' || above.kind === 'unknown' || sub.kind === 'never') return true;
    if (this.gradual && (sub.kind === 'any' || sub.kind === 'unknown')) return true;
    if (this.assumed.get(sub)?.has(above)) return true;
    if (this.refuted.get(sub)?.has(above)) return false;
    if (this.depth >= MAX_DEPTH || ++this.pairs > MAX_PAIRS) return false;
    const mark = this.trail.length;
    this.assume(sub, above);
    this.depth++;
    const holds = this.structure(sub, above);
    this.depth--;
    if (holds) return true;
    for (const [left, right] of this.trail.splice(mark)) this.assumed.get(left)?.delete(right);
    if (this.depth + 1 < MAX_DEPTH) add(this.refuted, sub, above);
    return false;
  }

  private assume(sub: Type, above: Type): void {
    this.trail.push([sub, above]);
    add(this.assumed, sub, above);
  }

  private structure(sub: Type, above: Type): boolean {
    if (above.kind === 'never') return false;
    if (sub.kind === 'any' || sub.kind === 'unknown') return hasTop(above);
    if (sub.kind === 'union') return sub.members.every((member) => this.check(member, above));
    if (sub.kind === 'optional') return this.check(PRIMITIVES.nil, above) && this.check(sub.inner, above);
    if (above.kind === 'union') return above.members.some((member) => this.check(sub, member));
    if (above.kind === 'optional') return sub.kind === 'nil' || this.check(sub, above.inner);
    if (above.kind === 'intersection') return above.members.every((member) => this.check(sub, member));
    if (sub.kind === 'intersection') return this.intersection(sub.members, above);
    if (above.kind === 'basic') return isBasic(sub, above.name);
    if (sub.kind === 'parameter') return sub.constraint !== null && this.check(sub.constraint, above);
    if (above.kind === 'parameter') return above.constraint === null || this.check(sub, above.constraint);
    switch (sub.kind) {
      case 'literal':
        return above.kind === 'literal' ? literalEquals(sub, above) : this.check(literalBase(sub), above);
      case 'integer':
        return above.kind === 'number';
      case 'basic':
        return sub.name === 'table' && isTable(above);
      case 'array':
        if (above.kind === 'map')
          return this.check(PRIMITIVES.integer, above.key) && this.check(sub.element, above.value);
        return above.kind === 'array' && (above.readonly || !sub.readonly) && this.check(sub.element, above.element);
      case 'map':
        return above.kind === 'map' && (above.readonly || !sub.readonly) && this.mapTo(sub.key, sub.value, above);
      case 'tuple':
        return this.tuple(sub, above);
      case 'function':
        return above.kind === 'function' && this.functions(sub, above);
      case 'record':
      case 'interface':
        return this.record(sub, above);
      default:
        return typeEquals(sub, above);
    }
  }

  /** Some member is below; or the members' fields together are. */
  private intersection(members: readonly Type[], above: Type): boolean {
    if (members.some((member) => this.check(member, above))) return true;
    const wanted = recordFields(above);
    if (wanted === null) return false;
    const fields = new Map<string, Field>();
    for (const member of members) for (const field of recordFields(member) ?? []) fields.set(field.name, field);
    return wanted.every((field) => this.field(fields.get(field.name), field));
  }

  private mapTo(key: Type, value: Type, above: { key: Type; value: Type }): boolean {
    return this.check(key, above.key) && this.check(value, above.value);
  }

  private tuple(sub: Type & { kind: 'tuple' }, above: Type): boolean {
    const parts = sub.rest === null ? sub.elements : [...sub.elements, sub.rest];
    if (above.kind === 'array') return parts.every((part) => this.check(part, above.element));
    if (above.kind === 'map') return parts.every((part) => this.mapTo(PRIMITIVES.integer, part, above));
    if (above.kind !== 'tuple' || sub.elements.length < above.elements.length) return false;
    if (above.rest === null && (sub.rest !== null || sub.elements.length > above.elements.length)) return false;
    return parts.every((part, index) => this.check(part, above.elements[index] ?? above.rest ?? PRIMITIVES.never));
  }

  private record(sub: Type, above: Type): boolean {
    const fields = recordFields(sub) ?? [];
    const rest = recordRest(sub);
    if (above.kind === 'array') return fields.length === 0 && rest === null;
    const wanted = above.kind === 'map' ? [] : recordFields(above);
    if (wanted === null) return false;
    const byName = new Map(fields.map((field) => [field.name, field]));
    if (!wanted.every((field) => this.field(byName.get(field.name), field))) return false;
    const aboveRest = above.kind === 'map' ? map(above.key, above.value) : recordRest(above);
    if (aboveRest === null) return true;
    if (rest !== null && !this.mapTo(rest.key, rest.value, aboveRest)) return false;
    const names = new Set(wanted.map((field) => field.name));
    return fields.every((field) => names.has(field.name) || this.mapTo(literal(field.name), field.type, aboveRest));
  }

  /** `sub` is undefined where the record has no such field. */
  private field(sub: Field | undefined, above: Field): boolean {
    const absentOk = above.optional || this.check(PRIMITIVES.nil, above.type);
    if (sub === undefined) return absentOk;
    if (sub.optional && !absentOk) return false;
    if (absentOk && shapeOf(sub.type).kind === 'nil') return true;
    if (!this.check(sub.type, above.type)) return false;
    if (above.readonly) return true;
    // What is written through the wider type must still fit the narrower one, unless it is a mere refinement.
    return !sub.readonly && (this.check(above.type, sub.type) || canWiden(sub.type, above.type, this.widening));
  }

  private functions(sub: FunctionType, above: FunctionType): boolean {
    const needed = sub.parameters.filter((parameter) => !this.mayBeAbsent(parameter)).length;
    const given = above.parameters.filter((parameter) => !this.mayBeAbsent(parameter)).length;
    if (needed > given) return false;
    const count = Math.max(sub.parameters.length, above.parameters.length);
    for (let index = 0; index < count; index++) {
      const takes = sub.parameters[index]?.type ?? sub.rest;
      const gets = above.parameters[index]?.type ?? above.rest;
      if (takes && gets && !this.check(gets, takes)) return false;
    }
    if (sub.rest !== null && above.rest !== null && !this.check(above.rest, sub.rest)) return false;
    return above.results.every((result, index) => {
      const own = sub.results[index] ?? sub.resultRest;
      return own !== null && own !== undefined && this.check(own, result);
    });
  }

  private mayBeAbsent(parameter: { type: Type; optional: boolean }): boolean {
    if (parameter.optional) return true;
    const { kind } = shapeOf(parameter.type);
    return kind === 'optional' || kind === 'any' || kind === 'unknown' || kind === 'nil';
  }
}

function add(pairs: Map<Type, Set<Type>>, left: Type, right: Type): void {
  const known = pairs.get(left);
  if (known === undefined) pairs.set(left, new Set([right]));
  else known.add(right);
}

/** True for types that have every value: a union with `unknown`, `unknown?`. */
function hasTop(type: Type): boolean {
  const shape = shapeOf(type);
  if (shape.kind === 'any' || shape.kind === 'unknown') return true;
  if (shape.kind === 'optional') return hasTop(shape.inner);
  return shape.kind === 'union' && shape.members.some(hasTop);
}

function isTable(type: Type): boolean {
  switch (type.kind) {
    case 'array':
    case 'map':
    case 'tuple':
    case 'record':
    case 'interface':
      return true;
    default:
      return false;
  }
}

function isBasic(sub: Type, name: string): boolean {
  if (sub.kind === 'basic') return sub.name === name;
  return name === 'table' ? isTable(sub) : name === 'function' && sub.kind === 'function';
}
