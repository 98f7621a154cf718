import { describe, expect, test } from 'vitest';
import { get } from '../../../src/lua/runtime/access.ts';
import { call } from '../../../src/lua/runtime/call.ts';
import { equals, lessOrEqual, lessThan } from '../../../src/lua/runtime/comparison.ts';
import { metamethod } from '../../../src/lua/runtime/metatables.ts';
import { rawGet, rawSet, tableOf } from '../../../src/lua/runtime/table.ts';
import { basicType, typeName } from '../../../src/lua/runtime/type-names.ts';
import type { LuaTable, LuaValue } from '../../../src/lua/runtime/values.ts';
import { errorData } from '../../../src/lua/stdlib/errors/value.ts';
import { createTypeGlobals } from '../../../src/lua/types/globals.ts';
import { stringLibraryMetatable } from '../../../src/lua/types/value.ts';
import { declare, invoke, raised, table, typeOf } from './support.ts';

const globals = createTypeGlobals();

function iterate(iterator: LuaValue): LuaValue[][] {
  const rows: LuaValue[][] = [];
  for (;;) {
    const result = call(iterator, []);
    const row = Array.isArray(result) ? result : [result];
    if (row[0] === undefined) return rows;
    rows.push(row);
  }
}

function text(value: LuaValue): LuaValue {
  return call(metamethod(value, '__tostring'), [value]) as LuaValue;
}

describe('a type value', () => {
  const { Point, Box, Pair } = declare(
    'type Point = {x: number} type Box<T> = {value: T} type Pair<A, B = A> = {a: A, b: B}',
  );

  test('has the basic type "type" in messages and in type()', () => {
    expect(basicType(Point)).toBe('type');
    expect(typeName(Point)).toBe('type');
  });

  test('gives back a valid value when it is called', () => {
    const value = table({ x: 1 });
    expect(call(Point, [value])).toBe(value);
  });

  test.each([
    [[], 'type Point expects at least 1 argument'],
    [[5], 'expected Point, got number'],
    [[undefined], 'expected Point, got nil'],
    [[1, 2], 'type Point validation expects 1 value, got 2'],
    [[globals.number], 'type Point is not generic'],
    [[globals.number, 2], 'type Point does not accept mixed type/value arguments'],
  ])('called with %o it raises %o', (args, message) => {
    expect(raised(() => call(Point, args as LuaValue[]))).toBe(message);
  });

  test('a generic takes types', () => {
    const type = call(Box, [globals.number]);
    expect(raised(() => call(type as LuaValue, [table({ value: 'x' })]))).toBe('expected Box, got table');
    expect(call(Box, [globals.number])).toBe(type);
    expect(invoke(type as LuaValue, 'kind')).toEqual(['instantiated']);
    expect(raised(() => call(Box, [globals.number, globals.number]))).toBe(
      'generic Box expects 1 type arguments, got 2',
    );
    expect(text(call(Pair, [globals.number]) as LuaValue)).toBe('Pair');
  });

  test('is() works with a colon and with a dot', () => {
    const value = table({ x: 1 });
    expect(call(get(Point, 'is') as LuaValue, [Point, value])).toEqual([value, undefined]);
    expect(call(get(Point, 'is') as LuaValue, [value])).toEqual([value, undefined]);
  });

  test('is() tells what is wrong in an error value', () => {
    const { User } = declare('type User = {age: number @min(0)}');
    const [, error] = invoke(User, 'is', table({ age: -1 }));
    const data = errorData(error);
    expect(data?.kind).toBe('Invalid');
    expect(data?.message).toBe('age: value below minimum');
    const details = data?.details as LuaTable;
    const shown = ['field', 'expected', 'got', 'constraint'].map((key) => rawGet(details, key));
    expect(shown).toEqual(['age', '0', '-1', 'min']);
  });

  test('details that say nothing are left out', () => {
    const [, error] = invoke(Point, 'is', 1);
    const details = errorData(error)?.details as LuaTable;
    expect(rawGet(details, 'field')).toBeUndefined();
    expect(rawGet(details, 'constraint')).toBeUndefined();
    expect(rawGet(details, 'got')).toBe('number');
  });

  test('cannot be changed, and its metatable is out of reach', () => {
    expect(metamethod(Point, '__newindex')).toBeUndefined();
    expect(metamethod(Point, '__metatable')).toBe(false);
    expect(raised(() => rawSet(Point.$t as LuaTable, '__call', 1))).toContain('frozen');
  });

  test('a metamethod that is called with something else raises a Lua error', () => {
    expect(raised(() => call(metamethod(Point, '__index'), [5, 'x']))).toBe('type expected, got number');
  });

  test('prints its name, otherwise its structure', () => {
    expect(text(Point)).toBe('Point');
    expect(text(get(declare('type A = {b: {string}}').A, 'b') as LuaValue)).toBe('{string}');
  });
});

