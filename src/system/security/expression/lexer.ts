/** Words of policy expressions. Rule: language definition of expr-lang, which the Go runtime uses. */

import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';

export interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'operator' | 'end';
  /** Of a string, its content. */
  readonly text: string;
  /** Of a number. */
  readonly value: number;
  /** Offset in the expression. */
  readonly at: number;
}

const NUMBER = /0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*)(?:\.(?!\.)\d[\d_]*)?(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z_$][A-Za-z0-9_$]*/y;
const OPERATOR = /\?\?|\?\.|\.\.|\*\*|\|\||&&|==|!=|<=|>=|[-+*/%^<>!?:.,;|#=()[\]{}]/y;
const BLANK = /(?:\s+|\/\/[^\n]*|#\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', a: '\x07' };

/** @throws WippyError Invalid that quotes the expression. */
export function invalidExpression(source: string, at: number, why: string): WippyError {
  return new WippyError(`failed to compile expression: ${why} at position ${at + 1} of ${JSON.stringify(source)}`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    details: { expression: source, position: at + 1 },
    hint: 'An expression is written like actor.meta.role == "admin" && action in ["read", "list"].',
  });
}

/** The tokens of an expression, the last one of kind `end`. @throws WippyError Invalid. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  const push = (kind: Token['kind'], text: string, length: number, value = 0): void => {
    tokens.push({ kind, text, value, at });
    at += length;
  };
  while (at < source.length) {
    const blank = take(BLANK);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const character = source[at] as string;
    if (character === '"' || character === "'" || character === '`') {
      const end = endOfString(source, at);
      if (end < 0) throw invalidExpression(source, at, 'the string has no end');
      push('string', unescape(source, at, end), end - at + 1);
      continue;
    }
    const number = take(NUMBER);
    if (number !== undefined) {
      const value = Number(number.replaceAll('_', ''));
      push('number', number, number.length, value);
      continue;
    }
    const name = take(NAME);
    if (name !== undefined) {
      push('name', name, name.length);
      continue;
    }
    const operator = take(OPERATOR);
    if (operator === undefined) throw invalidExpression(source, at, `unexpected ${JSON.stringify(character)}`);
    push('operator', operator, operator.length);
  }
  push('end', 'the end', 0);
  return tokens;
}

function endOfString(source: string, start: number): number {
  const quote = source[start];
  for (let i = start + 1; i < source.length; i++) {
    if (source[i] === quote) return i;
    if (source[i] === '\\' && quote !== '`') i++;
  }
  return -1;
}

function unescape(source: string, start: number, end: number): string {
  const raw = source.slice(start + 1, end);
  if (source[start] === '`' || !raw.includes('\\')) return raw;
  return raw.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\s\S]))/g, (_, byte, unit, character) => {
    const digits = byte ?? unit;
    if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits as string, 16));
    return ESCAPES[character as string] ?? (character as string);
  });
}
