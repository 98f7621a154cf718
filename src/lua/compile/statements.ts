/** Statements and blocks. Loops, functions and `goto` have files of their own. */

import type { AssignStatement, Block, Expression, LocalStatement, ReturnStatement, Statement } from '../syntax/ast.ts';
import { evaluateCall } from './calls.ts';
import type { Atom, FunctionContext } from './context.ts';
import { condition, minusOne, multiple, value, valueList } from './expressions.ts';
import { emitGoto, labelled } from './goto.ts';
import { isFieldName, memberBase, stringLiteral } from './literals.ts';
import { genericFor, numericFor, repeatLoop, whileLoop } from './loops.ts';
import { CHUNK_ENVIRONMENT, isMultiple, nameForErrors, strip, variableName } from './names.ts';
import { literalInteger } from './number-types.ts';
import { typeStatement } from './type-statements.ts';
import type { Variable } from './variables.ts';

export function block(e: FunctionContext, node: Block, before?: () => void): void {
  before?.();
  labelled(e, node.statements, (statements) => {
    for (const statement of statements) e.scratch(() => emitStatement(e, statement));
  });
}

function emitStatement(e: FunctionContext, node: Statement): void {
  e.line = node.line;
  switch (node.kind) {
    case 'Local':
      local(e, node);
      break;
    case 'Assign':
      assign(e, node);
      break;
    case 'CallStatement': {
      const call = evaluateCall(e, node.call);
      const target = e.temporary();
      e.line = node.call.line;
      e.call(target, call);
      break;
    }
    case 'Do':
      block(e, node.body);
      break;
    case 'While':
      whileLoop(e, node);
      break;
    case 'Repeat':
      repeatLoop(e, node);
      break;
    case 'If':
      ifStatement(e, node);
      break;
    case 'NumericFor':
      numericFor(e, node);
      break;
    case 'GenericFor':
      genericFor(e, node);
      break;
    case 'Function':
      functionStatement(e, node);
      break;
    case 'LocalFunction': {
      const variable = declare(e, node.binding);
      const target = variable.storage === 'box' ? e.temporary() : e.nameOf(variable);
      if (variable.storage === 'box') e.emit(`${e.nameOf(variable)} = { v: undefined };`);
      e.visit.closure(e, node.body, target, variable.name);
      if (variable.storage === 'box') e.emit(`${e.read(variable)} = ${target};`);
      break;
    }
    case 'Return':
      returnStatement(e, node);
      break;
    case 'Break':
      e.emit(`break ${e.breaks[e.breaks.length - 1]};`);
      break;
    case 'Goto':
      emitGoto(e, node.label);
      break;
    case 'Type':
    case 'Interface':
      typeStatement(e, node, declare(e, node));
      break;
    case 'Label':
      break;
    case 'ErrorStatement':
      throw new Error('a tree with syntax errors cannot be compiled');
  }
}

// -------------------------------------------------------------------------------------------------- variables

/** Makes the JavaScript variable of a declaration; it has no value yet. */
export function declare(e: FunctionContext, declaration: object): Variable {
  const variable = e.chunk.analysis.declarations.get(declaration);
  if (variable === undefined) throw new Error('a declaration that was not analysed');
  if (variable.storage === 'instance') e.chunk.instanceVariables.push(variable);
  else e.slot(variable.id);
  return variable;
}

/** Gives a fresh variable its first value. */
export function initialise(e: FunctionContext, variable: Variable, atom: Atom): void {
  const text = contents(variable, atom);
  e.emit(variable.storage === 'box' ? `${e.nameOf(variable)} = { v: ${text} };` : `${e.nameOf(variable)} = ${text};`);
}

/** What a variable holds of a value: raw doubles where it is always a float. */
function contents(variable: Variable, atom: Atom): string {
  if (variable.number !== 'float') return atom.text;
  if (atom.raw === undefined) throw new Error(`a float was expected in ${variable.id}`);
  return atom.raw;
}

function local(e: FunctionContext, node: LocalStatement): void {
  const atoms = values(e, node.values, node.bindings.length, node.bindings.length > 1);
  node.bindings.forEach((binding, index) => initialise(e, declare(e, binding), atoms[index] as Atom));
}

/**
 * Evaluates an expression list to exactly `count` atoms. With `copies`, none of them is a variable that an assignment to
 * another target could change.
 */
export function values(e: FunctionContext, nodes: readonly Expression[], count: number, copies: boolean): Atom[] {
  const atoms: Atom[] = [];
  nodes.forEach((node, index) => {
    const last = index === nodes.length - 1;
    if (last && isMultiple(node) && count > nodes.length) {
      const all = multiple(e, node);
      for (let extra = 0; atoms.length < count; extra++) atoms.push({ text: `${all}[${extra}]`, type: 'unknown' });
      return;
    }
    const atom = value(e, node);
    atoms.push(copies && isVariable(node, atom) ? e.copy(atom) : atom);
  });
  while (atoms.length < count) atoms.push({ text: 'undefined', type: 'nil' });
  return atoms;
}

