/**
 * The Lua stack, read from two places: activations that are on the JavaScript stack (V8 tells their script and line) and
 * activations that a suspension saved in their coroutine.
 */

import { type ChunkMap, chunkOfScript, type FunctionPlace, functionOf } from './sites.ts';
import { type Frame, state } from './state.ts';

/** A Lua function that is active. */
export interface StackEntry {
  /** `main chunk`, `anonymous`, or its name or path in the source. */
  functionName: string;
  chunk: string;
  /** -1 where unknown. */
  line: number;
  /** Line of the function's definition; 0 for the main chunk. */
  definedAt: number;
}

/** An active Lua function, or a native that has called back into Lua. */
export interface Activation {
  /** Null for a native. */
  entry: StackEntry | null;
  /**
   * What the function calls now, in the words of error messages (`method 'rep'`); null where that has no name, undefined
   * where it is not at a call.
   */
  callee?: string | null;
  /** It has called a Lua function in tail position: for Lua it is not active any more. */
  replaced?: boolean;
}

/** What a native that waits for Lua code is on the stack. */
export const NATIVE: Activation = { entry: null };

interface Captured {
  stack?: unknown;
  /** The saved frames of the coroutine that ran, innermost first. */
  frames: Frame[] | null;
}

/** How deep a stack is recorded; errors in deep recursion need no more. */
const LIMIT = 40;

/** Where the walk over JavaScript frames stops: what is below belongs to the coroutine's saved frames. */
const TRAMPOLINE = 'runCoroutine';

/** JavaScript functions through which natives call what Lua gave them. */
const CALLING_NATIVES = new Set(['pcall', 'xpcall', 'driveBody', 'proceedSort', 'callReplacement', 'toStringValue']);

/** Functions that such a native calls for itself: then the call below it is not one of Lua's. */
const OWN_CALLS = new Set(['located', 'argumentError', 'typeError', 'next', 'requireText']);

/** Records the stack; cheap, as V8 describes it only when somebody reads it. */
export function captureStack(): object {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = LIMIT;
  const captured: Captured = { frames: savedFrames() };
  Error.captureStackTrace(captured, captureStack);
  Error.stackTraceLimit = limit;
  return captured;
}

/** The innermost of the running coroutine's saved frames. */
function savedFrames(): Frame[] | null {
  const top = state.running?.top ?? null;
  if (top === null) return null;
  const frames: Frame[] = [];
  for (let frame: Frame | null = top; frame !== null && frames.length < LIMIT; frame = frame.below) frames.push(frame);
  return frames;
}

const described = new WeakMap<object, Activation[]>();

/** The Lua functions of a captured stack, innermost first. */
export function describeStack(captured: object): StackEntry[] {
  return activationsOf(captured).flatMap(({ entry }) => (entry === null ? [] : [entry]));
}

/** What is active at a level as `error` counts them: 1 is what called the running native. */
export function activationAt(captured: object, level: number): Activation | undefined {
  return activationsOf(captured).filter(({ replaced }) => replaced !== true)[level - 1];
}

function activationsOf(captured: object): Activation[] {
  let activations = described.get(captured);
  if (activations === undefined) {
    activations = onStack(captured as Captured);
    for (const frame of (captured as Captured).frames ?? []) {
      const activation = frame.describe?.();
      if (activation !== undefined) activations.push(activation);
    }
    described.set(captured, activations);
  }
  return activations;
}

function onStack(captured: Captured): Activation[] {
  const activations: Activation[] = [];
  let above: string | null = null;
  for (const site of callSites(captured)) {
    const name = site.getFunctionName() ?? '';
    if (name === TRAMPOLINE) break;
    const script = site.getScriptNameOrSourceURL();
    const chunk = script === null || script === undefined ? undefined : chunkOfScript(script);
    if (chunk !== undefined) {
      activations.push(emitted(chunk, name, (site.getLineNumber() ?? 0) - 1, activations));
    } else if (CALLING_NATIVES.has(name) && above !== null && !OWN_CALLS.has(above)) {
      activations.push(NATIVE);
    }
    above = name;
  }
  return activations;
}

/** An activation of an emitted function that stands at a line (from 0) of its script. */
function emitted(chunk: ChunkMap, name: string, line: number, inner: readonly Activation[]): Activation {
  const entry = entryOf(chunk.chunkName, chunk.lineMap[line] ?? -1, functionOf(chunk, numberOf(name)));
  const call = chunk.calls[line];
  if (call === undefined) return { entry };
  const inTail = call < 0;
  const callee = chunk.sites.left[inTail ? ~call : call] as string | null;
  const last = inner[inner.length - 1];
  return { entry, callee, replaced: inTail && last !== undefined && last.entry !== null };
}

export function entryOf(chunk: string, line: number, place: FunctionPlace): StackEntry {
  return { functionName: place.name, chunk, line, definedAt: place.line };
}

/** Emitted functions are called `<readable name>$<number>`, their resumers `$r<number>`. */
function numberOf(name: string): number {
  return Number(/\d+$/.exec(name)?.[0] ?? -1);
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
export function formatTraceback(entries: readonly StackEntry[]): string {
  const lines = entries.map(
    (entry) => `\t${position(entry.chunk, entry.line)}: in ${describeFunction(entry, position)}`,
  );
  return ['stack traceback:', ...lines].join('\n');
}

function position(chunk: string, line: number): string {
  return line < 0 ? chunk : `${chunk}:${line}`;
}

/** What a traceback calls a function; one without a name is called by the place of its definition. */
export function describeFunction(entry: StackEntry, placeOf: (chunk: string, line: number) => string): string {
  const { functionName, chunk, definedAt } = entry;
  if (functionName === 'main chunk') return functionName;
  return functionName === 'anonymous' ? `function <${placeOf(chunk, definedAt)}>` : `function '${functionName}'`;
}
