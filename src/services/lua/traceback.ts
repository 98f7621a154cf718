/** Where a program failed, in terms of the files of the application. */

import { LuaError } from '../../lua/runtime/errors.ts';
import { describeFunction } from '../../lua/runtime/stack.ts';

/** A longer stack is cut in the middle of a recursion anyway. */
const MAX_LINES = 20;

/** A line in a file of the application. */
export interface CodePlace {
  readonly file: string;
  readonly line: number;
}

/**
 * The Lua stack of an error that no code caught, or an empty text where it has none. `placeOf` gives the place of a line of an
 * entry's code, as it is to be shown; without one the entry stands for it.
 */
export function luaTraceback(error: unknown, placeOf: (entry: string, line: number) => CodePlace | undefined): string {
  const entries = luaErrorIn(error)?.trace ?? [];
  if (entries.length === 0) return '';
  const show = (chunk: string, line: number) => {
    if (line < 0) return chunk;
    const place = placeOf(chunk, line);
    return place === undefined ? `${chunk}:${line}` : `${place.file}:${place.line}`;
  };
  const lines = entries.slice(0, MAX_LINES).map((entry) => {
    const { chunk, line } = entry;
    const inFile = line >= 0 && placeOf(chunk, line) !== undefined;
    return `\t${show(chunk, line)}: in ${describeFunction(entry, show)}${inFile ? ` of ${chunk}` : ''}`;
  });
  if (entries.length > MAX_LINES) lines.push(`\t(${entries.length - MAX_LINES} more)`);
  return ['stack traceback:', ...lines].join('\n');
}

/** The Lua error that a coded error was made of; an error that was wrapped has it further down. */
function luaErrorIn(error: unknown): LuaError | undefined {
  let cause = error;
  for (let depth = 0; depth < 20 && cause !== undefined && cause !== null; depth++) {
    if (cause instanceof LuaError) return cause;
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return undefined;
}
