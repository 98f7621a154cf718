/** Calls: of functions, of methods, in tail position. */

import type { CallExpression, Expression, MethodCallExpression } from '../syntax/ast.ts';
import type { Atom, FunctionContext } from './context.ts';
import { isFieldName, memberBase, stringLiteral } from './literals.ts';
import { isMultiple, mayRunCode, nameForErrors, nameInRegister, strip } from './names.ts';
import { typeofText } from './type-statements.ts';

/** A call that is ready to be emitted: its JavaScript text, and its site, which tells what was called. */
export interface Call {
  text: string;
  site: number;
}

/** Evaluates callee and arguments; the caller puts the text of the call itself where its values go. */
export function evaluateCall(e: FunctionContext, node: CallExpression | MethodCallExpression): Call {
  return node.kind === 'Call' ? functionCall(e, node) : methodCall(e, node);
}

function functionCall(e: FunctionContext, node: CallExpression): Call {
  const callee = hold(e, e.visit.value(e, node.callee), node.arguments);
  const args = argumentList(e, node.arguments);
  e.line = node.line;
  const call = callOf(e, callee, args, nameInRegister(e, strip(node.callee)));
  const declared = typeofText(e, node);
  // The program may have put another function in the place of `typeof`.
  return declared === null ? call : { ...call, text: `${callee.text} === $typeOf ? ${declared} : ${call.text}` };
}

function methodCall(e: FunctionContext, node: MethodCallExpression): Call {
  const object = hold(e, e.visit.value(e, node.object), node.arguments);
  const base = memberBase(object.text);
  const method = e.temporary();
  e.line = node.methodSpan.line;
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
  return callOf(e, { text: method, type: 'unknown' }, all, `method '${node.method}'`);
}

/** A call with argument texts; `name` is what errors call the callee. */
function callOf(e: FunctionContext, callee: Atom, args: string, name: string | null): Call {
  e.calls = true;
  const site = e.newSite(name);
  if (callee.type === 'function') return { text: `${callee.text}(${args})`, site };
  const more = args === '' ? '' : `, ${args}`;
  const other = `$call($b + ${site}, ${callee.text}${more})`;
  if (callee.type !== 'unknown') return { text: other, site };
  return { text: `typeof ${callee.text} === 'function' ? ${callee.text}(${args}) : ${other}`, site };
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
  if (atom.volatile !== true || !next.some((node) => mayRunCode(node))) return atom;
  return e.copy(atom);
}
