/** Concatenation: a chain `a .. b .. c` is evaluated from left to right and joined from right to left. */

import type { Expression } from '../syntax/ast.ts';
import type { Atom, FunctionContext } from './context.ts';
import { mayRunCode, nameForErrors, strip } from './names.ts';

/** Condition that JavaScript's `+` joins an operand as Lua does: strings, and small integers where a string is beside it. */
function joins(text: string, type: Atom['type'], atoms: readonly Atom[]): string {
  const integer = `(typeof ${text} === 'number' && (${text} | 0) === ${text})`;
  if (type === 'int') return `(${text} | 0) === ${text}`;
  const beside = atoms.length === 2 && atoms.some((atom) => atom.type === 'string');
  return beside ? `(typeof ${text} === 'string' || ${integer})` : `typeof ${text} === 'string'`;
}

export function concatenation(e: FunctionContext, node: Expression & { kind: 'Binary' }): Atom {
  const nodes: Expression[] = [];
  let rest: Expression = node;
  // All operators of a chain are one instruction of PUC Lua, at the line of the last one.
  let line = node.operatorLine;
  while (rest.kind === 'Binary' && rest.operator === '..') {
    nodes.push(rest.left);
    line = rest.operatorLine;
    rest = rest.right;
  }
  nodes.push(rest);
  const atoms = nodes.map((operand, index) => {
    const atom = e.visit.value(e, operand);
    if (atom.volatile !== true || !nodes.slice(index + 1).some((later) => mayRunCode(later))) return atom;
    return e.copy(atom);
  });
  e.line = line;
  const target = e.temporary();
  const names = nodes.map((operand) => nameForErrors(e, strip(operand)));
  const unknown = atoms.filter((atom) => atom.type !== 'string').map(({ text, type }) => joins(text, type, atoms));
  const joined = atoms.map((atom) => atom.text).join(' + ');
  // Adjacent literals would be added as strings by JavaScript as well; a leading literal makes every `+` a string's.
  const fast = `${target} = ${joined};`;
  if (unknown.length === 0) {
    e.emit(fast);
    return { text: target, type: 'string' };
  }
  if (atoms.length === 2 && !atoms.every((atom) => atom.type === 'int')) {
    const [left, right] = atoms as [Atom, Atom];
    const site = e.site(names[0], names[1]);
    const guard = `!(${unknown.join(' && ')} && (${target} = ${joined}).length < 268435456)`;
    e.suspendable(guard, target, `$concat(${left.text}, ${right.text}, ${site})`);
    return { text: target, type: 'unknown' };
  }
  const slow = e.within(() => {
    let right = (atoms[atoms.length - 1] as Atom).text;
    let rightName = names[names.length - 1] ?? null;
    for (let index = atoms.length - 2; index >= 0; index--) {
      const left = (atoms[index] as Atom).text;
      e.suspendable('', target, `$concat(${left}, ${right}, ${e.site(names[index] ?? null, rightName)})`);
      right = target;
      rightName = null;
    }
  });
  const list = atoms.map((atom) => atom.text).join(', ');
  e.region.if(`(${target} = $join(${list})) === undefined`, slow, null, e.line);
  return { text: target, type: 'unknown' };
}
