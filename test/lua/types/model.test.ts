import { describe, expect, test } from 'vitest';
import { call } from '../../../src/lua/runtime/call.ts';
import type { LuaValue } from '../../../src/lua/runtime/values.ts';
import { parse } from '../../../src/lua/syntax/index.ts';
import { describeTypeStatement } from '../../../src/lua/types/description/describe.ts';
import type { Type } from '../../../src/lua/types/model.ts';
import { printType } from '../../../src/lua/types/print.ts';
import { typeEquals } from '../../../src/lua/types/relations/equality.ts';
import { isAssignable, isSubtype } from '../../../src/lua/types/relations/subtype.ts';
import { readType } from '../../../src/lua/types/value.ts';
import { declare, typeOf } from './support.ts';

function type(source: string, outer: Record<string, LuaValue> = {}): Type {
  return readType(typeOf(source, outer)) as Type;
}

const SOURCES = [
  'nil',
  'any',
  'unknown',
  'never',
  'number',
  'integer',
  'string',
  'boolean',
  'table',
  '"a"',
  '"a" | "b"',
  '1 | 2',
  'true',
  'number?',
  'string | number',
  '{number}',
  '{integer}',
  'readonly {integer}',
  '{[string]: number}',
  '{x: number}',
  '{x: integer}',
  '{x: number, y: string}',
  '{x?: number}',
  '{readonly x: number}',
  '{x: number} & {y: string}',
  '{x: number, [string]: number}',
  '(number, string)',
  '(number) -> string',
  '(number, string) -> string',
  '(number?) -> (string, integer)',
  '(...number) -> ()',
];

describe('printing', () => {
  test.each([
    ['{x: number, y?: string}', '{x: number, y?: string}'],
    ['{readonly x: {string}, [string]: any}', '{readonly x: {string}, [string]: any}'],
    [
      '(a: number, b?: string, ...boolean) -> (string, error?)',
      '(a: number, b?: string, ...boolean) -> (string, error?)',
    ],
    ['(number | string)[]', '{number | string}'],
    ['(number | string)?', '(number | string)?'],
    ['((number) -> string) | nil', '((number) -> string)?'],
    ['"a\\n\\"" | 1.5 | -2 | true', '"a\\n\\"" | 1.5 | -2 | true'],
    ['string @min_len(1) @pattern("x")', 'string @min_len(1) @pattern("x")'],
    ['<T: number>(T) -> T', '<T: number>(T) -> T'],
    ['lib.Box<number>', 'lib.Box<number>'],
    ['keyof {a: number}', 'keyof {a: number}'],
  ])('%s prints as %s', (source, expected) => {
    expect(printType(type(source))).toBe(expected);
  });

  test('long types are cut', () => {
    const fields = Array.from({ length: 500 }, (_, index) => `field${index}: number`);
    const text = printType(type(`{${fields.join(', ')}}`));
    expect(text.length).toBe(800);
    expect(text.endsWith('...')).toBe(true);
  });
});

