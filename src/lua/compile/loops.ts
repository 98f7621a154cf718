/** Loops. Each polls at its head, so that it can be preempted. */

import type {
  Expression,
  GenericForStatement,
  NumericForStatement,
  RepeatStatement,
  WhileStatement,
} from '../syntax/ast.ts';
import type { Atom, FunctionContext } from './context.ts';
import { condition, multiple, value } from './expressions.ts';
import { isMultiple } from './names.ts';
import { isPlainLoop, literalStep } from './number-types.ts';
import type { Variable } from './variables.ts';

/** Runs `body` for the loop's inside; `break` leaves the JavaScript loop with this label. */
function loop(e: FunctionContext, head: string, label: string, line: number, body: () => void): void {
  e.breaks.push(label);
  const region = e.within(() => {
    e.line = line;
    e.poll();
    body();
  });
  e.breaks.pop();
  e.region.nested(`${label}: for (${head}) {`, region, line);
}

export function whileLoop(e: FunctionContext, node: WhileStatement): void {
  const label = e.unique('while');
  loop(e, ';;', label, node.line, () => {
    e.scratch(() => {
      const test = condition(e, node.condition);
      if (test !== 'true') e.emit(`if (!(${test})) break ${label};`);
    });
    e.visit.block(e, node.body);
  });
}

export function repeatLoop(e: FunctionContext, node: RepeatStatement): void {
  const label = e.unique('repeat');
  loop(e, ';;', label, node.line, () => {
    e.visit.block(e, node.body);
    e.scratch(() => {
      e.line = node.condition.line;
      const test = condition(e, node.condition);
      if (test !== 'false') e.emit(`if (${test}) break ${label};`);
    });
  });
}

function variableOf(e: FunctionContext, declaration: object): Variable {
  const variable = e.chunk.analysis.declarations.get(declaration);
  if (variable === undefined) throw new Error('a loop variable that was not analysed');
  e.slot(variable.id);
  return variable;
}

export function numericFor(e: FunctionContext, node: NumericForStatement): void {
  const step = literalStep(node.step);
  const start = hold(e, value(e, node.from));
  const limit = hold(e, value(e, node.to));
  const stepText = node.step === null ? '1' : step === null ? hold(e, value(e, node.step)) : String(step);
  // Bounds are checked where they end.
  e.line = (node.step ?? node.to).line;
  const counter = e.slot(e.unique('i'));
  const end = e.slot(e.unique('n'));
  if (isPlainLoop(node, e.chunk.analysis.uses)) {
    const sign = step === null ? `${stepText} > 0` : String(step > 0);
    e.emit(`${counter} = ${start};`);
    e.emit(`${end} = $forLimit(${limit}, ${step ?? stepText}, ${e.site()});`);
    e.line = node.line;
    body(e, node, `; ${test(counter, end, sign)}; ${counter} += ${stepText}`, counter);
    return;
  }
  const state = e.slot(e.unique('f'));
  const by = e.slot(e.unique('s'));
  e.emit(`${state} = $forPrepare(${start}, ${limit}, ${stepText}, ${e.site()});`);
  e.line = node.line;
  e.emit(`${counter} = ${state}.start; ${end} = ${state}.limit; ${by} = ${state}.step;`);
  e.emit(`if (${state}.plain) ${state} = null;`);
  const current = `${state} === null ? ${counter} : ${state}.at(${counter})`;
  body(e, node, `; ${test(counter, end, `${by} > 0`)}; ${counter} += ${by}`, current);
}

/** Condition of going on; `up` is the text of whether the loop counts upwards. */
function test(counter: string, end: string, up: string): string {
  if (up === 'true') return `${counter} <= ${end}`;
  return up === 'false' ? `${counter} >= ${end}` : `(${up} ? ${counter} <= ${end} : ${counter} >= ${end})`;
}

function body(e: FunctionContext, node: NumericForStatement, head: string, current: string): void {
  const label = e.unique('for');
  const variable = variableOf(e, node.variable);
  loop(e, head, label, node.line, () => {
    e.emit(
      variable.storage === 'box' ? `${e.nameOf(variable)} = { v: ${current} };` : `${e.nameOf(variable)} = ${current};`,
    );
    e.visit.block(e, node.body);
  });
}

