/** Literal types: when two are the same, and how a literal is written. */

import { rawEquals } from '../runtime/comparison.ts';
import { numberToString } from '../runtime/numbers.ts';
import { isFloat } from '../runtime/values.ts';
import type { LiteralType } from './model.ts';

/** Two literals are the same type where their values are equal and both integers or both floats. */
export function literalEquals(left: LiteralType, right: LiteralType): boolean {
  return rawEquals(left.value, right.value) && isFloat(left.value) === isFloat(right.value);
}

/** A literal as source text; bytes outside printable ASCII are written as decimal escapes. */
export function printLiteral(value: LiteralType['value']): string {
  if (typeof value === 'string') return `"${value.replace(/[^ !#-[\]-~]/g, escapeByte)}"`;
  return typeof value === 'boolean' ? String(value) : numberToString(value);
}

function escapeByte(byte: string): string {
  if (byte === '"' || byte === '\\') return `\\${byte}`;
  if (byte === '\n') return '\\n';
  // Text beyond ASCII is left as it is: it is the program's own UTF-8.
  return byte > '\x7f' ? byte : `\\${byte.charCodeAt(0).toString().padStart(3, '0')}`;
}
