/** Where a value or key stands in a text. */
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { SourceRange } from '../diagnostics/diagnostic.ts';
import type { SyntaxTree } from './parse.ts';

export type PathSegment = string | number;

export interface Location {
  readonly range: SourceRange;
  /** False where the path does not exist and the range is that of its nearest ancestor. */
  readonly exact: boolean;
}

/**
 * The place of the value at `path` (keys and list indexes from the root), or of its key with `target: 'key'`.
 * Where the path leads to nothing, the place of the last part that exists.
 */
export function locate(
  tree: SyntaxTree,
  path: readonly PathSegment[],
  target: 'value' | 'key' = 'value',
): Location | undefined {
  let node = tree.root as Node | null | undefined;
  if (node == null) return undefined;
  let key: Node | undefined;
  for (const segment of path) {
    const next = step(tree, node, segment);
    if (next === undefined) return { range: rangeOf(tree, key ?? node), exact: false };
    key = next.key;
    if (next.value == null) {
      node = null;
      break;
    }
    node = next.value;
  }
  const shown = target === 'key' ? (key ?? node) : (node ?? key);
  return shown == null ? undefined : { range: rangeOf(tree, shown), exact: true };
}

/** The text of the scalar at `path` as it is written, without quotes: `1.0` stays `1.0`. Undefined for anything else. */
export function scalarText(tree: SyntaxTree, path: readonly PathSegment[]): string | undefined {
  const node = nodeAt(tree, path);
  return isScalar(node) ? String(node.value ?? '') : undefined;
}

/** The node at `path`; null for an empty value, undefined where the path leads to nothing. */
export function nodeAt(tree: SyntaxTree, path: readonly PathSegment[]): Node | null | undefined {
  let node = tree.root as Node | null | undefined;
  for (const segment of path) {
    if (node == null) return undefined;
    node = step(tree, node, segment)?.value;
  }
  return node;
}

interface Step {
  readonly key: Node | undefined;
  readonly value: Node | null | undefined;
}

function step(tree: SyntaxTree, start: Node | null, segment: PathSegment): Step | undefined {
  const node = isAlias(start) ? anchored(tree, start.source, start) : start;
  if (isSeq(node)) {
    const index = typeof segment === 'number' ? segment : Number(segment);
    return Number.isInteger(index) && index >= 0 && index < node.items.length
      ? { key: undefined, value: node.items[index] as Node }
      : undefined;
  }
  if (!isMap(node)) return undefined;
  const pairs = node.items as Pair<Node, Node | null>[];
  const own = pairs.find((pair) => isScalar(pair.key) && pair.key.value === String(segment));
  if (own !== undefined) return { key: own.key, value: own.value };
  for (const pair of pairs) {
    if (!isScalar(pair.key) || pair.key.value !== '<<') continue;
    const sources = isSeq(pair.value) ? (pair.value.items as Node[]) : [pair.value as Node];
    for (const source of sources) {
      const found = step(tree, source, segment);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The last node with this anchor before the alias; iterative, because trees may be deep. */
function anchored(tree: SyntaxTree, name: string, alias: Node): Node | undefined {
  const limit = alias.range?.[0] ?? Number.POSITIVE_INFINITY;
  let found: Node | undefined;
  const waiting: (Node | null | undefined)[] = [tree.root as Node];
  for (let node = waiting.pop(); waiting.length > 0 || node !== undefined; node = waiting.pop()) {
    if (node == null) continue;
    const start = node.range?.[0] ?? 0;
    if (start >= limit) continue;
    if (!isAlias(node) && node.anchor === name && start >= (found?.range?.[0] ?? 0)) found = node;
    if (isSeq(node)) waiting.push(...(node.items as Node[]));
    else if (isMap(node)) for (const pair of node.items as Pair<Node, Node>[]) waiting.push(pair.value, pair.key);
  }
  return found;
}

function rangeOf(tree: SyntaxTree, node: Node): SourceRange {
  const [start, end] = node.range ?? [0, 0];
  // A block value ends after its last line break; the marker should end with its text.
  const text = tree.text.slice(start, end).trimEnd();
  return tree.lines.range(start, start + text.length);
}
