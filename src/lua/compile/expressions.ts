/** Expressions: names, constants, indexing, logic. Arithmetic, comparison, calls and tables have files of their own. */

import type { Expression, IndexExpression, NameExpression } from '../syntax/ast.ts';
import { arithmetic } from './arithmetic.ts';
import { evaluateCall } from './calls.ts';
import { comparison, isComparison } from './comparison.ts';
import { concatenation } from './concatenation.ts';
import type { Atom, FunctionContext } from './context.ts';
import { doubleText, isFieldName, isSafe, memberBase, stringLiteral } from './literals.ts';
import { CHUNK_ENVIRONMENT, isMultiple, mayRunCode, nameForErrors, strip, variableName } from './names.ts';
import { numberAtom, staticAtom } from './static-numbers.ts';
import { tableConstructor } from './tables.ts';
import { bitwiseNot, length, negation } from './unary.ts';

const NIL: Atom = { text: 'undefined', type: 'nil' };

/** Evaluates an expression to one value. */
export function value(e: FunctionContext, wrapped: Expression): Atom {
  const node = strip(wrapped);
  switch (node.kind) {
    case 'Nil':
      return NIL;
    case 'Boolean':
      return { text: String(node.value), type: 'boolean' };
    case 'Number':
      return numeral(e, node);
    case 'String':
      return { text: stringLiteral(node.value), type: 'string' };
    case 'Name':
      return readName(e, node);
    case 'Index':
      return readIndex(e, node);
    case 'Vararg':
      return { text: '$va[0]', type: 'unknown' };
    case 'FunctionExpression': {
      const target = e.temporary();
      e.visit.closure(e, node.body, target, 'anonymous');
      return { text: target, type: 'function' };
    }
    case 'Call':
    case 'MethodCall': {
      const call = evaluateCall(e, node);
      const target = e.temporary();
      e.line = node.line;
      e.callSingle(target, call);
      return { text: target, type: 'unknown' };
    }
    case 'Paren':
      return value(e, node.expression);
    case 'Binary':
      if (node.operator === 'and' || node.operator === 'or') return logic(e, node);
      if (node.operator === '..') return concatenation(e, node);
      if (isComparison(node.operator)) return truthValue(comparison(e, node));
      return staticAtom(e, node) ?? arithmetic(e, node);
    case 'Unary':
      if (node.operator === 'not') return truthValue(`!(${condition(e, node.operand)})`);
      if (node.operator === '#') return length(e, node);
      if (node.operator === '-') return staticAtom(e, node) ?? negation(e, node);
      return bitwiseNot(e, node);
    case 'Table':
      return tableConstructor(e, node);
    default:
      throw new Error(`a tree with syntax errors cannot be compiled: ${node.kind}`);
  }
}

const MAX_KNOWN = 2n ** 49n;

/** A condition as a value. Its text reads the operands where it stands, so calls before that could change it. */
function truthValue(text: string): Atom {
  return { text: `(${text})`, type: 'boolean', volatile: true };
}

function numeral(e: FunctionContext, node: Expression & { kind: 'Number' }): Atom {
  if (node.integer) {
    if (!isSafe(node.value)) return { text: e.constant(`$integer(${node.value}n)`), type: 'unknown' };
    const text = String(node.value);
    // Larger ones are not known to add up to safe integers.
    const type = node.value <= MAX_KNOWN && node.value >= -MAX_KNOWN ? 'int' : 'unknown';
    return { text: node.value < 0n ? `(${text})` : text, type };
  }
  const raw = doubleText(node.value);
  const text = Number.isSafeInteger(node.value) ? e.constant(`$float(${raw})`) : raw;
  return { text, type: 'float', raw };
}

// ----------------------------------------------------------------------------------------------------- names

