/** Calls: of functions, of methods, in tail position. */

import type { CallExpression, Expression, MethodCallExpression } from '../syntax/ast.ts';
import type { Atom, FunctionContext } from './context.ts';
import { isFieldName, memberBase, stringLiteral } from './literals.ts';
import { isMultiple, mayCall, nameForErrors, strip } from './names.ts';

/** Evaluates callee and arguments; gives the text of the call itself, which the caller puts where its values go. */
export function evaluateCall(e: FunctionContext, node: CallExpression | MethodCallExpression): string {
  return node.kind === 'Call' ? functionCall(e, node) : methodCall(e, node);
}

function functionCall(e: FunctionContext, node: CallExpression): string {
  const callee = hold(e, e.visit.value(e, node.callee), node.arguments);
  const args = argumentList(e, node.arguments);
  e.line = node.line;
  return callText(e, callee, args, nameForErrors(e, strip(node.callee)));
}

function methodCall(e: FunctionContext, node: MethodCallExpression): string {
  const object = hold(e, e.visit.value(e, node.object), node.arguments);
  const base = memberBase(object.text);
  const method = e.temporary();
  e.line = node.line;
  const site = e.site(nameForErrors(e, strip(node.object)), 'key');
  if (isFieldName(node.method)) {
    const guard = `(${method} = ${base} instanceof $T ? ${base}.${node.method} : undefined) === undefined`;
    e.suspendable(guard, method, `${e.getter(node.method)}(${object.text}, ${site})`);
  } else {
    e.suspendable('', method, `$index(${object.text}, ${stringLiteral(node.method)}, ${site})`);
  }
  const args = argumentList(e, node.arguments);
  e.line = node.line;
  const all = args === '' ? object.text : `${object.text}, ${args}`;
  return callText(e, { text: method, type: 'unknown' }, all, `method '${node.method}'`);
}

/** Text of a call with argument texts. */
export function callText(e: FunctionContext, callee: Atom, args: string, name: string | null): string {
  e.calls = true;
  if (callee.type === 'function') return `${callee.text}(${args})`;
  const more = args === '' ? '' : `, ${args}`;
  const other = `$call(${e.site(name)}, ${callee.text}${more})`;
  if (callee.type !== 'unknown') return other;
  return `typeof ${callee.text} === 'function' ? ${callee.text}(${args}) : ${other}`;
}

function argumentList(e: FunctionContext, nodes: readonly Expression[]): string {
  const texts: string[] = [];
  nodes.forEach((node, index) => {
    if (index === nodes.length - 1 && isMultiple(node)) texts.push(`...${e.visit.multiple(e, node)}`);
    else texts.push(hold(e, e.visit.value(e, node), nodes.slice(index + 1)).text);
  });
  return texts.join(', ');
}

/** PUC Lua copies callee and arguments as it evaluates them: later calls do not change them. */
function hold(e: FunctionContext, atom: Atom, next: readonly Expression[]): Atom {
  if (atom.volatile !== true || !next.some((node) => mayCall(node))) return atom;
  return e.copy(atom);
}
