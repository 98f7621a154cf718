/**
 * Where emitted code stands in its Lua source. The compiler gives every place that can fail or suspend a number; a
 * number is local to its chunk, and a chunk gets a base when it is loaded, so that one number says everything.
 */

/** Per place: its line, and what its operands are called in error messages (`local 'x'`), null where nameless. */
export interface SiteTable {
  lines: number[];
  left: (string | null)[];
  right: (string | null)[];
  /** Number of the function that a place belongs to. */
  functions: number[];
}

/** A function in its source, for tracebacks. */
export interface FunctionPlace {
  /** `main chunk`, `anonymous`, or its name or path in the source. */
  name: string;
  /** Where it is defined; 0 for the main chunk. */
  line: number;
}

/** What is known of a chunk's emitted code: from there to its source. Plain data. */
export interface ChunkMap {
  /** As messages show it, for example `app:hello` or `main.lua`. */
  chunkName: string;
  sites: SiteTable;
  /** Lua line of each line of the emitted JavaScript; index 0 is line 1, 0 where none. */
  lineMap: number[];
  /**
   * For lines of the emitted JavaScript (from 0) that call something: the site of the call, whose left name is the
   * callee's; for a call in tail position the complement of that.
   */
  calls: Record<number, number>;
  /** By the number at the end of a function's name in JavaScript. */
  functions: Record<number, FunctionPlace>;
}

const chunks: { map: ChunkMap; base: number }[] = [];
const byScript = new Map<string, ChunkMap>();
let nextBase = 0;

/** Registers a chunk under the name of its script; returns the base of its site numbers. */
export function registerChunk(script: string, map: ChunkMap): number {
  const base = nextBase;
  nextBase += map.sites.lines.length;
  chunks.push({ map, base });
  byScript.set(script, map);
  return base;
}

/** The chunk that a script's name belongs to, where it is emitted Lua. */
export function chunkOfScript(script: string): ChunkMap | undefined {
  return byScript.get(script);
}

export interface Site {
  chunk: string;
  line: number;
  left: string | null;
  right: string | null;
  function: FunctionPlace;
}

const UNKNOWN_FUNCTION: FunctionPlace = { name: '?', line: -1 };

const NOWHERE: Site = { chunk: '?', line: -1, left: null, right: null, function: UNKNOWN_FUNCTION };

/** The function that a number stands for. */
export function functionOf({ functions }: ChunkMap, number: number): FunctionPlace {
  return functions[number] ?? UNKNOWN_FUNCTION;
}

/** What a site number means. */
export function siteOf(id: number): Site {
  let low = 0;
  let high = chunks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((chunks[middle] as { base: number }).base <= id) low = middle;
    else high = middle - 1;
  }
  const chunk = chunks[low];
  if (chunk === undefined) return NOWHERE;
  const { map, base } = chunk;
  const index = id - base;
  if (index < 0 || index >= map.sites.lines.length) return NOWHERE;
  return {
    chunk: map.chunkName,
    line: map.sites.lines[index] as number,
    left: map.sites.left[index] as string | null,
    right: map.sites.right[index] as string | null,
    function: functionOf(map, map.sites.functions[index] as number),
  };
}
