import type { Block, Chunk, Expression, Span, Statement, TypeNode } from './ast.ts';

/** Every node that has a `kind`. Parameters, fields and the like have none; their types and values are visited all the same. */
export type SyntaxNode = Chunk | Block | Statement | Expression | TypeNode;

export type SyntaxKind = SyntaxNode['kind'];

export interface Visitor {
  /** Called before a node's children. Return false to leave the children out; `leave` is called nevertheless. */
  enter?: (node: SyntaxNode, parent: SyntaxNode | null) => unknown;
  /** Called after a node's children. */
  leave?: (node: SyntaxNode, parent: SyntaxNode | null) => void;
}

interface Step {
  node: SyntaxNode;
  parent: SyntaxNode | null;
  leaving: boolean;
}

/**
 * Visits a node and everything below it in source order, depth first. Keeps its own stack: a chain of ten thousand
 * operators is a tree as deep, and recursion over it would end the host.
 */
export function walk(root: SyntaxNode, visitor: Visitor): void {
  const stack: Step[] = [{ node: root, parent: null, leaving: false }];
  for (let step = stack.pop(); step; step = stack.pop()) {
    const { node, parent } = step;
    if (step.leaving) {
      visitor.leave?.(node, parent);
      continue;
    }
    if (visitor.leave) stack.push({ node, parent, leaving: true });
    if (visitor.enter?.(node, parent) === false) continue;
    const children = childNodes(node);
    for (let index = children.length - 1; index >= 0; index--) {
      stack.push({ node: children[index], parent: node, leaving: false });
    }
  }
}

/** The nodes directly below a node, in source order. */
export function childNodes(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  collect(node, children);
  if (children.length > 1) children.sort(bySource);
  return children;
}

function bySource(a: Span, b: Span): number {
  return a.start - b.start || a.end - b.end;
}

/** Adds the nodes in the properties of a value, through parts that are no nodes themselves. */
function collect(value: object, into: SyntaxNode[]): void {
  for (const property of Object.values(value) as unknown[]) {
    if (Array.isArray(property)) {
      for (const element of property as unknown[]) addPart(element, into);
    } else {
      addPart(property, into);
    }
  }
}

function addPart(part: unknown, into: SyntaxNode[]): void {
  if (typeof part !== 'object' || part === null) return;
  if (isNode(part)) into.push(part);
  else collect(part, into);
}

/** Kinds of parts that are no nodes of their own: the items of a table. */
const PART_KINDS = new Set(['Positional', 'Named', 'Keyed']);

function isNode(part: object): part is SyntaxNode {
  return 'kind' in part && !PART_KINDS.has(part.kind as string);
}
