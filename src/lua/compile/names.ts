/** What an expression is called in error messages: `local 'x'`, `global 'f'`, `field 'y'`, `upvalue 'z'`, `method 'm'`. */

import type { Expression } from '../syntax/ast.ts';
import type { FunctionContext } from './context.ts';
import type { Variable } from './variables.ts';

/** The words of PUC Lua (`varinfo` in ldebug.c), or null where an expression has no name. */
export function nameForErrors(e: FunctionContext, node: Expression): string | null {
  switch (node.kind) {
    case 'Name': {
      const variable = e.chunk.analysis.uses.get(node);
      if (variable !== undefined) return variableName(e, variable);
      return node.name === '_ENV' ? CHUNK_ENVIRONMENT : `global '${node.name}'`;
    }
    case 'Index': {
      const { object, index } = node;
      if (index.kind !== 'String') return `field '?'`;
      return `${object.kind === 'Name' && object.name === '_ENV' ? 'global' : 'field'} '${index.value}'`;
    }
    default:
      return null;
  }
}

/** What errors call the environment of a chunk, a variable outside of its main function. */
export const CHUNK_ENVIRONMENT = `upvalue '_ENV'`;

export function variableName(e: FunctionContext, variable: Variable): string {
  return variable.owner === e.info ? `local '${variable.name}'` : `upvalue '${variable.name}'`;
}

/** The same for operands that PUC Lua loads into a register before it uses them: there, strings have a name too. */
export function nameInRegister(e: FunctionContext, node: Expression): string | null {
  return node.kind === 'String' ? `constant '${node.value}'` : nameForErrors(e, node);
}

/** An expression without the wrappers that mean nothing at run time. Parentheses stay where they cut several values. */
export function strip(node: Expression): Expression {
  let inner = node;
  for (;;) {
    if (inner.kind === 'Cast' || inner.kind === 'NonNil') inner = inner.expression;
    else if (inner.kind === 'Paren' && !isMultiple(inner.expression)) inner = inner.expression;
    else return inner;
  }
}

/** True for expressions that may have any number of values. */
export function isMultiple(node: Expression): boolean {
  if (node.kind === 'Cast' || node.kind === 'NonNil') return isMultiple(node.expression);
  return node.kind === 'Call' || node.kind === 'MethodCall' || node.kind === 'Vararg';
}

/** Whether it contains calls. Deep operator chains count as calling. */
export function mayCall(node: Expression, depth = 0): boolean {
  if (depth > 20) return true;
  switch (node.kind) {
    case 'Nil':
    case 'Boolean':
    case 'Number':
    case 'String':
    case 'Vararg':
    case 'FunctionExpression':
    case 'Name':
      return false;
    case 'Paren':
    case 'Cast':
    case 'NonNil':
      return mayCall(node.expression, depth + 1);
    case 'Index':
      return mayCall(node.object, depth + 1) || mayCall(node.index, depth + 1);
    case 'Binary':
      return mayCall(node.left, depth + 1) || mayCall(node.right, depth + 1);
    case 'Unary':
      return mayCall(node.operand, depth + 1);
    default:
      return true;
  }
}

/** Whether evaluating it can run other Lua code, also as a metamethod, which may assign to shared variables. */
export function mayRunCode(node: Expression): boolean {
  switch (node.kind) {
    case 'Nil':
    case 'Boolean':
    case 'Number':
    case 'String':
    case 'Vararg':
    case 'FunctionExpression':
    case 'Name':
      return false;
    case 'Paren':
    case 'Cast':
    case 'NonNil':
      return mayRunCode(node.expression);
    case 'Unary':
      return node.operator !== 'not' || mayRunCode(node.operand);
    default:
      return true;
  }
}

/** What tracebacks call the function of `function a.b:c() end`. */
export function functionPath(target: Expression, method: string | null): string {
  const parts: string[] = [];
  let node: Expression = target;
  while (node.kind === 'Index') {
    parts.unshift(node.index.kind === 'String' ? node.index.value : '?');
    node = node.object;
  }
  parts.unshift(node.kind === 'Name' ? node.name : '?');
  const path = parts.join('.');
  return method === null ? path : `${path}:${method}`;
}
