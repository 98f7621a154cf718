/**
 * Splits a text at the coarsest separators that give pieces small enough, and joins neighbours again as long as they fit.
 * The algorithm is LangChain's recursive character splitter. Lengths are characters.
 */

export interface SplitOptions {
  /** Most characters of a chunk, where a separator allows it. */
  readonly chunkSize: number;
  /** Characters of a chunk that the next one repeats at its beginning, at most. */
  readonly chunkOverlap: number;
  /** Keeps separators, at the beginning of the pieces behind them. */
  readonly keepSeparator: boolean;
  /** Coarse ones first; the empty one splits between all characters. */
  readonly separators: readonly string[];
}

/** Characters of a text, pairs of surrogates counted once. */
export function characterCount(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index++) if ((text.charCodeAt(index) & 0xfc00) === 0xdc00) count--;
  return count;
}

interface Piece {
  readonly text: string;
  readonly length: number;
}

/** The chunks of a text, in order, without white space at their ends. */
export function splitRecursively(text: string, options: SplitOptions): string[] {
  return split(text, options.separators, options);
}

function split(text: string, separators: readonly string[], options: SplitOptions): string[] {
  const found = separators.findIndex((candidate) => text.includes(candidate));
  const separator = separators[found < 0 ? separators.length - 1 : found] ?? '';
  const finer = found < 0 ? [] : separators.slice(found + 1);
  const parts = separator === '' ? [...text] : text.split(separator);
  const kept = options.keepSeparator && separator !== '';
  const joint = kept ? '' : separator;
  const chunks: string[] = [];
  let small: Piece[] = [];
  const flush = (): void => {
    for (const chunk of merge(small, joint, options)) chunks.push(chunk);
    small = [];
  };
  for (const [index, part] of parts.entries()) {
    const piece = kept && index > 0 ? separator + part : part;
    const length = characterCount(piece);
    if (length < options.chunkSize) {
      small.push({ text: piece, length });
      continue;
    }
    flush();
    if (finer.length === 0) chunks.push(piece);
    else for (const chunk of split(piece, finer, options)) chunks.push(chunk);
  }
  flush();
  return chunks;
}

/** Joins pieces to chunks; each chunk begins with the last pieces of the one before it, as far as the overlap goes. */
function merge(pieces: readonly Piece[], separator: string, { chunkSize, chunkOverlap }: SplitOptions): string[] {
  const joint = characterCount(separator);
  const chunks: string[] = [];
  let first = 0;
  let total = 0;
  const emit = (end: number): void => {
    const chunk = pieces
      .slice(first, end)
      .map(({ text }) => text)
      .join(separator)
      .trim();
    if (chunk !== '') chunks.push(chunk);
  };
  for (const [index, { length }] of pieces.entries()) {
    if (index > first && total + length + joint > chunkSize) {
      emit(index);
      const fits = (): boolean =>
        total <= chunkOverlap && total + length + (index - first < 2 ? 0 : joint) <= chunkSize;
      while (index > first && total > 0 && !fits()) {
        total -= (pieces[first] as Piece).length + (index - first > 1 ? joint : 0);
        first++;
      }
    }
    total += length + (index > first ? joint : 0);
  }
  emit(pieces.length);
  return chunks;
}
