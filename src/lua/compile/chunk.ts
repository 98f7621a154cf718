/** From a syntax tree to JavaScript. Pure: the same tree gives the same text. */

import type { ChunkMap } from '../runtime/sites.ts';
import type { Chunk, SyntaxProblem } from '../syntax/ast.ts';
import { analyse } from './analysis.ts';
import { BUDGETS, type Budgets, type ChunkContext, FunctionContext, functionName, type Visitors } from './context.ts';
import { condition, multiple, value } from './expressions.ts';
import { closure, emitFunction } from './functions.ts';
import { Output } from './region.ts';
import { block } from './statements.ts';
import type { Variable } from './variables.ts';

/** A compiled chunk: what the engine needs to run it, without source and without parsing. All of it is plain data. */
export interface CompiledChunk extends ChunkMap {
  /** A function expression: `(helpers, base) => (environment) => main`; everything but the instance is shared. */
  javascript: string;
}

const visitors: Visitors = {
  value,
  multiple,
  condition,
  block,
  closure,
};

/** The names that emitted code knows; they are the fields of the engine's helper record. */
export const HELPER_NAMES = [
  'A',
  'E',
  'S',
  'T',
  'after',
  'again',
  'add',
  'append',
  'band',
  'bnot',
  'bor',
  'bxor',
  'call',
  'concat',
  'div',
  'elements',
  'enter',
  'eq',
  'equalsRaw',
  'float',
  'floor',
  'fmod',
  'forLimit',
  'forPrepare',
  'getter',
  'idiv',
  'index',
  'integer',
  'join',
  'le',
  'len',
  'lt',
  'mod',
  'mul',
  'pow',
  'power',
  'rawGet',
  'room',
  'save',
  'set',
  'setter',
  'shape',
  'shl',
  'shr',
  'sqrt',
  'sub',
  'tick',
  'traverse',
  'type',
  'typeOf',
  'unm',
  'whole',
] as const;

/** Thrown for a chunk with syntax errors or problems of names; they are all in `problems`, in order. */
export class CompileError extends Error {
  readonly problems: readonly SyntaxProblem[];
  constructor(chunkName: string, problems: readonly SyntaxProblem[]) {
    const first = problems[0];
    super(first === undefined ? `${chunkName}: syntax error` : `${chunkName}:${first.line}: ${first.message}`);
    this.name = 'CompileError';
    this.problems = problems;
  }
}

/** V8 keeps a field that only ever held doubles as a double. */
function initial(variable: Pick<Variable, 'number'>): string {
  return variable.number === 'float' ? '0.5' : variable.number === 'int' ? '0' : 'undefined';
}

/** All problems of a parsed chunk: those of its syntax, or else those of its names. */
export function problemsOf(chunk: Chunk): SyntaxProblem[] {
  if (chunk.problems.length > 0) return chunk.problems;
  return analyse(chunk).problems.map((problem) => ({ ...problem, column: 1 }));
}

/** Compiles a parsed chunk; `budgets` are for tests that suspend wherever it is possible. Throws a `CompileError` where it has problems. */
export function compileChunk(chunk: Chunk, chunkName: string, budgets: Budgets = BUDGETS): CompiledChunk {
  if (chunk.problems.length > 0) throw new CompileError(chunkName, chunk.problems);
  const analysis = analyse(chunk);
  if (analysis.problems.length > 0) {
    throw new CompileError(
      chunkName,
      analysis.problems.map((problem) => ({ ...problem, column: 1 })),
    );
  }
  const context: ChunkContext = {
    analysis,
    visit: visitors,
    preamble: [],
    constants: new Map(),
    sites: { lines: [], left: [], right: [], functions: [] },
    functionPlaces: {},
    instanceVariables: [],
    functions: new Output(),
    counter: 1_000_000,
    budgets,
  };
  const main = new FunctionContext(context, analysis.main, functionName(analysis.main));
  const maker = emitFunction(main, () => block(main, chunk.body), null, context.functions);
  const output = new Output();
  output.line("(function ($h, $b) { 'use strict';", 0);
  output.line(`const { ${HELPER_NAMES.map((name) => `${name}: $${name}`).join(', ')} } = $h;`, 0);
  for (const line of context.preamble) output.line(line, 0);
  output.line(`let $n = ${budgets.loop}, $d = ${budgets.entry};`, 0);
  const { text: texts, lines, calls } = context.functions;
  texts.forEach((text, index) => output.line(text, lines[index] as number, calls[index]));
  const fields = context.instanceVariables.map((variable) => ` this.${variable.id} = ${initial(variable)};`).join('');
  output.line(`function Instance(environment) { this.G = environment;${fields} }`, 0);
  output.line(`return (environment) => ${maker}(new Instance(environment));`, 0);
  output.line('})', 0);
  return {
    chunkName,
    javascript: output.text.join('\n'),
    sites: context.sites,
    lineMap: output.lines,
    calls: output.calls,
    functions: context.functionPlaces,
  };
}
