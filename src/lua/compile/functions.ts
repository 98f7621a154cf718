/**
 * Functions. Each becomes two JavaScript functions of the chunk: one that Lua calls, and one that goes on where an
 * activation of the first was suspended. Both come from the same region; only the second has places to jump to, so that
 * V8 compiles the first as straight code. Captured variables are parameters of a maker: all functions are flat.
 */

import type { FunctionBody } from '../syntax/ast.ts';
import { FunctionContext, functionName } from './context.ts';
import { type Output, render } from './region.ts';
import type { FunctionInfo, Variable } from './variables.ts';

/** Emits the creation of a closure into `target`. */
export function closure(e: FunctionContext, body: FunctionBody, target: string, name: string): void {
  const info = e.chunk.analysis.functions.get(body);
  if (info === undefined) throw new Error('a function that was not analysed');
  if (info.name === 'anonymous' && name !== 'anonymous' && name !== '') info.name = name;
  const inner = new FunctionContext(e.chunk, info, functionName(info));
  emitFunction(inner, () => inner.visit.block(inner, body.block), body, e.chunk.functions);
  const captured = capturedVariables(info).map((variable) => e.nameOf(variable));
  e.region.line(`${target} = ${makerName(info)}(${['$I', ...captured].join(', ')});`, body.line);
}

function makerName(info: FunctionInfo): string {
  return `$m${info.number}`;
}

/** The variables that a closure is made with: not itself, which it knows by its own name. */
function capturedVariables(info: FunctionInfo): Variable[] {
  return [...info.captures].filter((variable) => !(variable.functionInfo === info && !variable.assigned));
}

/** Emits a function of the chunk; `body` fills its region. Gives the name of its maker. */
export function emitFunction(e: FunctionContext, body: () => void, node: FunctionBody | null, output: Output): string {
  const { info } = e;
  e.chunk.functionPlaces[info.number] = { name: info.name, line: node?.line ?? 0 };
  const parameters = info.parameters.map((variable) => e.slot(variable.id));
  if (info.hasVararg) e.slot('$va');
  const fixed = e.slots.length;
  const line = node?.line ?? 1;
  e.line = line;
  const region = e.within(() => {
    for (const variable of info.parameters) {
      if (variable.storage === 'box') e.emit(`${variable.id} = { v: ${variable.id} };`);
    }
    body();
    e.line = node?.endLine ?? e.line;
    e.emit('return $E;');
  });
  const captured = capturedVariables(info).map((variable) => variable.id);
  const maker = makerName(info);
  const list = [...parameters, ...(info.hasVararg ? ['...$va'] : [])].join(', ');
  const locals = e.slots.slice(fixed);
  output.line(`const ${maker} = (${['$I', ...captured].join(', ')}) => function ${e.jsName}(${list}) {`, line);
  if (!e.suspends) {
    if (locals.length > 0) output.line(`let ${locals.join(', ')};`, 0);
    if (e.calls) output.line(entryCheck(e, parameters), line);
    render(region, output, false);
    output.line('};', 0);
    return maker;
  }
  const resumer = `$r${info.number}`;
  const saved = [e.jsName, '$I', ...captured, ...e.slots];
  // Slots are counted from the first one; what never changes stands before them.
  const fixedCount = saved.length - e.slots.length;
  const save = `return $save(${resumer}, pc, q, $b + ${pcSites(e)}, ${fixedCount}, [${saved.join(', ')}]);`;
  output.line(`let ${['pc', 'q', ...locals].join(', ')};`, 0);
  if (e.calls) output.line(entryCheck(e, parameters), line);
  output.line('$L: {', 0);
  render(region, output, false);
  output.line('}', 0);
  output.line(save, 0);
  output.line('};', 0);
  const restored = saved.map((name, index) => `${name} = v[${index}]`).join(', ');
  output.line(`function ${resumer}(F) {`, line);
  output.line(`const v = F.values; let pc = F.pc, q = 0, ${restored};`, 0);
  output.line('$L: {', 0);
  render(region, output, true);
  output.line('}', 0);
  // In place: a coroutine that waits again and again makes no garbage.
  output.line(e.slots.map((name, index) => `v[${index + fixedCount}] = ${name};`).join(' '), 0);
  output.line(`return $again(F, pc, q, ${fixedCount});`, 0);
  output.line('}', 0);
  return maker;
}

/** Puts the call off once the stack is deep. */
function entryCheck(e: FunctionContext, parameters: readonly string[]): string {
  const args = [...parameters, ...(e.info.hasVararg ? ['...$va'] : [])].join(', ');
  const own = weight(e);
  return `if (($d -= ${own}) < 0) { $d = ${Math.max(e.chunk.budgets.entry, own)}; return $enter(${e.jsName}, [${args}]); }`;
}

/** A call's share of the stack: larger frames use it up sooner. */
function weight(e: FunctionContext): number {
  return 4 + (e.slots.length >> 2);
}

/** Sites for the suspension points of a function, one after the other: their lines in tracebacks. */
function pcSites(e: FunctionContext): number {
  const { sites } = e.chunk;
  const base = sites.lines.length;
  for (const line of e.pcLines) {
    sites.lines.push(line);
    sites.left.push(null);
    sites.right.push(null);
    sites.functions.push(e.info.number);
  }
  return base;
}
