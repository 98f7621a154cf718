/**
 * Kinds of tokens. Plain numbers, because the lexer stores them in a byte array; each keyword and each operator has its own.
 *
 * The words of the dialect (`type`, `as`, `is`, ...) are no keywords: they are names that the parser recognises by their place.
 */

export const END_OF_FILE: number = 0;
export const NAME: number = 1;
export const STRING: number = 2;
export const NUMBER: number = 3;
/** A character that begins no token; the problem is the parser's to report. */
export const UNKNOWN: number = 4;

export const AND: number = 5;
export const BREAK: number = 6;
export const DO: number = 7;
export const ELSE: number = 8;
export const ELSEIF: number = 9;
export const END: number = 10;
export const FALSE: number = 11;
export const FOR: number = 12;
export const FUNCTION: number = 13;
export const GOTO: number = 14;
export const IF: number = 15;
export const IN: number = 16;
export const LOCAL: number = 17;
export const NIL: number = 18;
export const NOT: number = 19;
export const OR: number = 20;
export const REPEAT: number = 21;
export const RETURN: number = 22;
export const THEN: number = 23;
export const TRUE: number = 24;
export const UNTIL: number = 25;
export const WHILE: number = 26;

export const PLUS: number = 27;
export const MINUS: number = 28;
export const STAR: number = 29;
export const SLASH: number = 30;
export const DOUBLE_SLASH: number = 31;
export const PERCENT: number = 32;
export const CARET: number = 33;
export const HASH: number = 34;
export const AMPERSAND: number = 35;
export const TILDE: number = 36;
export const PIPE: number = 37;
export const SHIFT_LEFT: number = 38;
export const SHIFT_RIGHT: number = 39;
export const EQUAL: number = 40;
export const NOT_EQUAL: number = 41;
export const LESS: number = 42;
export const LESS_EQUAL: number = 43;
export const GREATER: number = 44;
export const GREATER_EQUAL: number = 45;
export const ASSIGN: number = 46;
export const PAREN_OPEN: number = 47;
export const PAREN_CLOSE: number = 48;
export const BRACE_OPEN: number = 49;
export const BRACE_CLOSE: number = 50;
export const BRACKET_OPEN: number = 51;
export const BRACKET_CLOSE: number = 52;
export const DOUBLE_COLON: number = 53;
export const SEMICOLON: number = 54;
export const COLON: number = 55;
export const COMMA: number = 56;
export const DOT: number = 57;
export const CONCAT: number = 58;
export const ELLIPSIS: number = 59;
export const QUESTION: number = 60;
export const BANG: number = 61;
export const AT: number = 62;

export const FIRST_KEYWORD: number = AND;
export const LAST_KEYWORD: number = WHILE;

const KEYWORDS = [
  'and',
  'break',
  'do',
  'else',
  'elseif',
  'end',
  'false',
  'for',
  'function',
  'goto',
  'if',
  'in',
  'local',
  'nil',
  'not',
  'or',
  'repeat',
  'return',
  'then',
  'true',
  'until',
  'while',
] as const;

const OPERATORS = [
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '^',
  '#',
  '&',
  '~',
  '|',
  '<<',
  '>>',
  '==',
  '~=',
  '<',
  '<=',
  '>',
  '>=',
  '=',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  '::',
  ';',
  ':',
  ',',
  '.',
  '..',
  '...',
  '?',
  '!',
  '@',
] as const;

/** Keyword by its text. */
export const KEYWORD_KINDS: ReadonlyMap<string, number> = new Map(
  KEYWORDS.map((text, index) => [text, FIRST_KEYWORD + index]),
);

/** How PUC Lua writes a kind of token in `... expected`, by kind. */
export const KIND_TEXT: readonly string[] = [
  '<eof>',
  '<name>',
  '<string>',
  '<number>',
  '<unknown>',
  ...[...KEYWORDS, ...OPERATORS].map((text) => `'${text}'`),
];
