/** A quick way over a syntax tree for those who do not care about the order of siblings. */
import type { SyntaxNode } from '../syntax/index.ts';

/** Kinds of parts that are no nodes of their own: the items of a table. */
const PART_KINDS = new Set<unknown>(['Positional', 'Named', 'Keyed']);

/**
 * Calls `enter` for a node and for everything below it, a node always before its children; siblings come in any order.
 * Children are left out where it returns false. Keeps its own stack, as trees may be very deep.
 */
export function visitNodes(
  root: SyntaxNode,
  enter: (node: SyntaxNode, parent: SyntaxNode | null) => boolean | undefined,
): void {
  const parts: object[] = [root];
  const parents: (SyntaxNode | null)[] = [null];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    let parent = parents.pop() as SyntaxNode | null;
    if ('kind' in part && !PART_KINDS.has(part.kind)) {
      if (enter(part as SyntaxNode, parent) === false) continue;
      parent = part as SyntaxNode;
    }
    for (const key in part) {
      const value = (part as Record<string, unknown>)[key];
      if (typeof value !== 'object' || value === null) continue;
      if (!Array.isArray(value)) {
        parts.push(value);
        parents.push(parent);
        continue;
      }
      for (const item of value as unknown[]) {
        if (typeof item !== 'object' || item === null) continue;
        parts.push(item);
        parents.push(parent);
      }
    }
  }
}
