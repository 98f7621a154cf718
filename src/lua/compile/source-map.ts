/** Source maps (version 3): debuggers and profilers of V8 show Lua lines in place of emitted JavaScript. */

import type { CompiledChunk } from './chunk.ts';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export interface SourceMap {
  version: 3;
  sources: string[];
  sourcesContent: string[];
  names: string[];
  mappings: string;
}

/** A number as a base64 VLQ: the sign is the lowest bit, five bits a digit, least significant first. */
function variableLength(value: number): string {
  let rest = value < 0 ? -value * 2 + 1 : value * 2;
  let text = '';
  do {
    const digit = rest % 32;
    rest = Math.floor(rest / 32);
    text += DIGITS[rest > 0 ? digit + 32 : digit];
  } while (rest > 0);
  return text;
}

/** The map from a chunk's JavaScript to the lines of its Lua source. Lines that stand for no Lua line have no mapping. */
export function sourceMapOf(chunk: CompiledChunk, source: string): SourceMap {
  let previous = 1;
  const lines = chunk.lineMap.map((line) => {
    if (line <= 0) return '';
    // Column 0 of the emitted line, the only source, the line relative to the one before, column 0.
    const segment = `AA${variableLength(line - previous)}A`;
    previous = line;
    return segment;
  });
  return { version: 3, sources: [chunk.chunkName], sourcesContent: [source], names: [], mappings: lines.join(';') };
}

/** A map as the comment that V8 reads at the end of a script. */
export function sourceMapComment(map: SourceMap): string {
  return `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`;
}
