/**
 * Errors of Lua code: what is thrown, where it happened, and the messages of the runtime's own errors.
 */

import { siteOf } from './sites.ts';
import { captureStack, describeStack, type StackEntry } from './stack.ts';
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

  /** An error whose message begins with the position of the running Lua function (level 1) or of its callers. */
  static located(message: string, level = 1): LuaError {
    const captured = captureStack();
    const error = new LuaError(position(captured, level) + message, captured);
    return error;
  }

  /** Where it was raised, innermost first. */
  get trace(): StackEntry[] {
    this.entries ??= this.stack === null ? [] : describeStack(this.stack);
    return this.entries;
  }
}

/** `chunk:line: ` of the Lua function at this level of the captured stack, or nothing. */
function position(captured: object, level: number): string {
  const entry = describeStack(captured)[level - 1];
  return entry === undefined || entry.line < 0 ? '' : `${entry.chunk}:${entry.line}: `;
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

export function indexError(site: number, value: LuaValue): LuaError {
  return siteError(site, `attempt to index a ${typeName(value)} value${named(site, false)}`);
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
