/** The syntax of the Wippy Lua dialect: parser, tree and visitor. */
export type * from './ast.ts';
export { encodeText } from './escapes.ts';
export { parseNumeral } from './numerals.ts';
export type { ParseOptions } from './parse.ts';
export { parse, parseBytes } from './parse.ts';
export type { SyntaxKind, SyntaxNode, Visitor } from './walk.ts';
export { childNodes, walk } from './walk.ts';
