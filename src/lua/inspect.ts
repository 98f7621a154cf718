/**
 * What a source needs from its surroundings and what it gives: a pure function of the text, for tools that check
 * programs without running them. The result is plain data and can be kept in a file.
 */

import { analyse } from './compile/analysis.ts';
import type { Analysis } from './compile/variables.ts';
import { describeResult, type ResultFacts } from './inspect/result.ts';
import { visitNodes } from './inspect/visit.ts';
import { rememberSound } from './sound-sources.ts';
import type { CallExpression, Chunk, Expression, NameExpression, Span, StringExpression } from './syntax/ast.ts';
import { parse, type SyntaxNode } from './syntax/index.ts';

/** A stretch of the source: offsets in UTF-16 units, half-open. */
export type Stretch = readonly [start: number, end: number];

export interface NamedStretch {
  readonly name: string;
  readonly at: Stretch;
}

export interface SourceFacts {
  /** What keeps the source from being compiled. With any, the other facts are empty. */
  readonly problems: readonly { readonly message: string; readonly at: Stretch }[];
  /** Reads of global names, in order of the source. */
  readonly reads: readonly NamedStretch[];
  /** Global names that the source assigns, each once. */
  readonly writes: readonly string[];
  /** `require("name")` with a literal name. */
  readonly requires: readonly NamedStretch[];
  /** Names that are used in a way that needs no value: `_G.name`, inside of a `pcall`, types. */
  readonly mentions: readonly string[];
  /** Whether the source reads or writes globals whose names only show when it runs. */
  readonly dynamic: boolean;
  readonly result: ResultFacts;
}

/** Inspects a source. Never throws: what is wrong is in `problems`. */
export function inspect(source: string): SourceFacts {
  const chunk = parse(source);
  const analysis = chunk.problems.length > 0 ? undefined : analyse(chunk);
  const problems = analysis?.problems ?? chunk.problems;
  if (analysis === undefined || problems.length > 0) {
    return {
      ...{ reads: [], writes: [], requires: [], mentions: [], dynamic: true },
      problems: problems.map(({ message, start, end }) => ({ message, at: [start, Math.max(start, end)] })),
      result: { kind: 'unknown' },
    };
  }
  rememberSound(source);
  return new Inspector(chunk, analysis).run();
}

class Inspector {
  private readonly chunk: Chunk;
  private readonly analysis: Analysis;
  private readonly reads: NamedStretch[] = [];
  private readonly writes = new Set<string>();
  private readonly requires: NamedStretch[] = [];
  private readonly mentions = new Set<string>();
  /** Nodes whose meaning a node around them has told already. */
  private readonly understood = new Set<Expression>();
  /** Functions that pcall runs. */
  private readonly guards: Stretch[] = [];
  private dynamic = false;

  constructor(chunk: Chunk, analysis: Analysis) {
    this.chunk = chunk;
    this.analysis = analysis;
  }

  run(): SourceFacts {
    visitNodes(this.chunk.body, (node) => this.enter(node));
    const bySource = (a: NamedStretch, b: NamedStretch): number => a.at[0] - b.at[0];
    return {
      problems: [],
      reads: this.reads.sort(bySource),
      writes: [...this.writes],
      requires: this.requires.sort(bySource),
      mentions: [...this.mentions],
      dynamic: this.dynamic,
      result: describeResult(this.chunk, this.analysis),
    };
  }

  /** False where the children of the node say nothing about the program. */
  private enter(node: SyntaxNode): boolean {
    switch (node.kind) {
      case 'TypeofType':
        return false;
      case 'NamedType':
        this.mentions.add(node.path[0]);
        break;
      case 'Assign':
        for (const target of node.targets) this.target(target);
        break;
      case 'Function':
        if (node.method === null) this.target(node.target);
        break;
      case 'Call':
        this.call(node);
        break;
      case 'Index': {
        const name = this.memberOfGlobals(node);
        if (name !== undefined) this.mentions.add(name);
        break;
      }
      case 'Name':
        this.name(node);
        break;
      default:
        break;
    }
    return true;
  }

  private target(node: Expression): void {
    const name = this.isGlobal(node) ? node.name : this.memberOfGlobals(node);
    if (name === undefined) return;
    this.writes.add(name);
    this.understood.add(node);
  }

  /** `require("x")`, and `pcall(require, "x")`, which asks whether there is an x. */
  private call({ callee, arguments: list }: CallExpression): void {
    if (!this.isGlobal(callee)) return;
    const [first, second] = list;
    // What runs inside of pcall may fail: the code asks what there is.
    if ((callee.name === 'pcall' || callee.name === 'xpcall') && first?.kind === 'FunctionExpression') {
      this.guards.push([first.start, first.end]);
    }
    if (callee.name === 'require' && isString(first)) {
      this.understood.add(callee);
      if (this.isGuarded(first)) this.mentions.add(first.value);
      else this.requires.push({ name: first.value, at: stretch(first) });
    } else if (callee.name === 'pcall' && this.isGlobal(first) && first.name === 'require' && isString(second)) {
      this.understood.add(first);
      this.mentions.add(second.value);
    }
  }

  private name(node: NameExpression): void {
    if (this.understood.has(node) || !this.isGlobal(node)) return;
    if (node.name === '_G' || node.name === '_ENV' || node.name === 'require') this.dynamic = true;
    // `_ENV` is a variable of every chunk, not a global.
    if (node.name === '_ENV') return;
    if (this.isGuarded(node)) this.mentions.add(node.name);
    else this.reads.push({ name: node.name, at: stretch(node) });
  }

  /** The name in `_G.name`. */
  private memberOfGlobals(node: Expression): string | undefined {
    if (node.kind !== 'Index' || !isString(node.index)) return undefined;
    const { object } = node;
    if (!this.isGlobal(object) || (object.name !== '_G' && object.name !== '_ENV')) return undefined;
    this.understood.add(object);
    return node.index.value;
  }

  private isGuarded({ start }: Span): boolean {
    return this.guards.some((guard) => guard[0] <= start && start < guard[1]);
  }

  private isGlobal(node: Expression | undefined): node is NameExpression {
    return node?.kind === 'Name' && !this.analysis.uses.has(node) && !this.analysis.environments.has(node);
  }
}

function isString(node: Expression | undefined): node is StringExpression {
  return node?.kind === 'String';
}

function stretch({ start, end }: Span): Stretch {
  return [start, end];
}