/** A loop's bound must not change with the variable that it was read from. */
function hold(e: FunctionContext, atom: Atom): string {
  if (/^\(?-?[\d.]+\)?$/.test(atom.text)) return atom.text;
  const target = e.slot(e.unique('h'));
  e.emit(`${target} = ${atom.text};`);
  return target;
}

/** The three values of a generic `for`: iterator function, state, control. */
function explist(e: FunctionContext, nodes: readonly Expression[], targets: readonly string[]): void {
  e.scratch(() => {
    nodes.forEach((node, index) => {
      const last = index === nodes.length - 1;
      if (last && isMultiple(node) && index < targets.length) {
        const all = multiple(e, node);
        for (let rest = index; rest < targets.length; rest++) e.emit(`${targets[rest]} = ${all}[${rest - index}];`);
        return;
      }
      const atom = value(e, node);
      if (index < targets.length) e.emit(`${targets[index]} = ${atom.text};`);
      if (last) for (let rest = index + 1; rest < targets.length; rest++) e.emit(`${targets[rest]} = undefined;`);
    });
  });
}

export function genericFor(e: FunctionContext, node: GenericForStatement): void {
  const iterator = e.slot(e.unique('f'));
  const state = e.slot(e.unique('s'));
  const control = e.slot(e.unique('c'));
  const traversal = e.slot(e.unique('p'));
  explist(e, node.values, [iterator, state, control]);
  const label = e.unique('for');
  const variables = node.variables.map((variable) => variableOf(e, variable));
  const names = variables.map((variable) => (variable.storage === 'box' ? e.slot(e.unique('v')) : e.nameOf(variable)));
  const [key, second = e.slot(e.unique('v'))] = names as [string, string | undefined];
  e.line = node.line;
  // `pairs` and `ipairs` over plain tables run without calls.
  e.emit(`${traversal} = $traverse(${iterator}, ${state}, ${control});`);
  loop(e, ';;', label, node.line, () => {
    e.scratch(() => {
      const direct = e.within(() => {
        const elements = `${state}.$a`;
        const element = `${control} < ${elements}.length ? ${elements}[${control}] : $after(${state}, ${control} + 1)`;
        const next = `(${second} = ${element}) === undefined) break ${label}; ${key} = ++${control};`;
        const others = names
          .slice(2)
          .map((name) => ` ${name} = undefined;`)
          .join('');
        e.emit(`if (${traversal} === true) { if (${next}${others} } else {`);
        e.emit(`if (!${traversal}.advance()) break ${label};`);
        e.emit(`${key} = ${traversal}.key; ${second} = ${traversal}.value;`);
        e.emit(`${others} }`);
      });
      const called = e.within(() => {
        // Errors of the iterator stand where PUC Lua puts them: at what follows `in`.
        e.line = node.values[0]?.line ?? node.line;
        const results = e.temporary();
        const text = `typeof ${iterator} === 'function' ? ${iterator}(${state}, ${control}) : $call(${e.site()}, ${iterator}, ${state}, ${control})`;
        e.call(results, { text, site: e.newSite("for iterator 'for iterator'") });
        const all = [key, second, ...names.slice(2)];
        const spread = all.map((name, index) => `${name} = ${results}[${index}];`).join(' ');
        const alone = `${key} = ${results}; ${all
          .slice(1)
          .map((name) => `${name} = undefined;`)
          .join(' ')}`;
        e.emit(`if (${results} instanceof $A) { ${spread} } else { ${alone} }`);
        e.emit(`if (${key} === undefined) break ${label};`);
        e.emit(`${control} = ${key};`);
        e.line = node.line;
      });
      e.region.if(`${traversal} !== null`, direct, called, node.line);
    });
    variables.forEach((variable, index) => {
      if (variable.storage === 'box') e.emit(`${e.nameOf(variable)} = { v: ${names[index]} };`);
    });
    e.visit.block(e, node.body);
  });
}
