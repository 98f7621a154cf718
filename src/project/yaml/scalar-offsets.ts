/** From a place inside of the value of a scalar to the place in the file where it is written. */
import { isScalar, type Node, type Scalar } from 'yaml';
import type { SyntaxTree } from './parse.ts';

/**
 * The offset in the file of each UTF-16 unit of a text value, and of its end. Undefined where the value is not written
 * as it is, such as by an alias.
 */
export function scalarOffsets(tree: SyntaxTree, node: Node | null | undefined): Int32Array | undefined {
  if (!isScalar(node) || typeof node.value !== 'string' || node.range == null) return undefined;
  const offsets = new Int32Array(node.value.length + 1);
  const written = writtenText(tree, node);
  if (written === undefined) return undefined;
  const { from, to } = written;
  const aligned =
    written.style === 'block'
      ? alignLines(tree.text, written, node.value, offsets)
      : alignFlow(tree.text, written, node.value, offsets);
  offsets[node.value.length] = Math.min(Math.max(to, from), tree.text.length);
  return aligned ? offsets : undefined;
}

interface Written {
  readonly style: 'block' | 'plain' | 'single' | 'double';
  readonly from: number;
  readonly to: number;
}

function writtenText(tree: SyntaxTree, node: Scalar): Written | undefined {
  const [start, end] = node.range as [number, number, number];
  switch (node.type) {
    case 'BLOCK_FOLDED':
    case 'BLOCK_LITERAL': {
      // The header may hold indicators and a comment; the text begins in the line after it.
      const line = tree.text.indexOf('\n', start);
      return line === -1 ? undefined : { style: 'block', from: line + 1, to: end };
    }
    case 'QUOTE_DOUBLE':
      return { style: 'double', from: start + 1, to: end - 1 };
    case 'QUOTE_SINGLE':
      return { style: 'single', from: start + 1, to: end - 1 };
    default:
      return { style: 'plain', from: start, to: end };
  }
}

/** Literal and folded texts hold every line of the file without its indentation; only line breaks may be folded. */
function alignLines(text: string, { from, to }: Written, value: string, offsets: Int32Array): boolean {
  const indent = indentOf(text, from, to, value);
  let at = 0;
  for (let start = from; start < to && at < value.length; ) {
    const breakAt = text.indexOf('\n', start);
    const end = breakAt === -1 || breakAt > to ? to : breakAt;
    const content = text.slice(Math.min(start + indent, end), end).replace(/\r$/, '');
    if (content !== '') {
      while (at < value.length && !value.startsWith(content, at) && isBlank(value, at)) offsets[at++] = start;
      if (!value.startsWith(content, at)) return false;
      for (let index = 0; index < content.length; index += 1) offsets[at++] = start + indent + index;
    }
    if (at < value.length && isBlank(value, at)) offsets[at++] = end;
    start = end + 1;
  }
  while (at < value.length && isBlank(value, at)) offsets[at++] = to;
  return at === value.length;
}

/** The indentation is that of the first line with text, less what the value keeps of it. */
function indentOf(text: string, from: number, to: number, value: string): number {
  const line = /^([ ]*)[^\s]/m.exec(text.slice(from, to));
  const kept = /^([ ]*)[^\s]/m.exec(value);
  return Math.max(0, (line?.[1].length ?? 0) - (kept?.[1].length ?? 0));
}

function isBlank(text: string, at: number): boolean {
  return text[at] === '\n' || text[at] === ' ' || text[at] === '\r';
}

const ESCAPE_LENGTH: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/** Quoted and plain texts: line breaks with the blanks around them are folded, escapes stand for one character. */
function alignFlow(text: string, { style, from, to }: Written, value: string, offsets: Int32Array): boolean {
  let source = from;
  let at = 0;
  while (at < value.length) {
    if (source >= to) return false;
    const character = text[source];
    const folded = /^[ \t]*\r?\n\s*/.exec(text.slice(source, to));
    if (folded !== null) {
      // One line break is a blank; of several, the first is no more than that they are there.
      const breaks = folded[0].split('\n').length - 1;
      for (let count = Math.max(1, breaks - 1); count > 0 && at < value.length; count -= 1) offsets[at++] = source;
      source += folded[0].length;
    } else if (style === 'double' && character === '\\') {
      const escape = text[source + 1];
      if (escape === '\n' || escape === '\r') {
        source += /^\\\r?\n\s*/.exec(text.slice(source, to))?.[0].length ?? 2;
        continue;
      }
      offsets[at++] = source;
      // A code point beyond 16 bits is two units of the value.
      if (escape === 'U' && value.charCodeAt(at) >= 0xdc00 && value.charCodeAt(at) <= 0xdfff) offsets[at++] = source;
      source += ESCAPE_LENGTH[escape] ?? 2;
    } else {
      if (character !== value[at]) return false;
      offsets[at++] = source;
      source += style === 'single' && character === "'" ? 2 : 1;
    }
  }
  return true;
}
