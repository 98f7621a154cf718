import type { Chunk } from './ast.ts';
import { Lexer } from './lexer.ts';
import { StatementParser } from './statements.ts';

export interface ParseOptions {
  /** Name of the source, copied into the tree; messages do not contain it. */
  chunkName?: string;
  /** `text` (default): the source is Unicode text. `bytes`: each UTF-16 unit of the source is one byte (0-255). */
  encoding?: 'text' | 'bytes';
}

/**
 * Parses source of the Wippy Lua dialect. Never throws: whatever is wrong is in `problems` of the result, in PUC Lua's
 * words and ordered by place, and the tree holds what could be understood. A first line that begins with `#` is skipped.
 */
export function parse(source: string, options: ParseOptions = {}): Chunk {
  const bytes = options.encoding === 'bytes';
  const tokens = new Lexer(source, bytes).run();
  const parser = new StatementParser(source, bytes, tokens);
  const body = parser.parseChunkBody();
  const problems = [...tokens.problems, ...parser.foundProblems()];
  problems.sort((a, b) => a.start - b.start);
  const { chunkName } = options;
  return { kind: 'Chunk', chunkName, start: 0, end: source.length, line: 1, body, comments: tokens.comments, problems };
}

/** Parses the bytes of a file: UTF-8 text where they are that, otherwise single bytes, so that no byte of a literal is lost. */
export function parseBytes(bytes: Uint8Array, options: Omit<ParseOptions, 'encoding'> = {}): Chunk {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return parse(text, { ...options, encoding: 'text' });
  } catch {
    return parse(latin1(bytes), { ...options, encoding: 'bytes' });
  }
}

function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += 8192) {
    parts.push(String.fromCharCode(...bytes.subarray(from, from + 8192)));
  }
  return parts.join('');
}
