/** Functions: header, saved state, closures over captured variables. */

import type { FunctionBody } from '../syntax/ast.ts';
import type { FunctionInfo, Variable } from './analysis.ts';
import { FunctionContext, functionName } from './context.ts';
import { Output, render } from './region.ts';

/** Function entries between two polls: bounds the depth of the JavaScript stack. */
export const ENTRY_BUDGET = 12_000;

/** Emits a closure into `target`. */
export function closure(e: FunctionContext, body: FunctionBody, target: string, name: string): void {
  const info = e.chunk.analysis.functions.get(body);
  if (info === undefined) throw new Error('a function that was not analysed');
  if (info.name === 'anonymous' && name !== 'anonymous' && name !== '') info.name = name;
  const inner = new FunctionContext(e.chunk, info, functionName(info), e);
  const output = new Output();
  emitFunction(inner, () => inner.visit.block(inner, body.block), body, output);
  const captured = [...info.captures].filter((variable) => needsCopy(e, info, variable));
  const copies = captured.map((variable) => `${variable.id}c${info.number} = ${e.nameOf(variable)}`);
  // Variables are copied (or their boxes are), because the function's own ones are new when it is resumed.
  if (copies.length > 0) e.region.line(`{ const ${copies.join(', ')};`, body.line);
  output.text.forEach((text, index) => {
    const head = index === 0 ? `${target} = ${text}` : text;
    e.region.line(index === output.text.length - 1 ? `${head};` : head, output.lines[index] as number);
  });
  if (copies.length > 0) e.region.line('}', 0);
}

/** Captured variables that the closure finds under a name of its own: those of the function that makes it. */
function needsCopy(e: FunctionContext, info: FunctionInfo, variable: Variable): boolean {
  if (variable.owner !== e.info) return false;
  return !(variable.functionInfo === info && !variable.assigned);
}

/** Emits a whole function as an expression; `body` fills its region. */
export function emitFunction(e: FunctionContext, body: () => void, node: FunctionBody | null, output: Output): void {
  const { info } = e;
  const parameters = info.parameters.map((variable) => e.slot(variable.id));
  if (info.hasVararg) e.slot('$va');
  const fixed = e.slots.length;
  e.line = node?.line ?? 1;
  const region = e.within(() => {
    for (const variable of info.parameters) {
      if (variable.storage === 'box') e.emit(`${variable.id} = { v: ${variable.id} };`);
    }
    body();
    e.line = node?.endLine ?? e.line;
    e.emit('return $E;');
  });
  const line = node?.line ?? 1;
  const hidden = e.suspends && parameters.length === 0 && !info.hasVararg ? ['$k'] : [];
  const list = [...parameters, ...hidden, ...(info.hasVararg ? ['...$va'] : [])].join(', ');
  output.line(`function ${e.jsName}(${list}) {`, line);
  const locals = e.slots.slice(fixed);
  if (!e.suspends) {
    if (locals.length > 0) output.line(`let ${locals.join(', ')};`, 0);
    render(region, output);
    output.line('}', 0);
    return;
  }
  output.line(`let ${['pc = 0', 'q = 0', ...locals].join(', ')};`, 0);
  const first = parameters[0] ?? (info.hasVararg ? '$va[0]' : '$k');
  const restore = e.slots.map((name, index) => `${name} = v[${index}];`).join(' ');
  output.line(`if (${first} === $K) { const F = $R.frame, v = F.values; pc = F.pc; ${restore} }`, 0);
  if (e.calls) output.line(`else if (($d -= ${weight(e)}) < 0) { $d = ${ENTRY_BUDGET}; return $enter(${e.jsName}, [${arguments_(parameters, info)}]); }`, line);
  output.line('$L: {', 0);
  render(region, output);
  output.line('}', 0);
  output.line(`return $save(${e.jsName}, pc, q, $b + ${pcSites(e)}, [${e.slots.join(', ')}]);`, 0);
  output.line('}', 0);
}

function arguments_(parameters: string[], info: FunctionInfo): string {
  return [...parameters, ...(info.hasVararg ? ['...$va'] : [])].join(', ');
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
    sites.functions.push(e.info.name);
  }
  return base;
}

