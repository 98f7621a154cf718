/**
 * Errors of Lua code: what is thrown, where it happened, and the messages of the runtime's own errors.
 */

import { siteOf } from './sites.ts';
import { activationAt, captureStack, describeStack, type StackEntry } from './stack.ts';
import { typeName } from './type-names.ts';
import { Float, Int64, type LuaValue } from './values.ts';

/** A Lua error in flight: any Lua value, and the stack at the place where it was raised. */
export class LuaError {
  readonly value: LuaValue;
  private readonly stack: object | null;
  private entries: StackEntry[] | null = null;

  constructor(value: LuaValue, captured: object | null = captureStack()) {
    this.value = value;
    this.stack = captured;
  }

  /** An error whose message begins with the position of the Lua function that called the running native. */
  static located(message: string): LuaError {
    return LuaError.at(captureStack(), message);
  }

  /** The same for a captured stack. */
  static at(captured: object, message: string): LuaError {
    return new LuaError(position(captured, 1) + message, captured);
  }

  /** The same error of text, with more text in front. */
  prefixed(prefix: string): LuaError {
    return prefix === '' ? this : new LuaError(prefix + String(this.value), this.stack);
  }

  /** Where it was raised, innermost first. */
  get trace(): StackEntry[] {
    this.entries ??= this.stack === null ? [] : describeStack(this.stack);
    return this.entries;
  }
}

/** `chunk:line: ` of the Lua function at this level of the captured stack; nothing where a native is there. */
function position(captured: object, level: number): string {
  const entry = activationAt(captured, level)?.entry ?? null;
  return entry === null || entry.line < 0 ? '' : `${entry.chunk}:${entry.line}: `;
}

/**
 * A wrong argument of the running native, as `luaL_argerror` words it: the native is called what the program calls it,
 * and a method does not count `self`. Positions count from 1; `functionName` may be `library.name`.
 */
export function argumentError(argument: number, functionName: string, message: string): LuaError {
  const captured = captureStack();
  const caller = activationAt(captured, 1);
  // What was not called by the program but as a metamethod, or by a native, has no other name than its own.
  const called = caller === undefined || caller.entry === null ? null : caller.callee;
  let name = called === undefined ? functionName.slice(functionName.indexOf('.') + 1) : functionName;
  let position = argument;
  if (typeof called === 'string') {
    const quote = called.indexOf(`'`);
    name = called.slice(quote + 1, -1);
    if (called.startsWith('method') && --position === 0) {
      return LuaError.at(captured, `calling '${name}' on bad self (${message})`);
    }
  }
  return LuaError.at(captured, `bad argument #${position} to '${name}' (${message})`);
}

/** `chunk:line: ` of the Lua function at `level` (1 is the function that called the native). */
export function where(level: number): string {
  return position(captureStack(), level);
}

/** An error at a site of emitted code, which knows its line without looking at the stack; natives have no site (-1). */
export function siteError(site: number, message: string): LuaError {
  if (site < 0) return new LuaError(message);
  const { chunk, line } = siteOf(site);
  return new LuaError(`${chunk}:${line}: ${message}`);
}

function named(site: number, second: boolean): string {
  if (site < 0) return '';
  const { left, right } = siteOf(site);
  const name = second ? right : left;
  return name === null ? '' : ` (${name})`;
}

/** `isNamed`: the value is what the site names, not one that stands behind its `__index`. */
export function indexError(site: number, value: LuaValue, isNamed = true): LuaError {
  return siteError(site, `attempt to index a ${typeName(value)} value${isNamed ? named(site, false) : ''}`);
}

export function callError(site: number, value: LuaValue): LuaError {
  return siteError(site, `attempt to call a ${typeName(value)} value${named(site, false)}`);
}

function isNumeric(value: LuaValue): boolean {
  return typeof value === 'number' || value instanceof Float || value instanceof Int64;
}

/** A number that bitwise operators accept. */
function isExact(value: LuaValue): boolean {
  const n = value instanceof Float ? value.n : value;
  return value instanceof Int64 || (typeof n === 'number' && Number.isInteger(n) && n >= -(2 ** 63) && n < 2 ** 63);
}

/** The operand that is to blame: the second one where the first is a number. */
export function arithmeticError(site: number, left: LuaValue, right: LuaValue): LuaError {
  const second = isNumeric(left);
  const culprit = second ? right : left;
  return siteError(site, `attempt to perform arithmetic on a ${typeName(culprit)} value${named(site, second)}`);
}

export function bitwiseError(site: number, left: LuaValue, right: LuaValue): LuaError {
  if (isNumeric(left) && isNumeric(right)) {
    const blamed = named(site, isExact(left));
    return siteError(site, `number${blamed} has no integer representation`);
  }
  const second = isNumeric(left);
  const culprit = second ? right : left;
  return siteError(site, `attempt to perform bitwise operation on a ${typeName(culprit)} value${named(site, second)}`);
}

export function concatError(site: number, left: LuaValue, right: LuaValue): LuaError {
  const second = typeof left === 'string' || isNumeric(left);
  const culprit = second ? right : left;
  return siteError(site, `attempt to concatenate a ${typeName(culprit)} value${named(site, second)}`);
}

export function compareError(site: number, left: LuaValue, right: LuaValue): LuaError {
  const a = typeName(left);
  const b = typeName(right);
  return siteError(site, a === b ? `attempt to compare two ${a} values` : `attempt to compare ${a} with ${b}`);
}

export function lengthError(site: number, value: LuaValue): LuaError {
  return siteError(site, `attempt to get length of a ${typeName(value)} value${named(site, false)}`);
}
