/** Comparisons as JavaScript conditions. */

import type { BinaryOperator, Expression } from '../syntax/ast.ts';
import type { Atom, FunctionContext } from './context.ts';
import { mayRunCode, strip } from './names.ts';

export function isComparison(operator: BinaryOperator): boolean {
  return /^(==|~=|<|<=|>|>=)$/.test(operator);
}

/** Evaluates both sides; gives the text of the condition. */
export function comparison(e: FunctionContext, node: Expression & { kind: 'Binary' }): string {
  let left = e.visit.value(e, node.left);
  const rightNode = strip(node.right);
  if (left.volatile === true && mayRunCode(rightNode)) {
    left = e.copy(left);
  }
  const right = e.visit.value(e, rightNode);
  e.line = node.operatorLine;
  switch (node.operator) {
    case '==':
      return equality(e, left, right);
    case '~=':
      return `!(${equality(e, left, right)})`;
    case '<':
      return order(e, left, right, '<', '$lt');
    case '<=':
      return order(e, left, right, '<=', '$le');
    case '>':
      return order(e, right, left, '<', '$lt');
    default:
      return order(e, right, left, '<=', '$le');
  }
}

/** Types whose values are equal only where `===` says so, whatever the other side is. */
function isPrimitive(atom: Atom): boolean {
  return atom.type === 'nil' || atom.type === 'boolean' || atom.type === 'string' || atom.type === 'function';
}

function equality(e: FunctionContext, left: Atom, right: Atom): string {
  if (isPrimitive(left) || isPrimitive(right)) return `${left.text} === ${right.text}`;
  const a = left.text;
  const b = right.text;
  if (left.type === 'int' && right.type === 'int') return `${a} === ${b}`;
  if (left.type === 'int') return `(${b} === ${a} || typeof ${b} === 'object' && $equalsRaw(${b}, ${a}))`;
  if (right.type === 'int') return `(${a} === ${b} || typeof ${a} === 'object' && $equalsRaw(${a}, ${b}))`;
  if (left.raw !== undefined && right.raw !== undefined) return `${left.raw} === ${right.raw}`;
  if (left.raw !== undefined) return `$equalsRaw(${a}, ${b})`;
  if (right.raw !== undefined) return `$equalsRaw(${a}, ${b})`;
  const target = e.temporary();
  const guard = `!(${target} = ${a} === ${b}) && (typeof ${a} === 'object' || typeof ${b} === 'object')`;
  e.suspendable(guard, target, `$eq(${a}, ${b})`);
  return target;
}

function order(e: FunctionContext, left: Atom, right: Atom, operator: string, helper: string): string {
  const a = left.raw ?? left.text;
  const b = right.raw ?? right.text;
  const tests = [left, right]
    .filter((atom) => atom.type !== 'int' && atom.raw === undefined)
    .map((atom) => `typeof ${atom.text} === 'number'`);
  if (tests.length === 0) return `${a} ${operator} ${b}`;
  const target = e.temporary();
  const guard = `!(${tests.join(' && ')} && ((${target} = ${a} ${operator} ${b}), true))`;
  e.suspendable(guard, target, `${helper}(${left.text}, ${right.text}, ${e.site()})`);
  return target;
}
