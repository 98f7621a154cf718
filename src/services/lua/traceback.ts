/** Where a program failed, in terms of the files of the application. */

import { LuaError } from '../../lua/runtime/errors.ts';

/** A longer stack is cut in the middle of a recursion anyway. */
const MAX_LINES = 20;

/**
 * The Lua stack of an error that no code caught, or an empty text where it has none. `fileOf` gives the file of an entry's code, as
 * it is to be shown; without one the entry stands for it.
 */
export function luaTraceback(error: unknown, fileOf: (entry: string) => string | undefined): string {
  const entries = luaErrorIn(error)?.trace ?? [];
  if (entries.length === 0) return '';
  const lines = entries.slice(0, MAX_LINES).map(({ functionName, chunk, line }) => {
    const file = fileOf(chunk);
    const place = line < 0 ? (file ?? chunk) : `${file ?? chunk}:${line}`;
    const what =
      functionName === 'main chunk' || functionName === 'main_chunk' ? 'main chunk' : `function '${functionName}'`;
    return `\t${place}: in ${what}${file === undefined ? '' : ` of ${chunk}`}`;
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
