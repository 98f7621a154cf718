/** Unary operators but `not`. */

import type { Expression } from '../syntax/ast.ts';
import type { Atom, FunctionContext } from './context.ts';
import { memberBase } from './literals.ts';
import { nameInRegister, strip } from './names.ts';

type Unary = Expression & { kind: 'Unary' };

function slowPath(e: FunctionContext, node: Unary, operand: Atom, helper: string, guard: string, target: string): Atom {
  const name = nameInRegister(e, strip(node.operand));
  e.suspendable(guard, target, `${helper}(${operand.text}, ${e.site(name, name)})`);
  return { text: target, type: 'unknown' };
}

/** `#x`: the array part's length where its last element is not nil. */
export function length(e: FunctionContext, node: Unary): Atom {
  const operand = e.visit.value(e, node.operand);
  e.line = node.line;
  const target = e.temporary();
  const x = memberBase(operand.text);
  const guard = `!(${x} instanceof $T && ${x}.$t === undefined && (${target} = ${x}.$a.length) > 0 && ${x}.$a[${target} - 1] !== undefined)`;
  return slowPath(e, node, operand, '$len', guard, target);
}

export function negation(e: FunctionContext, node: Unary): Atom {
  const operand = e.visit.value(e, node.operand);
  e.line = node.line;
  if (operand.type === 'int' && /^[1-9]\d*$/.test(operand.text)) return { text: `(-${operand.text})`, type: 'int' };
  if (operand.type === 'float' && operand.raw !== undefined) {
    const raw = `(-${operand.raw})`;
    return { text: e.constant(`$float(${raw})`), type: 'float', raw };
  }
  const target = e.temporary();
  // 0 is left to the helper: its negation is 0 for an integer, which JavaScript writes as -0.
  const guard = `!(typeof ${operand.text} === 'number' && (${target} = -${operand.text}) !== 0)`;
  return slowPath(e, node, operand, '$unm', guard, target);
}

export function bitwiseNot(e: FunctionContext, node: Unary): Atom {
  const operand = e.visit.value(e, node.operand);
  e.line = node.line;
  const target = e.temporary();
  const guard = `!(typeof ${operand.text} === 'number' && (${operand.text} | 0) === ${operand.text} && ((${target} = ~${operand.text}), true))`;
  return slowPath(e, node, operand, '$bnot', guard, target);
}
