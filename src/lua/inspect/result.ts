/** What a script returns, as far as its text tells. */
import type { Analysis, Variable } from '../compile/variables.ts';
import type { Chunk, Expression, ReturnStatement, TableExpression } from '../syntax/ast.ts';
import type { SyntaxNode } from '../syntax/index.ts';
import { visitNodes } from './visit.ts';

export type ResultFacts =
  | { readonly kind: 'table'; readonly fields: readonly string[] }
  | { readonly kind: 'function' }
  /** A value that has no functions: nothing, a number, a text. */
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'unknown' };

const UNKNOWN: ResultFacts = { kind: 'unknown' };

/** The result of the main function; `fields` are those that may hold a function. */
export function describeResult(chunk: Chunk, analysis: Analysis): ResultFacts {
  const returns = returnsOfMain(chunk);
  const last = chunk.body.statements.at(-1);
  if (returns.length === 0) return endsOnly(last) ? { kind: 'value', text: 'nothing' } : UNKNOWN;
  const [only] = returns;
  if (returns.length > 1 || only !== last) return UNKNOWN;
  if (only.values.length === 0) return { kind: 'value', text: 'nothing' };
  return new ResultReader(chunk, analysis).describe(only.values[0], 0);
}

/** A script that ends with `error(...)` or an endless loop returns nothing because it does not return. */
function endsOnly(last: SyntaxNode | undefined): boolean {
  return last?.kind !== 'While' && last?.kind !== 'Repeat' && last?.kind !== 'Goto';
}

const BLOCKS: ReadonlySet<string> = new Set(['Block', 'Do', 'While', 'Repeat', 'If', 'NumericFor', 'GenericFor']);

function returnsOfMain(chunk: Chunk): ReturnStatement[] {
  const found: ReturnStatement[] = [];
  visitNodes(chunk.body, (node) => {
    if (node.kind === 'Return') found.push(node);
    // Only blocks hold statements of the main function.
    return BLOCKS.has(node.kind);
  });
  return found;
}

class ResultReader {
  private readonly chunk: Chunk;
  private readonly analysis: Analysis;

  constructor(chunk: Chunk, analysis: Analysis) {
    this.chunk = chunk;
    this.analysis = analysis;
  }

  describe(node: Expression, depth: number): ResultFacts {
    // A name may stand for a name; more than a few steps are not worth the while.
    if (depth > 4) return UNKNOWN;
    switch (node.kind) {
      case 'FunctionExpression':
        return { kind: 'function' };
      case 'Table':
        return fieldsOf(node);
      case 'String':
      case 'Number':
      case 'Boolean':
      case 'Nil':
        return { kind: 'value', text: words[node.kind] };
      case 'Paren':
      case 'Cast':
      case 'NonNil':
        return this.describe(node.expression, depth + 1);
      case 'Name': {
        const variable = this.analysis.uses.get(node);
        return variable === undefined ? UNKNOWN : this.variable(variable, depth + 1);
      }
      case 'Call': {
        const [first] = node.arguments;
        const gives = this.isGlobalNamed(node.callee, 'setmetatable') && first !== undefined;
        return gives ? this.describe(first, depth + 1) : UNKNOWN;
      }
      default:
        return UNKNOWN;
    }
  }

  private variable(variable: Variable, depth: number): ResultFacts {
    if (variable.assigned) return UNKNOWN;
    if (variable.functionInfo !== null) return { kind: 'function' };
    const [source] = variable.sources;
    if (source == null || source.kind === 'NumericFor') return UNKNOWN;
    const start = this.describe(source, depth);
    if (start.kind !== 'table') return start;
    const added = this.fieldsAdded(variable);
    return added === undefined ? UNKNOWN : { kind: 'table', fields: [...new Set([...start.fields, ...added])] };
  }

  /** Fields that are assigned to a table in a local variable; undefined where others may add some. */
  private fieldsAdded(variable: Variable): string[] | undefined {
    const added: { readonly name: string; readonly start: number }[] = [];
    let open = false;
    const isIt = (node: Expression | undefined): boolean =>
      node?.kind === 'Name' && this.analysis.uses.get(node) === variable;
    const assigned = (target: Expression): void => {
      if (target.kind !== 'Index' || !isIt(target.object)) return;
      if (target.index.kind === 'String') added.push({ name: target.index.value, start: target.start });
      else open = true;
    };
    visitNodes(this.chunk.body, (node, parent) => {
      if (node.kind === 'Assign') node.targets.forEach(assigned);
      else if (node.kind === 'Function') {
        if (node.method === null) assigned(node.target);
        else if (isIt(node.target)) added.push({ name: node.method, start: node.start });
      } else if (node.kind === 'Name' && isIt(node) && !this.isHarmless(node, parent)) open = true;
      return undefined;
    });
    return open ? undefined : added.sort((a, b) => a.start - b.start).map((field) => field.name);
  }

  /** Whether a use of the table cannot add a field: it is returned, read, called, or compared. */
  private isHarmless(node: Expression, parent: SyntaxNode | null): boolean {
    switch (parent?.kind) {
      case 'Return':
      case 'Binary':
      case 'Unary':
      case 'Function':
        return true;
      case 'Index':
      case 'MethodCall':
        return parent.object === node;
      case 'Call':
        return this.isGlobalNamed(parent.callee, 'setmetatable') || parent.callee === node;
      // `M.__index = M`
      case 'Assign':
        return parent.targets.every((target) => target.kind === 'Index' && target.object.kind === 'Name');
      default:
        return false;
    }
  }

  private isGlobalNamed(node: Expression, name: string): boolean {
    return node.kind === 'Name' && node.name === name && !this.analysis.uses.has(node);
  }
}

const words = { String: 'a text', Number: 'a number', Boolean: 'a boolean', Nil: 'nil' } as const;

/** A table of a constructor. Keys that are computed, or values that spread, may add anything. */
function fieldsOf(node: TableExpression): ResultFacts {
  const fields: string[] = [];
  for (const item of node.items) {
    if (item.kind === 'Positional') continue;
    if (item.kind === 'Keyed' && item.key.kind !== 'String') {
      if (item.key.kind !== 'Number' && item.key.kind !== 'Boolean') return UNKNOWN;
      continue;
    }
    const name = item.kind === 'Named' ? item.name : item.key.kind === 'String' ? item.key.value : '';
    if (!NO_FUNCTIONS.has(item.value.kind)) fields.push(name);
  }
  return { kind: 'table', fields };
}

const NO_FUNCTIONS: ReadonlySet<string> = new Set(['Nil', 'Boolean', 'Number', 'String', 'Table']);
