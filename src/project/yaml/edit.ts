/** Edits of YAML that keep everything else as it is written: comments, order, quotes, indentation. */
import {
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type TextEdit, textEdit } from '../diagnostics/fix.ts';
import type { PathSegment } from './locate.ts';
import type { SyntaxTree } from './parse.ts';

type MapPair = Pair<Node, Node | null>;

/** The node at a path that no alias and no merge leads over: what stands elsewhere too must not be changed here. */
function ownNode(tree: SyntaxTree, path: readonly PathSegment[]): Node | undefined {
  let node = tree.root as Node | null | undefined;
  for (const segment of path) {
    if (isSeq(node)) node = node.items[Number(segment)] as Node | undefined;
    else if (isMap(node)) node = pairOf(node, segment)?.value;
    else return undefined;
  }
  return node ?? undefined;
}

function pairOf(map: YAMLMap, key: PathSegment): MapPair | undefined {
  const pairs = map.items as MapPair[];
  return pairs.find((pair) => isScalar(pair.key) && pair.key.value === String(key));
}

/** Keys of the map at a path; none where there is no map. */
export function keysAt(tree: SyntaxTree, path: readonly PathSegment[]): string[] {
  const node = ownNode(tree, path);
  return isMap(node) ? (node.items as MapPair[]).flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : [])) : [];
}

/** Replaces a text on one line; its quotes stay. Undefined where that is not possible. */
export function replaceText(tree: SyntaxTree, path: readonly PathSegment[], text: string): TextEdit | undefined {
  const node = ownNode(tree, path);
  return isScalar(node) ? replaceScalar(tree, node, text) : undefined;
}

/** Renames a key of a map. Undefined where the map has the new name already. */
export function renameKey(tree: SyntaxTree, path: readonly PathSegment[], name: string): TextEdit | undefined {
  const map = ownNode(tree, path.slice(0, -1));
  if (!isMap(map) || pairOf(map, name) !== undefined) return undefined;
  const key = pairOf(map, path.at(-1) ?? '')?.key;
  return isScalar(key) ? replaceScalar(tree, key, name) : undefined;
}

/** Puts quotes around a value that is written without them. */
export function quoteValue(tree: SyntaxTree, path: readonly PathSegment[]): TextEdit | undefined {
  const node = ownNode(tree, path);
  if (!isScalar(node) || node.type !== 'PLAIN' || node.range == null) return undefined;
  const [start, end] = node.range;
  const written = tree.text.slice(start, end);
  return /^[\w.+-]+$/.test(written) ? textEdit(tree.text, start, end, `"${written}"`) : undefined;
}

/** A text that means itself without quotes, wherever it stands. */
const PLAIN = /^[A-Za-z_][\w./-]*(?::[A-Za-z_][\w./-]*)*$/;
const RESERVED = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