/** Whether the text reads variables: conditions and operators on known numbers are computed where their text stands. */
function isVariable(node: Expression, atom: Atom): boolean {
  const { kind } = strip(node);
  return (
    kind === 'Name' ||
    kind === 'Vararg' ||
    ((kind === 'Binary' || kind === 'Unary') && /^(int|float|boolean)$/.test(atom.type))
  );
}

// -------------------------------------------------------------------------------------------------- assignment

type Store = (atom: Atom) => void;

function assign(e: FunctionContext, node: AssignStatement): void {
  if (node.targets.length === 1 && node.values.length === 1) {
    const store = target(e, node.targets[0] as Expression, node.values);
    const atom = value(e, node.values[0] as Expression);
    e.line = node.line;
    store(atom);
    return;
  }
  const stores = node.targets.map((item) => target(e, item, null));
  const atoms = values(e, node.values, node.targets.length, true);
  e.line = node.line;
  for (let index = stores.length - 1; index >= 0; index--) (stores[index] as Store)(atoms[index] as Atom);
}

/** Evaluates the parts of an assignment's target; the store follows when the values are there. */
function target(e: FunctionContext, wrapped: Expression, following: readonly Expression[] | null): Store {
  const node = strip(wrapped);
  if (node.kind === 'Name') {
    const variable = e.chunk.analysis.uses.get(node);
    if (variable !== undefined) return (atom) => e.emit(`${e.read(variable)} = ${contents(variable, atom)};`);
    if (node.name === '_ENV') return (atom) => e.emit(`$I.G = ${atom.text};`);
    const environment = e.chunk.analysis.environments.get(node);
    const name = environment === undefined ? CHUNK_ENVIRONMENT : variableName(e, environment);
    const text = environment === undefined ? '$I.G' : e.read(environment);
    // The statement may assign to `_ENV` too; what it means in the other targets is what it was before.
    const changes = environment === undefined ? e.chunk.analysis.replacesEnvironment : environment.assigned;
    const holder = following === null && changes ? e.copy({ text, type: 'unknown' }).text : text;
    return (atom) => storeField(e, holder, node.name, atom.text, name);
  }
  if (node.kind !== 'Index') throw new Error(`not assignable: ${node.kind}`);
  const simple = following !== null && following.length === 1 && isConstant(following[0] as Expression);
  const object = heldOperand(e, node.object, simple);
  const name = nameForErrors(e, strip(node.object));
  const key = strip(node.index);
  if (key.kind === 'String') return (atom) => storeField(e, object.text, key.value, atom.text, name);
  if (isNextPosition(e, key, strip(node.object))) {
    const count = value(e, key.left);
    return (atom) => storeNext(e, object.text, count.text, atom, name, key.operatorLine);
  }
  const index = heldOperand(e, node.index, simple);
  return (atom) => storeKey(e, object.text, index, atom, name);
}

function isConstant(node: Expression): boolean {
  return node.kind === 'Number' || node.kind === 'String' || node.kind === 'Boolean' || node.kind === 'Nil';
}

/** Object or key of a target; a variable is copied unless nothing can change it before the store. */
function heldOperand(e: FunctionContext, node: Expression, simple: boolean): Atom {
  const atom = value(e, node);
  if (atom.volatile !== true || simple) return atom;
  return e.copy(atom);
}

export function storeField(e: FunctionContext, holder: string, field: string, text: string, name: string | null): void {
  const object = memberBase(holder);
  const site = e.site(name, 'key');
  const ignored = e.temporary();
  if (!isFieldName(field)) {
    e.suspendable('', ignored, `$set(${object}, ${stringLiteral(field)}, ${text}, ${site})`);
    return;
  }
  const place = `${object}.${field}`;
  const guard = `!(${object} instanceof $T && ${place} !== undefined && ((${place} = ${text}), true))`;
  e.suspendable(guard, ignored, `${e.setter(field)}(${object}, ${text}, ${site})`);
}

function storeKey(e: FunctionContext, holder: string, key: Atom, value: Atom, name: string | null): void {
  const { text } = value;
  const object = memberBase(holder);
  const site = e.site(name, 'key');
  const ignored = e.temporary();
  const slow = `$set(${object}, ${key.text}, ${text}, ${site})`;
  if (key.type !== 'int' && key.type !== 'unknown') {
    e.suspendable('', ignored, slow);
    return;
  }
  const isNumber = key.type === 'int' ? '' : `typeof ${key.text} === 'number' && `;
  const elements = e.temporary();
  const place = `${elements}[${minusOne(key.text)}]`;
  const replaced = `${key.text} > 0 && ${place} !== undefined && ((${place} = ${text}), true)`;
  const appended = `${key.text} === ${elements}.length + 1 && ${append(object, elements, minusOne(key.text), value)}`;
  const guard = `!(${object} instanceof $T && ${isNumber}(${key.text} <= (${elements} = ${object}.$a).length ? ${replaced} : ${appended}))`;
  e.suspendable(guard, ignored, slow);
}