function readName(e: FunctionContext, node: NameExpression): Atom {
  const { analysis } = e.chunk;
  const variable = analysis.uses.get(node);
  if (variable !== undefined) {
    const text = e.read(variable);
    const volatile = variable.captured && variable.assigned;
    if (variable.number !== null) return numberAtom(variable.number, text, volatile);
    if (variable.functionInfo !== null && !variable.assigned && text.endsWith(`$${variable.functionInfo.number}`)) {
      return { text, type: 'function' };
    }
    return { text, type: 'unknown', volatile };
  }
  e.line = node.line;
  const environment = analysis.environments.get(node);
  const target = e.temporary();
  if (environment !== undefined) {
    return readGlobal(e, e.read(environment), node.name, target, variableName(e, environment));
  }
  if (node.name === '_ENV') return { text: '$I.G', type: 'unknown', volatile: analysis.replacesEnvironment };
  if (analysis.replacesEnvironment || !isFieldName(node.name)) {
    return readGlobal(e, '$I.G', node.name, target, CHUNK_ENVIRONMENT);
  }
  e.suspendable(`(${target} = $I.G.${node.name}) === undefined`, target, `${e.getter(node.name)}($I.G, ${e.site()})`);
  return { text: target, type: 'unknown' };
}

/** A global of an environment that need not be a table. */
function readGlobal(e: FunctionContext, holder: string, global: string, target: string, name: string): Atom {
  if (isFieldName(global)) return readField(e, holder, global, target, name);
  return readKey(e, holder, { text: stringLiteral(global), type: 'string' }, target, name);
}

// -------------------------------------------------------------------------------------------------- indexing

function readIndex(e: FunctionContext, node: IndexExpression): Atom {
  const object = stable(e, value(e, node.object), node.index);
  const name = nameForErrors(e, strip(node.object));
  const key = strip(node.index);
  if (key.kind === 'String' && isFieldName(key.value)) {
    e.line = node.endLine;
    return readField(e, object.text, key.value, e.temporary(), name);
  }
  const index = value(e, key);
  e.line = node.endLine;
  return readKey(e, object.text, index, e.temporary(), name);
}

/** `object.name` for an identifier; also the callee of method calls. */
export function readField(
  e: FunctionContext,
  holder: string,
  field: string,
  target: string,
  name: string | null,
): Atom {
  const object = memberBase(holder);
  const site = e.site(name, 'key');
  const guard = `(${target} = ${object} instanceof $T ? ${object}.${field} : undefined) === undefined`;
  e.suspendable(guard, target, `${e.getter(field)}(${object}, ${site})`);
  return { text: target, type: 'unknown' };
}

function readKey(e: FunctionContext, holder: string, key: Atom, target: string, name: string | null): Atom {
  const object = memberBase(holder);
  const site = e.site(name, 'key');
  const slow = `$index(${object}, ${key.text}, ${site})`;
  if (key.type === 'string' || key.type === 'nil' || key.type === 'float') {
    e.suspendable('', target, slow);
  } else {
    const isNumber = key.type === 'int' ? '' : `typeof ${key.text} === 'number' && `;
    const positive = /^\d+$/.test(key.text) ? '' : `${key.text} > 0 && `;
    const guard = `(${target} = ${object} instanceof $T && ${isNumber}${positive}${key.text} <= ${object}.$a.length ? ${object}.$a[${minusOne(key.text)}] : undefined) === undefined`;
    e.suspendable(guard, target, slow);
  }
  return { text: target, type: 'unknown' };
}

/** Text of an index of the array part. */
export function minusOne(key: string): string {
  return /^\d+$/.test(key) ? String(Number(key) - 1) : `${key} - 1`;
}

/** Copies a volatile value before code runs that could change it. */
export function stable(e: FunctionContext, atom: Atom, next: Expression | readonly Expression[]): Atom {
  if (atom.volatile !== true) return atom;
  const nodes = Array.isArray(next) ? (next as Expression[]) : [next as Expression];
  if (!nodes.some((node) => mayRunCode(node))) return atom;
  return e.copy(atom);
}

