/**
 * Where emitted code stands in its Lua source. The compiler gives every place that can fail or suspend a number; a
 * number is local to its chunk, and a chunk gets a base when it is loaded, so that one number says everything.
 */

/** Per place: its line, and what its operands are called in error messages (`local 'x'`), null where nameless. */
export interface SiteTable {
  lines: number[];
  left: (string | null)[];
  right: (string | null)[];
  /** Name of the function that a place belongs to, for tracebacks. */
  functions: string[];
}

export interface LoadedChunk {
  /** As messages show it, for example `app:hello` or `main.lua`. */
  chunkName: string;
  base: number;
  sites: SiteTable;
  /** Lua line of each line of the emitted JavaScript; index 0 is line 1. */
  lineMap: number[];
}

const chunks: LoadedChunk[] = [];
const byScript = new Map<string, LoadedChunk>();
let nextBase = 0;

/** Registers a chunk under the name of its script; returns the base of its site numbers. */
export function registerChunk(script: string, chunkName: string, sites: SiteTable, lineMap: number[]): number {
  const chunk: LoadedChunk = { chunkName, base: nextBase, sites, lineMap };
  nextBase += sites.lines.length;
  chunks.push(chunk);
  byScript.set(script, chunk);
  return chunk.base;
}

/** The chunk that a script's name belongs to, where it is emitted Lua. */
export function chunkOfScript(script: string): LoadedChunk | undefined {
  return byScript.get(script);
}

export interface Site {
  chunk: string;
  line: number;
  left: string | null;
  right: string | null;
  functionName: string;
}

const NOWHERE: Site = { chunk: '?', line: -1, left: null, right: null, functionName: '?' };

/** What a site number means. */
export function siteOf(id: number): Site {
  let low = 0;
  let high = chunks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((chunks[middle] as LoadedChunk).base <= id) low = middle;
    else high = middle - 1;
  }
  const chunk = chunks[low];
  const index = chunk === undefined ? -1 : id - chunk.base;
  if (chunk === undefined || index < 0 || index >= chunk.sites.lines.length) return NOWHERE;
  return {
    chunk: chunk.chunkName,
    line: chunk.sites.lines[index] as number,
    left: chunk.sites.left[index] as string | null,
    right: chunk.sites.right[index] as string | null,
    functionName: chunk.sites.functions[index] as string,
  };
}