/**
 * Condition that adds a value behind the array part of a plain table, `count` elements long. It fails where that takes
 * more: the first element, a metatable, or a map that may hold the elements that follow.
 */
function append(object: string, elements: string, count: string, { text, type }: Atom): string {
  const something = type === 'unknown' || type === 'nil' ? `${text} !== undefined && ` : '';
  const plain = `${something}${object}.$t === undefined && ${object}.$m === undefined`;
  return `${count} > 0 && ${plain} && ((${count} & 1023) !== 0 || $room(${elements})) && ((${elements}[${count}] = ${text}), true)`;
}

/** Whether the key is `#list + 1` in an assignment to an element of `list`. */
function isNextPosition(e: FunctionContext, key: Expression, object: Expression): key is NextPosition {
  if (key.kind !== 'Binary' || key.operator !== '+' || literalInteger(key.right) !== 1) return false;
  const left = strip(key.left);
  if (left.kind !== 'Unary' || left.operator !== '#' || object.kind !== 'Name') return false;
  const list = strip(left.operand);
  const { uses } = e.chunk.analysis;
  return list.kind === 'Name' && uses.has(object) && uses.get(list) === uses.get(object);
}

type NextPosition = Expression & { kind: 'Binary' };

/** `list[#list + 1] = value` when the length is known. */
function storeNext(
  e: FunctionContext,
  holder: string,
  count: string,
  value: Atom,
  name: string | null,
  line: number,
): void {
  const object = memberBase(holder);
  const elements = e.temporary();
  const fits = `${object} instanceof $T && (${elements} = ${object}.$a).length === ${count}`;
  const slow = e.within(() => {
    const key = e.temporary();
    e.suspendable('', key, `$add(${count}, 1, ${e.site(null, null, line)})`);
    e.suspendable('', e.temporary(), `$set(${object}, ${key}, ${value.text}, ${e.site(name, 'key')})`);
  });
  e.region.if(`!(${fits} && ${append(object, elements, count, value)})`, slow, null, e.line);
}

function functionStatement(e: FunctionContext, node: Statement & { kind: 'Function' }): void {
  const last = node.method;
  if (last === null) {
    const store = target(e, node.target, null);
    const closure = e.temporary();
    e.visit.closure(e, node.body, closure, '');
    e.line = node.line;
    store({ text: closure, type: 'function' });
    return;
  }
  const object = value(e, node.target);
  const held = object.volatile === true ? e.copy(object).text : object.text;
  const closure = e.temporary();
  e.visit.closure(e, node.body, closure, '');
  e.line = node.line;
  storeField(e, held, last, closure, nameForErrors(e, node.target));
}

// ------------------------------------------------------------------------------------------------ control flow

function ifStatement(e: FunctionContext, node: Statement & { kind: 'If' }): void {
  const first = node.clauses[0];
  if (first === undefined) return;
  if (node.clauses.length === 1) {
    const test = condition(e, first.condition);
    const yes = e.within(() => block(e, first.body));
    const { otherwise } = node;
    const no = otherwise === null ? null : e.within(() => block(e, otherwise));
    e.region.if(test, yes, no, first.condition.line);
    return;
  }
  // Flat, so that a chain of any length nests no deeper: each clause leaves the block when it is done.
  const label = e.unique('if');
  const body = e.within(() => {
    for (const clause of node.clauses) {
      e.scratch(() => {
        e.line = clause.condition.line;
        const test = condition(e, clause.condition);
        const yes = e.within(() => {
          block(e, clause.body);
          e.emit(`break ${label};`);
        });
        e.region.if(test, yes, null, clause.condition.line);
      });
    }
    if (node.otherwise !== null) block(e, node.otherwise);
  });
  e.region.nested(`${label}: {`, body, node.line);
}

function returnStatement(e: FunctionContext, node: ReturnStatement): void {
  if (node.values.length === 0) {
    e.emit('return $E;');
    return;
  }
  const only = node.values[0] as Expression;
  if (node.values.length > 1) {
    const list = valueList(e, node.values);
    e.emit(`return [${list}];`);
    return;
  }
  if (isMultiple(only)) {
    let call = only;
    while (call.kind === 'Cast' || call.kind === 'NonNil') call = call.expression;
    if (call.kind === 'Call' || call.kind === 'MethodCall') {
      const { text, site } = evaluateCall(e, call);
      e.line = call.line;
      e.emit(`return ${text};`, ~site);
    } else {
      e.emit('return $va;');
    }
    return;
  }
  const stripped = strip(only);
  e.tail = stripped.kind === 'Binary' && HAS_TAIL.has(stripped.operator);
  const atom = value(e, only);
  e.tail = false;
  e.emit(`return ${atom.text};`);
}

/** Operators whose helper's result is the function's result as it is. */
const HAS_TAIL = new Set(['+', '-', '*', '/', '//', '%', '^', '&', '|', '~', '<<', '>>']);
