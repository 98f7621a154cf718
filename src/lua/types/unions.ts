/** Unions in their normal form, which reflection and equality rely on. */

import { isInteger } from '../runtime/values.ts';
import { literalEquals } from './literals.ts';
import { type LiteralType, optional, PRIMITIVES, type Type } from './model.ts';

/**
 * `A | B | ...`: nested unions are flattened, duplicates and literals of a member's type are dropped, `any` takes all,
 * `never` adds nothing, one type with nil is an optional. Members keep the order in which they were written.
 * Names are not looked into, as they may not be declared yet.
 */
export function union(types: readonly Type[]): Type {
  const members: Type[] = [];
  let nil = false;
  const add = (type: Type): void => {
    if (type.kind === 'union') type.members.forEach(add);
    else if (type.kind === 'optional') {
      nil = true;
      add(type.inner);
    } else if (type.kind === 'nil') nil = true;
    else if (type.kind !== 'never' && !members.some((member) => sameSimple(member, type))) members.push(type);
  };
  types.forEach(add);
  if (members.includes(PRIMITIVES.any)) return PRIMITIVES.any;
  const kept = members.filter((member) => !isCovered(member, members));
  if (kept.length === 0) return nil ? PRIMITIVES.nil : PRIMITIVES.never;
  if (kept.length === 1) return nil ? optional(kept[0] as Type) : (kept[0] as Type);
  return { kind: 'union', members: nil ? [PRIMITIVES.nil, ...kept] : kept };
}

function sameSimple(left: Type, right: Type): boolean {
  if (left === right) return true;
  return left.kind === 'literal' && right.kind === 'literal' && literalEquals(left, right);
}

/** True where another member has all the values of this one. */
function isCovered(member: Type, members: readonly Type[]): boolean {
  if (member.kind === 'integer') return members.includes(PRIMITIVES.number);
  if (member.kind !== 'literal') return false;
  const base = literalBase(member);
  return members.includes(base) || (base.kind === 'integer' && members.includes(PRIMITIVES.number));
}

/** The primitive type that a literal belongs to. */
export function literalBase(type: LiteralType): Type {
  const { value } = type;
  if (typeof value === 'string') return PRIMITIVES.string;
  if (typeof value === 'boolean') return PRIMITIVES.boolean;
  return isInteger(value) ? PRIMITIVES.integer : PRIMITIVES.number;
}