describe('reflection', () => {
  test.each([
    ['number', 'number'],
    ['string @min_len(1)', 'string'],
    ['number?', 'optional'],
    ['number | nil', 'optional'],
    ['number | string', 'union'],
    ['number | integer', 'number'],
    ['"a"', 'unknown'],
    ['{x: number} & {y: number}', 'intersection'],
    ['(number, string)', 'tuple'],
    ['(number) -> string', 'function'],
    ['{number}', 'array'],
    ['{[string]: number}', 'map'],
    ['{x: number}', 'record'],
    ['Missing', 'unknown'],
  ])('kind of %s is %s', (source, kind) => {
    expect(invoke(typeOf(source), 'kind')).toEqual([kind]);
  });

  test('kind of generics and interfaces', () => {
    const { G, I, A } = declare('type G<T> = {T} interface I x: number end type A = I');
    expect([G, I, A].map((type) => invoke(type, 'kind')[0])).toEqual(['generic', 'record', 'record']);
    expect(iterate(invoke(G, 'tparams')[0])).toEqual([['T', undefined]]);
    expect(invoke(A, 'name')).toEqual(['A']);
  });

  test('parts of types are types; primitive ones are the globals', () => {
    expect(invoke(typeOf('{number}'), 'elem')).toEqual([globals.number]);
    expect(invoke(typeOf('{[string]: number}'), 'key')).toEqual([globals.String]);
    expect(invoke(typeOf('{[string]: number}'), 'val')).toEqual([globals.Number]);
    expect(invoke(typeOf('boolean?'), 'inner')).toEqual([globals.Boolean]);
    expect(invoke(typeOf('() -> integer'), 'ret')).toEqual([globals.Integer]);
    expect(text(invoke(typeOf('() -> (integer, string)'), 'ret')[0])).toBe('(integer, string)');
    expect(iterate(invoke(typeOf('(number, string) -> ()'), 'params')[0])).toEqual([
      [globals.number],
      [globals.String],
    ]);
    expect(iterate(invoke(typeOf('"a" | "b"'), 'variants')[0]).map(([type]) => text(type))).toEqual(['"a"', '"b"']);
  });

  test('fields come in the order in which they were declared', () => {
    const type = typeOf('{name: string, age?: number}');
    expect(iterate(invoke(type, 'fields')[0])).toEqual([
      ['name', globals.String],
      ['age', globals.number],
    ]);
    expect(get(type, 'age')).toBe(globals.number);
    expect(get(type, 'other')).toBeUndefined();
  });

  test('a field with the name of a method is both', () => {
    const type = typeOf('{kind: string, name: Missing}');
    const kind = get(type, 'kind') as LuaValue;
    expect(invoke(type, 'kind')).toEqual(['record']);
    expect(call(kind, [])).toBe('record');
    expect(equals(kind, globals.String)).toBe(true);
    expect(call(kind, ['text'])).toBe('text');
    expect(raised(() => call(kind, [globals.number]))).toBe('type string is not generic');
  });

  test('is() stays a method where a record has such a field', () => {
    expect(typeof get(typeOf('{is: string}'), 'is')).toBe('function');
  });

  test('a part that is a declared type is the value that the program has', () => {
    const { Node, List } = declare('type Node = {next: Node?} type List = {Node}');
    expect(invoke(get(Node, 'next') as LuaValue, 'inner')).toEqual([Node]);
    expect(invoke(List, 'elem')).toEqual([Node]);
  });

  test.each(['elem', 'key', 'val', 'inner', 'ret', 'fields', 'variants', 'params', 'tparams'])(
    '%s() of a number is nil',
    (question) => {
      expect(invoke(globals.number, question)).toEqual([undefined]);
    },
  );
});

describe('comparison', () => {
  test('types are equal where their structure is', () => {
    const { A, B, C } = declare('type A = {x: number, y: string} type B = {y: string, x: number} type C = {x: number}');
    expect(equals(A, B)).toBe(true);
    expect(equals(A, C)).toBe(false);
    expect(equals(declare('type N = number').N, globals.number)).toBe(true);
  });

  test('integer is below number, and not above it', () => {
    expect(lessOrEqual(globals.Integer, globals.Number, -1)).toBe(true);
    expect(lessThan(globals.Integer, globals.Number, -1)).toBe(true);
    expect(lessThan(globals.Number, globals.Number, -1)).toBe(false);
    expect(lessOrEqual(globals.Number, globals.Integer, -1)).toBe(false);
  });

  test('a type and another value have no order', () => {
    expect(raised(() => lessThan(globals.Number, 5, -1))).toBe('attempt to compare type with number');
  });
});

describe('globals', () => {
  test('validate like declared types', () => {
    expect(call(globals.integer, [3])).toBe(3);
    expect(raised(() => call(globals.integer, ['x']))).toBe('expected integer, got string');
    expect(raised(() => call(globals.boolean, []))).toBe('type boolean expects at least 1 argument');
  });

  test('typeof gives the type of a value', () => {
    const infer = (value: LuaValue): LuaValue => call(globals.typeof, [value]) as LuaValue;
    expect(infer(1)).toBe(globals.Number);
    expect(infer('x')).toBe(globals.String);
    expect(text(infer(table({ a: [1, 2], b: { c: true } })))).toBe('{a: {number}, b: {c: boolean}}');
    expect(text(infer(table([1, 'x'])))).toBe('{any}');
    expect(infer(globals.Number)).toBe(globals.Number);
  });

  test('the string library is the type string when it is called, and nothing more', () => {
    const library = tableOf([], { upper: 'function' });
    library.$t = stringLibraryMetatable();
    expect(call(library, ['x'])).toBe('x');
    expect(raised(() => call(library, [1]))).toBe('expected string, got number');
    expect(get(library, 'name')).toBeUndefined();
    const { Box } = declare('type Box<T> = {value: T}');
    expect(invoke(call(Box, [library]) as LuaValue, 'is', table({ value: 'x' }))[1]).toBeUndefined();
    expect(lessOrEqual(library, globals.Any, -1)).toBe(true);
  });
});
