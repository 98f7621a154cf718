import * as T from './tokens.ts';

/** Operators of one character, by code. */
const SINGLE = new Uint8Array(128).fill(T.UNKNOWN);
for (const [text, kind] of [
  ['+', T.PLUS],
  ['-', T.MINUS],
  ['*', T.STAR],
  ['/', T.SLASH],
  ['%', T.PERCENT],
  ['^', T.CARET],
  ['#', T.HASH],
  ['&', T.AMPERSAND],
  ['~', T.TILDE],
  ['|', T.PIPE],
  ['<', T.LESS],
  ['>', T.GREATER],
  ['=', T.ASSIGN],
  ['(', T.PAREN_OPEN],
  [')', T.PAREN_CLOSE],
  ['{', T.BRACE_OPEN],
  ['}', T.BRACE_CLOSE],
  ['[', T.BRACKET_OPEN],
  [']', T.BRACKET_CLOSE],
  [';', T.SEMICOLON],
  [':', T.COLON],
  [',', T.COMMA],
  ['.', T.DOT],
  ['?', T.QUESTION],
  ['!', T.BANG],
  ['@', T.AT],
] as const) {
  SINGLE[text.charCodeAt(0)] = kind;
}

/**
 * The longest operator at an offset, as `kind * 4 + length`. `->` and `?:` are no operators: the parser of types joins
 * their characters, so that Lua without types is cut exactly as Lua 5.3 cuts it.
 */
export function scanOperator(source: string, index: number, unit: number): number {
  const next = source.charCodeAt(index + 1);
  switch (unit) {
    case 46: // .
      if (next !== 46) return T.DOT * 4 + 1;
      return source.charCodeAt(index + 2) === 46 ? T.ELLIPSIS * 4 + 3 : T.CONCAT * 4 + 2;
    case 47: // /
      return next === 47 ? T.DOUBLE_SLASH * 4 + 2 : T.SLASH * 4 + 1;
    case 58: // :
      return next === 58 ? T.DOUBLE_COLON * 4 + 2 : T.COLON * 4 + 1;
    case 60: // <
      if (next === 60) return T.SHIFT_LEFT * 4 + 2;
      return next === 61 ? T.LESS_EQUAL * 4 + 2 : T.LESS * 4 + 1;
    case 61: // =
      return next === 61 ? T.EQUAL * 4 + 2 : T.ASSIGN * 4 + 1;
    case 62: // >
      if (next === 62) return T.SHIFT_RIGHT * 4 + 2;
      return next === 61 ? T.GREATER_EQUAL * 4 + 2 : T.GREATER * 4 + 1;
    case 126: // ~
      return next === 61 ? T.NOT_EQUAL * 4 + 2 : T.TILDE * 4 + 1;
    default:
      return (unit < 128 ? SINGLE[unit] : T.UNKNOWN) * 4 + 1;
  }
}
