/** Emission of expressions that are certainly numbers: JavaScript arithmetic without checks. See `number-types.ts`. */

import type { Expression } from '../syntax/ast.ts';
import type { Atom, FunctionContext } from './context.ts';
import { doubleText } from './literals.ts';
import { isMultiple, strip } from './names.ts';
import { literalInteger, numberOf } from './number-types.ts';

/** The atom of an operator node whose value is certainly a number of one subtype, or null. */
export function staticAtom(e: FunctionContext, node: Expression): Atom | null {
  const kind = numberOf(node, e.chunk.analysis.uses);
  if (kind === null) return null;
  const state = { volatile: false };
  const text = rawText(e, node, state);
  return numberAtom(kind, text, state.volatile);
}

/** An atom for raw text of a known subtype. */
export function numberAtom(kind: 'int' | 'float', text: string, volatile = false): Atom {
  return kind === 'int'
    ? { text, type: 'int', volatile }
    : { text: `$float(${text})`, type: 'float', raw: text, volatile };
}

function rawText(e: FunctionContext, wrapped: Expression, state: { volatile: boolean }): string {
  const node = strip(wrapped);
  switch (node.kind) {
    case 'Number':
      return node.integer ? String(node.value) : doubleText(node.value);
    case 'Name': {
      const variable = e.chunk.analysis.uses.get(node);
      if (variable === undefined) throw new Error('a global is no known number');
      if (variable.captured && variable.assigned) state.volatile = true;
      return e.read(variable);
    }
    case 'Unary': {
      const literal = literalInteger(node);
      if (literal !== null) return `(${literal})`;
      const operand = rawText(e, node.operand, state);
      // The negation of the integer 0 is 0, of the float 0.0 it is -0.0.
      return numberOf(node, e.chunk.analysis.uses) === 'int' ? `(0 - ${operand})` : `(-${operand})`;
    }
    case 'Binary': {
      const { uses } = e.chunk.analysis;
      const left = rawText(e, node.left, state);
      const right = rawText(e, node.right, state);
      const integer = numberOf(node, uses) === 'int';
      switch (node.operator) {
        case '*':
          return integer ? `(${left} * ${right} + 0)` : `(${left} * ${right})`;
        case '%': {
          if (!integer) return `$fmod(${left}, ${right})`;
          const rest = e.temporary();
          return `((${rest} = ${left} % ${right}) < 0 ? ${rest} + ${right} : ${rest} + 0)`;
        }
        case '//':
          return integer ? `($floor(${left} / ${right}) + 0)` : `$floor(${left} / ${right})`;
        case '^':
          return `$power(${left}, ${right})`;
        default:
          return `(${left} ${node.operator} ${right})`;
      }
    }
    default:
      throw new Error(`no known number: ${node.kind} ${isMultiple(node)}`);
  }
}
