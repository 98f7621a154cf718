/** Which variables of the environment a Lua source reads, as far as its text tells. */
import { visitNodes } from '../../lua/inspect/visit.ts';
import type { CallExpression, Expression } from '../../lua/syntax/ast.ts';
import { parse, type SyntaxNode } from '../../lua/syntax/index.ts';

export interface VariablesRead {
  readonly names: ReadonlySet<string>;
  /** Whether it reads some whose names only show when it runs. */
  readonly others: boolean;
}

/** Looks for `env.get("NAME")`, where `env` is what `require("env")` gave. */
export function variablesRead(source: string): VariablesRead {
  const { body } = parse(source);
  const aliases = aliasesOf(body);
  const names = new Set<string>();
  let others = false;
  const isModule = (node: Expression): boolean => isRequire(node) || (node.kind === 'Name' && aliases.has(node.name));
  visitNodes(body, (node, parent) => {
    if (node.kind === 'Call' && node.callee.kind === 'Index' && isModule(node.callee.object)) {
      const name = member(node.callee.index);
      const [first] = node.arguments;
      if (name === 'get' && first?.kind === 'String') names.add(first.value);
      else if (name !== 'set') others = true;
    } else if (isExpression(node) && isModule(node) && !isUnderstood(node, parent)) {
      others = true;
    } else if (node.kind === 'Index' && isModule(node.object) && !(parent?.kind === 'Call' && parent.callee === node)) {
      others = true;
    }
    return undefined;
  });
  return { names, others };
}

/** Names of local variables that hold the module; what else they may hold is not looked at. */
function aliasesOf(body: SyntaxNode): Set<string> {
  const aliases = new Set<string>();
  visitNodes(body, (node) => {
    if (node.kind === 'Local') {
      node.bindings.forEach(({ name }, index) => {
        const value = node.values[index];
        if (value !== undefined && isRequire(value)) aliases.add(name);
      });
    }
    return undefined;
  });
  return aliases;
}

function isExpression(node: SyntaxNode): node is CallExpression | (Expression & { kind: 'Name' }) {
  return node.kind === 'Name' || node.kind === 'Call';
}

/** Whether the module is used as one here: it is named, or one of its members is taken. */
function isUnderstood(node: Expression, parent: SyntaxNode | null): boolean {
  return parent?.kind === 'Local' || (parent?.kind === 'Index' && parent.object === node);
}

function isRequire(node: Expression): node is CallExpression {
  if (node.kind !== 'Call' || node.callee.kind !== 'Name' || node.callee.name !== 'require') return false;
  const [name] = node.arguments;
  return name?.kind === 'String' && name.value === 'env';
}

function member(index: Expression): string | undefined {
  return index.kind === 'String' ? index.value : undefined;
}