describe('equality and order', () => {
  test.each(SOURCES)('%s equals itself when it is written twice', (source) => {
    expect(typeEquals(type(source), type(source))).toBe(true);
    expect(isSubtype(type(source), type(source))).toBe(true);
  });

  test('different types differ', () => {
    const equal: string[] = [];
    SOURCES.forEach((left, index) => {
      for (const right of SOURCES.slice(index + 1))
        if (typeEquals(type(left), type(right))) equal.push(`${left} = ${right}`);
    });
    expect(equal).toEqual([]);
  });

  // A record may be used as a map, although it may have more fields than its type says: that step is not transitive.
  test('the order is transitive among types without maps and any', () => {
    const sources = SOURCES.filter((source) => source !== 'any' && source !== 'table' && !source.includes('[string]'));
    const types = sources.map((source) => type(source));
    const broken: string[] = [];
    for (const a of types) {
      for (const b of types) {
        if (!isSubtype(a, b)) continue;
        for (const c of types) {
          if (isSubtype(b, c) && !isSubtype(a, c)) broken.push([a, b, c].map(printType).join(' <= '));
        }
      }
    }
    expect(broken).toEqual([]);
  });

  test.each([
    ['never', 'string', true],
    ['string', 'any', true],
    ['any', 'string', false],
    ['unknown', 'string', false],
    ['unknown', 'unknown?', true],
    ['integer', 'number', true],
    ['"a"', 'string', true],
    ['"a"', '"a" | "b"', true],
    ['"c"', '"a" | "b"', false],
    ['string', 'string?', true],
    ['string?', 'string', false],
    ['string?', 'string | nil | number', true],
    ['{x: number, y: string}', '{x: number}', true],
    ['{x: number}', '{x: number, y: string}', false],
    ['{x: number}', '{x: number, y?: string}', true],
    ['{x: integer}', '{x: number}', true],
    ['{x: {a: number} | string}', '{x: {a: number} | string | boolean}', true],
    ['{x: "a"}', '{x: "a" | "b"}', false],
    ['{readonly x: number}', '{x: number}', false],
    ['{readonly x: "a"}', '{readonly x: "a" | "b"}', true],
    ['(number) -> integer', '(integer) -> number', true],
    ['(integer) -> number', '(number) -> number', false],
    ['(number, string) -> ()', '(number) -> ()', false],
    ['(number) -> ()', '(number, string) -> ()', true],
    ['{x: number, y: string}', '{x: number} & {y: string}', true],
    ['{x: number} & {y: string}', '{x: number, y: string}', true],
    ['{integer}', '{[number]: number}', true],
    ['(integer, integer)', '{number}', true],
    ['{a: number, b: integer}', '{[string]: number}', true],
    ['{a: number, b: string}', '{[string]: number}', false],
    ['{number}', 'table', true],
    ['string @min_len(1)', 'string', true],
  ])('%s <= %s is %s', (sub, above, expected) => {
    expect(isSubtype(type(sub), type(above))).toBe(expected);
  });

  test('any may be used everywhere under gradual typing, at any depth', () => {
    expect(isAssignable(type('any'), type('string'))).toBe(true);
    expect(isAssignable(type('{x: any}'), type('{x: string}'))).toBe(true);
    expect(isAssignable(type('{x: number}'), type('{x: string}'))).toBe(false);
  });

  test('recursive types are compared by what they unfold to', () => {
    const { A, B, C } = declare(`
      type A = {value: number, next: A?}
      type B = {value: number, next: {value: number, next: B?}?}
      type C = {value: string, next: C?}
    `);
    const [a, b, c] = [A, B, C].map((value) => readType(value) as Type) as [Type, Type, Type];
    expect(typeEquals(a, b)).toBe(true);
    expect(isSubtype(a, b)).toBe(true);
    expect(typeEquals(a, c)).toBe(false);
    expect(isSubtype(a, c)).toBe(false);
  });

  test('types that a program nests without end are answered all the same', () => {
    const { Pair } = declare('type Pair<A, B> = {a: A, b: B}');
    let left = typeOf('number') as LuaValue;
    let right = typeOf('string') as LuaValue;
    for (let level = 0; level < 60; level++) {
      left = call(Pair, [left, left]) as LuaValue;
      right = call(Pair, [right, right]) as LuaValue;
    }
    const [a, b] = [readType(left) as Type, readType(right) as Type];
    expect(printType(a).length).toBeLessThanOrEqual(800);
    expect(typeEquals(a, b)).toBe(false);
    expect(isSubtype(a, b)).toBe(false);
  });
});

describe('descriptions', () => {
  function describeText(source: string, declared: Record<string, string> = {}) {
    const statement = parse(source).body.statements[0];
    if (statement?.kind !== 'Type') throw new Error('not a type');
    return describeTypeStatement(statement, {
      typeOf: (expression) => {
        const text = expression.kind === 'Name' ? declared[expression.name] : undefined;
        const inner = text === undefined ? undefined : parse(`type X = ${text}`).body.statements[0];
        return inner?.kind === 'Type' ? inner.type : null;
      },
    });
  }

  test('tell the names that they need, without primitives and parameters', () => {
    const source = 'type X<T> = {a: T, b: lib.Y, c: Z<W>?, d: string, e: <U>(U) -> X, f: self}';
    expect(describeText(source).names.sort()).toEqual(['W', 'X', 'Z', 'lib']);
  });

  test('survive being written as JavaScript', () => {
    const { description } = describeText('type X = {["__proto__"]: 1, x: "\\255\\0", y: 9223372036854775807, z: 1.0}');
    const copy = new Function(`return ${JSON.stringify(description)}`)();
    expect(copy).toEqual(description);
  });

  test('typeof is the declared type, and any where nothing is declared', () => {
    expect(describeText('type X = typeof(a)', { a: '{x: number}' }).description).toEqual([
      'r',
      [['x', 0, ['p', 'number']]],
      null,
    ]);
    expect(describeText('type X = typeof(b)').description).toEqual(['p', 'any']);
    expect(describeText('type X = typeof(a)', { a: 'typeof(a)' }).description).toEqual(['p', 'any']);
  });

  test('annotations before a statement belong to its type', () => {
    const chunk = parse('@min(1) type X = number').body.statements[0];
    if (chunk?.kind !== 'Type') throw new Error('not a type');
    expect(describeTypeStatement(chunk).description).toEqual(['@', ['p', 'number'], [['min', [['i', '1']]]]]);
  });
});
