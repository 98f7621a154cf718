/**
 * The Lua stack, read from two places: activations that are on the JavaScript stack (V8 tells their script and line) and
 * activations that a suspension saved in their coroutine.
 */

import { chunkOfScript } from './sites.ts';
import { type Frame, state } from './state.ts';

export interface StackEntry {
  functionName: string;
  chunk: string;
  /** -1 where unknown. */
  line: number;
}

interface Captured {
  stack?: unknown;
  /** The saved frames of the coroutine that ran, as they were. */
  frames: Frame[] | null;
}

/** How deep a stack is recorded; errors in deep recursion need no more. */
const LIMIT = 40;

/** Where the walk over JavaScript frames stops: what is below belongs to the coroutine's saved frames. */
const TRAMPOLINE = 'runCoroutine';

/** Records the stack; cheap, as V8 describes it only when somebody reads it. */
export function captureStack(): object {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = LIMIT;
  const frames = state.running?.frames;
  const captured: Captured = { frames: frames === undefined || frames.length === 0 ? null : frames.slice(-LIMIT) };
  Error.captureStackTrace(captured, captureStack);
  Error.stackTraceLimit = limit;
  return captured;
}

const described = new WeakMap<object, StackEntry[]>();

/** The Lua functions of a captured stack, innermost first. */
export function describeStack(captured: object): StackEntry[] {
  const known = described.get(captured);
  if (known !== undefined) return known;
  const entries: StackEntry[] = [];
  for (const site of callSites(captured as Captured)) {
    const name = site.getFunctionName() ?? '';
    if (name === TRAMPOLINE) break;
    const script = site.getScriptNameOrSourceURL();
    const chunk = script === null || script === undefined ? undefined : chunkOfScript(script);
    if (chunk === undefined) continue;
    const line = chunk.lineMap[(site.getLineNumber() ?? 0) - 1] ?? -1;
    entries.push({ functionName: luaName(name), chunk: chunk.chunkName, line });
  }
  const saved = (captured as Captured).frames ?? [];
  for (let index = saved.length - 1; index >= 0; index--) {
    const entry = saved[index]?.describe?.();
    if (entry !== null && entry !== undefined) entries.push(entry);
  }
  described.set(captured, entries);
  return entries;
}

/** Emitted functions are called `<Lua name>$<number>`. */
function luaName(name: string): string {
  const at = name.lastIndexOf('$');
  return at < 0 ? name : name.slice(0, at);
}

function callSites(captured: Captured): NodeJS.CallSite[] {
  const prepare = Error.prepareStackTrace;
  let sites: NodeJS.CallSite[] = [];
  Error.prepareStackTrace = (_error, raw) => {
    sites = raw;
    return '';
  };
  void captured.stack;
  Error.prepareStackTrace = prepare;
  return sites;
}

/** A traceback in Lua's terms, without a final newline. */
export function formatTraceback(entries: StackEntry[]): string {
  const lines = ['stack traceback:'];
  for (const { functionName, chunk, line } of entries) {
    const position = line < 0 ? chunk : `${chunk}:${line}`;
    lines.push(
      `\t${position}: in ${functionName === 'main chunk' || functionName === 'main' ? 'main chunk' : `function '${functionName}'`}`,
    );
  }
  return lines.join('\n');
}
