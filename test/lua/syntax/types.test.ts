import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/lua/syntax/index.ts';
import { problemsOf, showType, statementsOf, typeOf } from './show.ts';

describe('types', () => {
  it.each([
    ['number', 'number'],
    ['nil', 'nil'],
    ['lib.inner.Point', 'lib.inner.Point'],
    ['Map<string, Box<Box<T>>>', 'Map<string, Box<Box<T>>>'],
    ['"a" | \'b\' | 1 | -2.5 | true', '("a" | "b" | 1 | -2.5 | true)'],
    ['| A\n  | B', '(A | B)'],
    ['A & B | C & D', '((A & B) | (C & D))'],
    ['(A | B) & C', '((A | B) & C)'],
    ['A | B?', '(A | B?)'],
    ['(A | B)?', '(A | B)?'],
    ['T[]', '{T}'],
    ['T?[]?', '{T?}?'],
    ['{T}', '{T}'],
    ['{{T}}', '{{T}}'],
    ['{}', '{}'],
    ['{[string]: number}', '{[string]: number}'],
    ['{x: number, y?: string; readonly z: T,}', '{x: number, y?: string, readonly z: T}'],
    ['{x: A, [string]: B}', '{x: A, ...{[string]: B}}'],
    ['{end: A, type: B, readonly: C, is: D, "e-f": E}', '{end: A, type: B, readonly: C, is: D, e-f: E}'],
    ['readonly {T}', 'readonly {T}'],
    ['readonly {[K]: V}', 'readonly {[K]: V}'],
    ['readonly {x: A}', '{readonly x: A}'],
    ['readonly T[]', 'readonly {T}'],
    ['interface {x: A}', '{x: A}'],
    ['() -> ()', '() -> tuple()'],
    ['(number) -> string', '(_: number) -> string'],
    ['(a: A, b?: B, ...C) -> (D, E?)', '(a: A, b?: B, ...C) -> tuple(D, E?)'],
    ['(A) -> B | C', '(_: A) -> (B | C)'],
    ['((A) -> B) | C', '((_: A) -> B | C)'],
    ['(A) -> (B) -> C', '(_: A) -> (_: B) -> C'],
    ['((x: A) -> B)?', '(x: A) -> B?'],
    ['<T>(x: T) -> T', '<T>(x: T) -> T'],
    ['fun(a: A, ...: B): C', '(a: A, ...B) -> C'],
    ['fun()', '() -> ()'],
    ['fun(A): (B, C)', '(_: A) -> tuple(B, C)'],
    ['function(A): B', '(_: A) -> B'],
    ['(A, B, ...C)', 'tuple(A, B, ...C)'],
    ['typeof(a.b + 1)', 'typeof((a["b"] + 1))'],
    ['keyof T', 'keyof T'],
    ['keyof typeof(x)', 'keyof typeof(x)'],
    ['number @min(0) @max(-1.5)', 'number @min(0) @max(-1.5)'],
    ['{number @min(0)} @min_len(1)', '{number @min(0)} @min_len(1)'],
    ['number @min(1) | string @pattern("^a+$")', '(number @min(1) | string @pattern(^a+$))'],
    ['{x: number @min(0),\n  y?: string\n  @unique}', '{x: number @min(0), y?: string @unique()}'],
    ['{@key id: string}', '{@key id: string}'],
    ['fun', 'fun'],
    ['readonly', 'readonly'],
    ['keyof', 'keyof'],
    ['typeof', 'typeof'],
  ])('%s', (source, tree) => {
    expect(showType(typeOf(source))).toBe(tree);
  });

  it('joined characters close nested generics', () => {
    const [first, second] = statementsOf('local a: A<B<C>>= 1\nlocal b: A<B>= 2');
    expect(first).toMatchObject({ kind: 'Local', values: [{ value: 1n }] });
    expect(second).toMatchObject({ kind: 'Local', bindings: [{ type: { path: ['A'] } }], values: [{ value: 2n }] });
  });

  it('spans cover what was written', () => {
    const source = 'type X =  {a: number?}';
    const [statement] = parse(source).body.statements;
    if (statement.kind !== 'Type' || statement.type.kind !== 'RecordType') throw new Error('record expected');
    expect(source.slice(statement.type.start, statement.type.end)).toBe('{a: number?}');
    expect(source.slice(statement.type.fields[0].start, statement.type.fields[0].end)).toBe('a: number?');
    expect(source.slice(statement.nameSpan.start, statement.nameSpan.end)).toBe('X');
  });

  it.each([
    ['type X = ', '1:10 type expected near <eof>'],
    ['type X = {a: number, b string}', "1:22 <name> expected near 'b'"],
    ['type X = readonly number', "1:19 'readonly' needs an array, map or record type near 'number'"],
    ['type X = (a: number)', "1:21 '->' expected near <eof>"],
    ['type X = number @min(x)', "1:22 literal expected near 'x'"],
    ['type X<T = number\ny = 1', "2:1 '>' expected near 'y'"],
    ['local x: = 1', "1:10 type expected near '='"],
    ['local x = 1 @@ 2', "1:14 <name> expected near '@'"],
    ['@note local x = 1', "1:7 'type' or 'interface' expected near 'local'"],
  ])('%s is one problem', (source, problem) => {
    expect(problemsOf(source)).toEqual([problem]);
  });
});