// ----------------------------------------------------------------------------------------------------- logic

/** Truth of an atom as JavaScript text. */
export function truth(atom: Atom): string {
  switch (atom.type) {
    case 'boolean':
      return atom.text;
    case 'nil':
      return 'false';
    case 'unknown':
      return `${atom.text} !== undefined && ${atom.text} !== false`;
    default:
      return 'true';
  }
}

/** An expression as a JavaScript condition. */
export function condition(e: FunctionContext, wrapped: Expression): string {
  const node = strip(wrapped);
  if (node.kind === 'Unary' && node.operator === 'not') return `!(${condition(e, node.operand)})`;
  if (node.kind === 'Binary') {
    if (isComparison(node.operator)) return comparison(e, node);
    if (node.operator === 'and' || node.operator === 'or') return logicCondition(e, node);
  }
  return truth(value(e, node));
}

type Logic = Expression & { kind: 'Binary' };

/** `a and b and c` is a deep tree to the left; this is its list: first operand, then the nodes from left to right. */
function spine(node: Logic): { first: Expression; nodes: Logic[] } {
  const nodes: Logic[] = [];
  let left: Expression = node;
  for (;;) {
    const inner = strip(left);
    if (inner.kind !== 'Binary' || (inner.operator !== 'and' && inner.operator !== 'or')) break;
    nodes.unshift(inner);
    left = inner.left;
  }
  return { first: left, nodes };
}

function logicCondition(e: FunctionContext, node: Logic): string {
  const { first, nodes } = spine(node);
  let text = condition(e, first);
  for (const { operator, right } of nodes) {
    let rightText = '';
    const region = e.within(() => {
      rightText = condition(e, right);
    });
    if (region.isEmpty) {
      text = operator === 'and' ? `(${text}) && (${rightText})` : `(${text}) || (${rightText})`;
      continue;
    }
    const target = e.temporary();
    e.emit(`${target} = ${text};`);
    region.line(`${target} = ${rightText};`, e.line);
    e.region.if(operator === 'and' ? target : `!${target}`, region, null, e.line);
    text = target;
  }
  return text;
}

function logic(e: FunctionContext, node: Logic): Atom {
  const { first, nodes } = spine(node);
  let atom = value(e, first);
  const target = e.temporary();
  for (const { operator, right } of nodes) {
    if (atom.text !== target) e.emit(`${target} = ${atom.text};`);
    const left: Atom = { text: target, type: atom.type };
    const region = e.within(() =>
      e.scratch(() => {
        const result = value(e, right);
        e.emit(`${target} = ${result.text};`);
      }),
    );
    const test = truth(left);
    e.region.if(operator === 'and' ? test : `!(${test})`, region, null, e.line);
    atom = { text: target, type: 'unknown' };
  }
  return atom;
}

// ------------------------------------------------------------------------------------------- several values

/** Text of an array with all values of a call or `...`. */
export function multiple(e: FunctionContext, wrapped: Expression): string {
  let node = wrapped;
  while (node.kind === 'Cast' || node.kind === 'NonNil') node = node.expression;
  if (node.kind === 'Vararg') return '$va';
  if (node.kind !== 'Call' && node.kind !== 'MethodCall') throw new Error(`one value: ${node.kind}`);
  const call = evaluateCall(e, node);
  const target = e.temporary();
  e.line = node.line;
  e.call(target, call);
  e.emit(`if (!(${target} instanceof $A)) ${target} = [${target}];`);
  return target;
}

/** The values of an expression list as texts of array elements, the last one spread where it has several. */
export function valueList(e: FunctionContext, nodes: readonly Expression[]): string {
  const texts: string[] = [];
  nodes.forEach((node, index) => {
    if (index === nodes.length - 1 && isMultiple(node)) {
      texts.push(`...${multiple(e, node)}`);
      return;
    }
    texts.push(stable(e, value(e, node), nodes.slice(index + 1)).text);
  });
  return texts.join(', ');
}
