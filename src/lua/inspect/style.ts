/** What may be meant otherwise in a source that can be run. Rules and names: guides/linter of the Wippy documentation. */

import { analyse } from '../compile/analysis.ts';
import type { Analysis, Variable } from '../compile/variables.ts';
import type { Stretch } from '../inspect.ts';
import type { BinaryExpression, Block, Expression, FunctionBody, NameExpression, Span } from '../syntax/ast.ts';
import { parse, type SyntaxNode } from '../syntax/index.ts';
import { visitNodes } from './visit.ts';

export type StyleRule = 'W0001' | 'W0002' | 'W0003' | 'W0004' | 'W0005' | 'W0006' | 'W0007';

export interface StyleFinding {
  readonly rule: StyleRule;
  readonly message: string;
  readonly at: Stretch;
  /** The global that is assigned, for W0002. */
  readonly global?: string;
}

/** Findings in the order of the source; none for a source that cannot be compiled. */
export function inspectStyle(source: string): StyleFinding[] {
  const chunk = parse(source);
  if (chunk.problems.length > 0) return [];
  const analysis = analyse(chunk);
  if (analysis.problems.length > 0) return [];
  const inspector = new StyleInspector(analysis);
  visitNodes(chunk.body, (node, parent) => inspector.enter(node, parent));
  return inspector.finish();
}

/** A name that is declared, and where it can be seen. */
interface Declaration {
  readonly node: Span & { readonly name: string };
  readonly what: 'variable' | 'loop variable' | 'parameter' | 'import';
  readonly from: number;
  readonly to: number;
}

const COMPARISONS = new Set(['==', '~=', '<', '<=', '>', '>=']);
const TRUE_FOR_EQUALS = new Set(['==', '<=', '>=']);

class StyleInspector {
  private readonly analysis: Analysis;
  private readonly found: StyleFinding[] = [];
  private readonly declarations: Declaration[] = [];
  /** Names that are only assigned where they stand. */
  private readonly targets = new Set<NameExpression>();

  constructor(analysis: Analysis) {
    this.analysis = analysis;
  }

  enter(node: SyntaxNode, parent: SyntaxNode | null): boolean {
    const end = parent?.end ?? Number.MAX_SAFE_INTEGER;
    switch (node.kind) {
      case 'Local': {
        const what = node.values.some(isRequire) ? 'import' : 'variable';
        for (const binding of node.bindings) this.declare(binding, what, node.end, end);
        break;
      }
      case 'LocalFunction':
        this.declare(node.binding, 'variable', node.binding.end, end);
        this.parameters(node.body);
        break;
      case 'Function':
        if (node.target.kind === 'Name' && node.method === null) this.assign(node.target, true);
        this.parameters(node.body);
        break;
      case 'FunctionExpression':
        this.parameters(node.body);
        break;
      case 'Assign':
        for (const target of node.targets) if (target.kind === 'Name') this.assign(target, false);
        break;
      case 'NumericFor':
        this.declare(node.variable, 'loop variable', node.body.start, node.body.end);
        this.block(node.body, 'for', node);
        break;
      case 'GenericFor':
        for (const binding of node.variables) {
          this.declare(binding, 'loop variable', node.body.start, node.body.end);
        }
        this.block(node.body, 'for', node);
        break;
      case 'While':
        this.block(node.body, 'while', node);
        break;
      case 'Repeat':
        this.block(node.body, 'repeat', node);
        break;
      case 'If':
        for (const { body, condition } of node.clauses) this.block(body, 'if', condition);
        if (node.otherwise !== null) this.block(node.otherwise, 'else', node.otherwise);
        break;
      case 'Binary':
        this.compare(node);
        break;
      default:
        break;
    }
    return true;
  }

  finish(): StyleFinding[] {
    const read = new Set<Variable>();
    for (const [name, variable] of this.analysis.uses) if (!this.targets.has(name)) read.add(variable);
    for (const declaration of this.declarations) {
      const { node, what } = declaration;
      const { name } = node;
      if (name.startsWith('_') || name === 'self' || name === '...') continue;
      if (this.declarations.some((other) => shadows(declaration, other))) {
        this.report('W0007', `variable '${name}' shadows a variable in an outer scope`, node);
      }
      const variable = this.analysis.declarations.get(node);
      if (variable === undefined || read.has(variable)) continue;
      if (what === 'parameter') this.report('W0005', `parameter '${name}' is unused`, node);
      else if (what === 'import') this.report('W0006', `imported module '${name}' is never used`, node);
      else this.report('W0004', `${what} '${name}' is declared but never used`, node);
    }
    return this.found.sort((a, b) => a.at[0] - b.at[0] || (a.rule < b.rule ? -1 : 1));
  }

  private declare(node: Declaration['node'], what: Declaration['what'], from: number, to: number): void {
    this.declarations.push({ node, what, from, to });
  }

  private parameters({ parameters, block }: FunctionBody): void {
    for (const parameter of parameters) this.declare(parameter, 'parameter', block.start, block.end);
  }

  private assign(target: NameExpression, isFunction: boolean): void {
    if (this.analysis.uses.has(target)) {
      this.targets.add(target);
      return;
    }
    if (this.analysis.environments.has(target)) return;
    const { name } = target;
    const message = isFunction
      ? `function '${name}' declared as global; consider using 'local function'`
      : `assignment to global variable '${name}'; consider using 'local'`;
    this.found.push({ rule: 'W0002', message, at: [target.start, target.end], global: name });
  }

  private block({ statements }: Block, what: string, at: Span): void {
    if (statements.length === 0) this.report('W0001', `empty ${what} block`, at);
  }

  private compare(node: BinaryExpression): void {
    if (!COMPARISONS.has(node.operator) || !isSame(node.left, node.right)) return;
    const result = TRUE_FOR_EQUALS.has(node.operator);
    this.report('W0003', `comparison of identical expressions; result is always ${String(result)}`, node);
  }

  private report(rule: StyleRule, message: string, { start, end }: Span): void {
    this.found.push({ rule, message, at: [start, end] });
  }
}

function shadows(inner: Declaration, outer: Declaration): boolean {
  if (inner === outer || inner.node.name !== outer.node.name) return false;
  const at = inner.node.start;
  // Parameters of one function are declared together.
  return outer.node.start < at && outer.from <= at && at < outer.to;
}

function isRequire(node: Expression): boolean {
  return node.kind === 'Call' && node.callee.kind === 'Name' && node.callee.name === 'require';
}

/** Whether two expressions without calls read the same. */
function isSame(a: Expression, b: Expression): boolean {
  let [left, right] = [a, b];
  while (left.kind === 'Index' && right.kind === 'Index') {
    if (!isSameLeaf(left.index, right.index)) return false;
    [left, right] = [left.object, right.object];
  }
  return isSameLeaf(left, right);
}

function isSameLeaf(a: Expression, b: Expression): boolean {
  if (a.kind === 'Name') return b.kind === 'Name' && a.name === b.name;
  if (a.kind === 'String') return b.kind === 'String' && a.value === b.value;
  return a.kind === 'Number' && b.kind === 'Number' && a.integer === b.integer && a.value === b.value;
}
