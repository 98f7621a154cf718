/**
 * Structured errors as Lua values: userdata whose methods tell kind, retryability and details, and which read as their
 * message in `tostring` and `..`. Hosts make and read them with the functions here.
 */

import { checkUserdata, StringLike } from '../../runtime/arguments.ts';
import { captureStack, describeStack, type StackEntry } from '../../runtime/stack.ts';
import { freeze, rawSet, Traversal, tableOf } from '../../runtime/table.ts';
import { type LuaResult, LuaTable, type LuaValue, Userdata } from '../../runtime/values.ts';
import { library } from '../library.ts';
import { plainText } from '../tostring.ts';

/** The kinds that Lua code knows by name; hosts may use others. Unknown is the empty string. */
export const ERROR_KINDS = {
  NOT_FOUND: 'NotFound',
  ALREADY_EXISTS: 'AlreadyExists',
  INVALID: 'Invalid',
  PERMISSION_DENIED: 'PermissionDenied',
  UNAVAILABLE: 'Unavailable',
  INTERNAL: 'Internal',
  CANCELED: 'Canceled',
  CONFLICT: 'Conflict',
  TIMEOUT: 'Timeout',
  RATE_LIMITED: 'RateLimited',
  UNKNOWN: '',
} as const;

export interface LuaErrorOptions {
  /** A byte string, like all strings of Lua. */
  message: string;
  /** Empty where unknown. */
  kind?: string;
  /** Null where nothing is known. */
  retryable?: boolean | null;
  /** Copied; an empty table counts as none. */
  details?: LuaTable | null;
  /** What was being done when the cause happened; shown in `stack()`. */
  context?: string | null;
  /** The error below this one: another error value, or whatever the host had. */
  cause?: unknown;
}

/** The data of an error value. Immutable. */
export class LuaErrorValue extends StringLike {
  readonly message: string;
  readonly kind: string;
  readonly retryable: boolean | null;
  /** A frozen copy; null where there are none. */
  readonly details: LuaTable | null;
  readonly context: string | null;
  readonly cause: unknown;
  private readonly captured: object;

  constructor(options: LuaErrorOptions) {
    super();
    this.message = options.message;
    this.kind = options.kind ?? '';
    this.retryable = options.retryable ?? null;
    this.details = frozenCopy(options.details ?? null);
    this.context = options.context ?? null;
    this.cause = options.cause ?? null;
    this.captured = captureStack();
  }

  /** The Lua functions that were active when it was made, innermost first. */
  get stack(): StackEntry[] {
    return describeStack(this.captured);
  }

  /** `context: message`, for people. */
  get description(): string {
    return this.context === null || this.context === '' ? this.message : `${this.context}: ${this.message}`;
  }
}

function frozenCopy(details: LuaTable | null): LuaTable | null {
  if (details === null || !new Traversal(details).advance()) return null;
  return copyTable(details, new Map(), true);
}

/** A deep copy; what is not plain data becomes its text, so that an error can travel. */
function copyTable(source: LuaTable, copies: Map<LuaTable, LuaTable>, frozen: boolean): LuaTable {
  const known = copies.get(source);
  if (known !== undefined) return known;
  const copy = new LuaTable();
  copies.set(source, copy);
  const traversal = new Traversal(source);
  while (traversal.advance()) rawSet(copy, traversal.key, copyValue(traversal.value, copies, frozen));
  if (frozen) freeze(copy);
  return copy;
}

function copyValue(value: LuaValue, copies: Map<LuaTable, LuaTable>, frozen: boolean): LuaValue {
  if (value instanceof LuaTable) return copyTable(value, copies, frozen);
  if (value instanceof Userdata) return errorData(value)?.message ?? plainText(value);
  return typeof value === 'function' ? plainText(value) : value;
}

/** An error as a Lua value, with the stack of the running Lua code. */
export function createErrorValue(options: LuaErrorOptions): Userdata<LuaErrorValue> {
  return new Userdata(new LuaErrorValue(options), errorMetatable());
}

/** The data of an error value; undefined for every other value. */
export function errorData(value: LuaValue): LuaErrorValue | undefined {
  return value instanceof Userdata && value.data instanceof LuaErrorValue ? value.data : undefined;
}

let metatable: LuaTable | undefined;

/** One frozen metatable serves all error values of the isolate. */
function errorMetatable(): LuaTable {
  metatable ??= library({
    __index: library({
      details: method('details', (error) => (error.details === null ? undefined : thaw(error.details))),
      kind: method('kind', (error) => error.kind),
      message: method('message', (error) => error.message),
      retryable: method('retryable', (error) => error.retryable ?? undefined),
      stack: method('stack', stackText),
    }),
    __concat: (left: LuaValue, right: LuaValue) => messageOf(left) + messageOf(right),
    __tostring: (value: LuaValue) => messageOf(value),
  });
  return metatable;
}

function method(name: string, read: (error: LuaErrorValue) => LuaValue): (...args: LuaValue[]) => LuaResult {
  return (...args) => read(checkUserdata(args, 1, name, LuaErrorValue, 'error'));
}

/** `details()` gives a table of its own to every caller. */
function thaw(details: LuaTable): LuaTable {
  return copyTable(details, new Map(), false);
}

function messageOf(value: LuaValue): string {
  return errorData(value)?.message ?? plainText(value);
}

/** Contexts and stack lines of the error and the error values below it. */
function stackText(error: LuaErrorValue): string {
  const lines: string[] = [];
  for (let current: unknown = error; current instanceof LuaErrorValue; current = current.cause) {
    if (current.context !== null && current.context !== '') lines.push(current.context);
    for (const { chunk, line, functionName } of current.stack) lines.push(`  ${chunk}:${line} (${functionName})`);
  }
  return lines.length === 0 ? error.description : lines.join('\n');
}

/** `{thread, frames = {{level, source, line, name, type}}}`; levels count from 0. */
export function stackTable(error: LuaErrorValue, thread: string): LuaTable {
  const frames = error.stack.map(({ functionName, chunk, line }, level) =>
    tableOf([], {
      level,
      source: chunk,
      line,
      name: functionName,
      type: functionName === 'main chunk' ? 'main' : 'Lua',
    }),
  );
  return tableOf([], { thread, frames: tableOf(frames) });
}