function replaceScalar(tree: SyntaxTree, node: Scalar, text: string): TextEdit | undefined {
  if (node.range == null || !/^[ -~]*$/.test(text) || /["'\\]/.test(text)) return undefined;
  const [start, end] = node.range;
  const written = tree.text.slice(start, end);
  if (written.includes('\n')) return undefined;
  if (node.type === 'QUOTE_DOUBLE') return textEdit(tree.text, start, end, `"${text}"`);
  if (node.type === 'QUOTE_SINGLE') return textEdit(tree.text, start, end, `'${text}'`);
  if (node.type !== 'PLAIN') return undefined;
  const isPlain = PLAIN.test(text) && !RESERVED.test(text);
  return textEdit(tree.text, start, end, isPlain ? text : `"${text}"`);
}

/** Removes an item of a list or a key of a map; the list or map as well if nothing is left in it. */
export function removeAt(tree: SyntaxTree, path: readonly PathSegment[]): TextEdit | undefined {
  if (path.length === 0) return undefined;
  const above = path.slice(0, -1);
  const parent = ownNode(tree, above);
  if (!isCollection(parent)) return undefined;
  const index = isMap(parent) ? parent.items.indexOf(pairOf(parent, path.at(-1) ?? '') as never) : Number(path.at(-1));
  if (index < 0 || index >= parent.items.length) return undefined;
  if (parent.items.length === 1) return removeAt(tree, above);
  const list = parent as YAMLMap | YAMLSeq;
  return list.flow === true ? removeFlowItem(tree, list, index) : removeBlockItem(tree, list, index);
}

function removeFlowItem(tree: SyntaxTree, list: YAMLMap | YAMLSeq, index: number): TextEdit | undefined {
  const spans = list.items.map((item) => spanOf(item as Node | MapPair));
  const [own, before, after] = [spans[index], spans[index - 1], spans[index + 1]];
  if (own === undefined) return undefined;
  const start = index > 0 ? before?.[1] : own[0];
  const end = index > 0 ? own[1] : after?.[0];
  if (start === undefined || end === undefined) return undefined;
  const removed = tree.text.slice(start, end);
  return removed.includes('#') ? undefined : textEdit(tree.text, start, end, '');
}

function removeBlockItem({ text }: SyntaxTree, list: YAMLMap | YAMLSeq, index: number): TextEdit | undefined {
  const span = spanOf(list.items[index] as Node | MapPair);
  if (span === undefined) return undefined;
  const start = text.lastIndexOf('\n', span[0] - 1) + 1;
  // What stands before it on its line is its indentation, and its mark in a list.
  if (!(isSeq(list) ? /^\s*-\s+$/ : /^\s*$/).test(text.slice(start, span[0]))) return undefined;
  const last = text.slice(span[0], span[1]).trimEnd().length + span[0];
  const lineBreak = text.indexOf('\n', last);
  return textEdit(text, start, lineBreak === -1 ? text.length : lineBreak + 1, '');
}

/** From the key, or the item, to the end of the value. */
function spanOf(item: Node | MapPair): readonly [start: number, end: number] | undefined {
  if ('range' in item) return item.range == null ? undefined : [item.range[0], item.range[1]];
  const { key, value } = item as MapPair;
  const keyRange = (key as Node | null)?.range;
  if (keyRange == null) return undefined;
  return [keyRange[0], value?.range == null ? keyRange[1] : Math.max(keyRange[1], value.range[1])];
}

/** Adds a name to the list at a key of the map at `path`; makes the list where there is none. */
export function addToList(
  tree: SyntaxTree,
  path: readonly PathSegment[],
  key: string,
  name: string,
): TextEdit | undefined {
  const map = ownNode(tree, path);
  if (!isMap(map)) return undefined;
  const pair = pairOf(map, key);
  if (pair === undefined) return addPair(tree, map, key, name);
  const list = pair.value;
  if (!isSeq(list) || list.range == null) return undefined;
  const last = list.items.at(-1) as Node | undefined;
  if (list.flow === true) {
    const at = last === undefined ? list.range[0] + 1 : last.range?.[1];
    return at === undefined ? undefined : textEdit(tree.text, at, at, last === undefined ? name : `, ${name}`);
  }
  if (last?.range == null) return undefined;
  const { text } = tree;
  const start = text.lastIndexOf('\n', last.range[0] - 1) + 1;
  const mark = text.slice(start, last.range[0]);
  return /^\s*-\s+$/.test(mark) ? insertLine(tree, last.range[1], `${mark}${name}`) : undefined;
}

function addPair(tree: SyntaxTree, map: YAMLMap, key: string, name: string): TextEdit | undefined {
  const { text } = tree;
  const pairs = map.items as MapPair[];
  if (map.flow === true) {
    const at = pairs.length === 0 ? undefined : spanOf(pairs[pairs.length - 1])?.[1];
    return at === undefined ? undefined : textEdit(text, at, at, `, ${key}: [${name}]`);
  }
  // After a value on one line, so that no block of text is in the way.
  const neighbour = ['method', 'source', 'kind', 'name']
    .map((field) => pairOf(map, field))
    .find((pair) => isScalar(pair?.value) && (pair.value.type === 'PLAIN' || pair.value.type?.startsWith('QUOTE')));
  const span = neighbour && spanOf(neighbour);
  if (span === undefined || text.slice(...span).includes('\n')) return undefined;
  const start = text.lastIndexOf('\n', span[0] - 1) + 1;
  const indent = text.slice(start, span[0]).replace('-', ' ');
  return /^ *$/.test(indent) ? insertLine(tree, span[1], `${indent}${key}: [${name}]`) : undefined;
}

/** A line of its own after the one that holds the offset. */
function insertLine({ text }: SyntaxTree, after: number, line: string): TextEdit {
  const end = text.slice(0, after).trimEnd().length;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lineBreak = text.indexOf('\n', end);
  if (lineBreak === -1) return textEdit(text, text.length, text.length, `${newline}${line}`);
  return textEdit(text, lineBreak + 1, lineBreak + 1, `${line}${newline}`);
}
