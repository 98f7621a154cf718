/**
 * Refinements that a field which can be written may lose: a table made as `{x = 1}` has a literal in it, and is meant to
 * be usable as `{x: number}`.
 */

import type { Type } from '../model.ts';
import { recordFields, shapeOf } from '../resolve.ts';
import { literalBase } from '../unions.ts';
import { typeEquals } from './equality.ts';

/** Pairs of types that may still be looked at; shared by all questions of one subtype check. */
export interface WideningBudget {
  pairs: number;
}

/** True where `narrow`, known to be below `wide`, differs from it by such refinements only. */
export function canWiden(narrow: Type, wide: Type, budget: WideningBudget): boolean {
  const from = shapeOf(narrow);
  const to = shapeOf(wide);
  if (from === to || to.kind === 'any' || to.kind === 'unknown') return true;
  if (budget.pairs-- <= 0) return false;
  const next = (left: Type, right: Type): boolean => canWiden(left, right, budget);
  if (to.kind === 'optional')
    return from.kind === 'nil' || next(from.kind === 'optional' ? from.inner : from, to.inner);
  if (from.kind === 'union') return from.members.every((member) => next(member, to));
  // Unions of literals are tags: a field that holds one tag must not become a field that may hold any.
  if (to.kind === 'union') {
    return to.members.some((member) => shapeOf(member).kind !== 'literal' && next(from, member));
  }
  switch (from.kind) {
    case 'literal':
      return to.kind === 'number'
        ? literalBase(from).kind !== 'string' && typeof from.value !== 'boolean'
        : literalBase(from) === to;
    case 'integer':
      return to.kind === 'number';
    case 'array':
      return to.kind === 'array' && next(from.element, to.element);
    case 'tuple':
      if (to.kind === 'array') return from.elements.every((element) => next(element, to.element));
      return (
        to.kind === 'tuple' &&
        from.elements.length === to.elements.length &&
        from.elements.every((element, index) => next(element, to.elements[index] as Type))
      );
    case 'record': {
      const fields = new Map((recordFields(from) ?? []).map((field) => [field.name, field]));
      const wanted = recordFields(to);
      if (wanted === null)
        return to.kind === 'map' && [...fields.values()].every((field) => next(field.type, to.value));
      return wanted.every((field) => {
        const own = fields.get(field.name);
        return own === undefined ? field.optional : next(own.type, field.type);
      });
    }
    default:
      return typeEquals(from, to);
  }
}
