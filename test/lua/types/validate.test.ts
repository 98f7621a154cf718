import { describe, expect, test } from 'vitest';
import { rawSet, tableOf } from '../../../src/lua/runtime/table.ts';
import { Float, type LuaTable, type LuaValue } from '../../../src/lua/runtime/values.ts';
import { createErrorValue } from '../../../src/lua/stdlib/errors/value.ts';
import { declare, invoke, problem, table, typeOf } from './support.ts';

const noop = (): LuaValue => undefined;

describe('validation of basic types', () => {
  test.each([
    ['number', 1.5, null],
    ['number', 'x', 'expected number, got string'],
    ['integer', 3, null],
    ['integer', new Float(3), null],
    ['integer', 3.5, 'expected integer, got number'],
    ['string', 'x', null],
    ['boolean', false, null],
    ['nil', undefined, null],
    ['any', undefined, null],
    ['unknown', noop, null],
    ['never', 1, 'expected never, got number'],
    ['string?', undefined, null],
    ['string?', 1, 'expected string, got number'],
    ['"fast" | "safe"', 'fast', null],
    ['"fast" | "safe"', 'slow', 'expected "fast" | "safe", got string'],
    ['3', new Float(3), null],
    ['3', 2, 'expected 3, got number'],
    ['true', false, 'expected true, got boolean'],
    ['(number) -> boolean', noop, null],
    ['(number) -> boolean', 1, 'expected function, got number'],
    ['function', noop, null],
    ['table', 1, 'expected table, got number'],
    ['error', 'text', 'expected error, got string'],
  ])('%s of %o says %o', (type, value, message) => {
    expect(problem(typeOf(type as string), value as LuaValue)).toBe(message);
  });

  test('an error value is an error', () => {
    expect(problem(typeOf('error?'), createErrorValue({ message: 'x' }))).toBeNull();
  });

  test('a false value is given back as it is', () => {
    expect(invoke(typeOf('boolean'), 'is', false)).toEqual([false, undefined]);
  });
});

describe('validation of tables', () => {
  const types = declare(`
    type Point = {x: number, y?: number}
    type List = {string}
    type Scores = {[string]: number}
    type Sparse = {[number]: string}
    type Pair = (number, string)
    type Deep = {user: {tags: {string}, scores: Scores}}
    type Named = {name: string}
    type Person = Named & {age: number}
    type Open = {id: number, [string]: string}
  `);

  test.each([
    ['Point', { x: 1 }, null],
    ['Point', { x: 1, z: 'extra' }, null],
    ['Point', { y: 1 }, 'x: required field missing'],
    ['Point', { x: 'a' }, 'x: expected number, got string'],
    ['Point', 'text', 'expected {x: number, y?: number}, got string'],
    ['List', ['a', 'b'], null],
    ['List', ['a', 2], '[2]: expected string, got number'],
    ['List', { a: 1 }, null],
    ['Scores', { a: 1 }, null],
    ['Scores', { a: 'x' }, '.a: expected number, got string'],
    ['Scores', ['ignored'], null],
    ['Pair', [1, 'a'], null],
    ['Pair', [1], '[2]: expected string, got nil'],
    ['Deep', { user: { tags: ['a', 1], scores: {} } }, 'user.tags[2]: expected string, got number'],
    ['Deep', { user: { tags: [], scores: { k: true } } }, 'user.scores.k: expected number, got boolean'],
    ['Person', { name: 'a', age: 1 }, null],
    ['Person', { name: 'a' }, 'age: required field missing'],
    ['Open', { id: 1, other: 'x' }, null],
    ['Open', { id: 1, other: 2 }, '.other: expected string, got number'],
  ])('%s of %o says %o', (name, value, message) => {
    expect(problem(types[name as string], table(value))).toBe(message);
  });

  test('a key of a wrong type is named as key', () => {
    const value = tableOf([]);
    rawSet(value, true, 'x');
    expect(problem(types.Scores, value)).toBe('[key]: expected string, got boolean');
  });

  test('a value under a number that is no element has the number in its path', () => {
    const value = tableOf([]);
    rawSet(value, 100, 5);
    expect(problem(types.Sparse, value)).toBe('[100]: expected string, got number');
  });

  test('fields are read without metamethods', () => {
    const value = tableOf([]);
    value.$t = tableOf([], { __index: () => 1 });
    expect(problem(types.Point, value)).toBe('x: required field missing');
  });
});

describe('names', () => {
  test('a recursive type validates a list', () => {
    const { Node } = declare('type Node = {value: number, next: Node?}');
    expect(problem(Node, table({ value: 1, next: { value: 2 } }))).toBeNull();
    expect(problem(Node, table({ value: 1, next: { value: 'x' } }))).toBe('next.value: expected number, got string');
  });

  test('a type may mention one that is declared after it', () => {
    const { A } = declare('type A = {b: B}\ntype B = string');
    expect(problem(A, table({ b: 1 }))).toBe('b: expected string, got number');
  });

  test('a field of a module is a type', () => {
    const inner = tableOf([], declare('type Id = string @min_len(2)'));
    const type = typeOf('{id: inner.Id}', { inner });
    expect(problem(type, table({ id: 'x' }))).toBe('id: length below minimum');
  });

  test('a name without a type is unresolved, not an error of the program', () => {
    expect(problem(typeOf('{t: time.Time}'), table({ t: 1 }))).toBe('t: unresolved type time.Time');
    expect(problem(typeOf('Missing'), 1)).toBe('unresolved type Missing');
  });

  test('a name that stands for itself is not followed for ever', () => {
    const { A, C, K, H } = declare(
      'type A = B type B = A type C = C? type K = keyof K type G<T> = G<{T}> type H = G<A>',
    );
    expect(problem(A, 1)).toBe('unresolved type B');
    expect(problem(C, 1)).toBe('expected type, got recursion limit exceeded');
    expect(problem(K, 1)).toBe('expected never, got number');
    expect(problem(H, 1)).toBe('expected type, got recursion limit exceeded');
  });
});

describe('generics', () => {
  const types = declare(`
    type Box<T> = {value: T}
    type Pair<A, B> = {a: A, b: B}
    type Tree<T> = {value: T, children?: {Tree<T>}}
    type StringBox = Box<string>
    type Both = Pair<string, Box<number>>
    type Numbers = Tree<number>
  `);

  test('arguments take the place of parameters', () => {
    expect(problem(types.StringBox, table({ value: 1 }))).toBe('value: expected string, got number');
    expect(problem(types.Both, table({ a: 'x', b: { value: 'y' } }))).toBe('b.value: expected number, got string');
    expect(problem(types.Both, table({ a: 'x', b: { value: 1 } }))).toBeNull();
  });

  test('a recursive generic reaches every level', () => {
    const value = table({ value: 1, children: [{ value: 2 }, { value: 3, children: [{ value: 'x' }] }] });
    expect(problem(types.Numbers, value)).toBe('children[2].children[1].value: expected number, got string');
  });

  test('a generic without arguments has no values', () => {
    expect(problem(types.Box, table({ value: 1 }))).toBe('expected Box<T>, got table');
  });
});

describe('annotations', () => {
  test.each([
    ['number @min(0) @max(10)', -1, 'value below minimum'],
    ['number @min(0) @max(10)', 10, null],
    ['number @min(0) @max(10)', 11, 'value above maximum'],
    ['number @min(0)', 'x', 'expected number, got string'],
    ['string @min_len(2)', 'é', null],
    ['string @min_len(2)', 'a', 'length below minimum'],
    ['string @max_len(2)', 'abc', 'length above maximum'],
    ['string @pattern("^.+@.+$")', 'a@b', null],
    ['string @pattern("^.+@.+$")', 'ab', 'pattern mismatch'],
    ['string @pattern("(")', 'ab', 'invalid regex'],
    ['string @pattern("(?=a)")', 'ab', 'invalid regex'],
    ['string @pattern(1)', 'ab', 'invalid pattern argument'],
    ['string @other(1)', 'ab', null],
    ['string? @min_len(2)', undefined, null],
    ['number @min(1) | string @min_len(1)', '', 'expected number @min(1) | string @min_len(1), got string'],
  ])('%s of %o says %o', (type, value, message) => {
    const bytes = typeof value === 'string' ? Buffer.from(value).toString('latin1') : value;
    expect(problem(typeOf(type as string), bytes as LuaValue)).toBe(message);
  });

  test('they hold through aliases, elements and fields', () => {
    const { Account } = declare(`
      type Id = string @min_len(3)
      type UserId = Id
      type Roles = {"admin" | "user"} @min_len(1)
      type Account = {id: UserId, roles: Roles, scores: {number @min(0)}}
    `);
    expect(problem(Account, table({ id: 'a', roles: ['user'], scores: [] }))).toBe('id: length below minimum');
    expect(problem(Account, table({ id: 'abc', roles: [], scores: [] }))).toBe('roles: length below minimum');
    expect(problem(Account, table({ id: 'abc', roles: ['user'], scores: [1, -1] }))).toBe(
      'scores[2]: value below minimum',
    );
  });

  test('a pattern counts characters, not bytes', () => {
    expect(problem(typeOf('string @pattern("^.$")'), Buffer.from('é').toString('latin1'))).toBeNull();
  });

  test('no pattern needs more than linear time', () => {
    const type = typeOf('string @pattern("^(a+)+$")');
    expect(problem(type, `${'a'.repeat(20_000)}b`)).toBe('pattern mismatch');
  });
});

describe('interfaces', () => {
  const { Shape, Square } = declare(`
    interface Shape
      name: string
      area(self): number
    end
    interface Square extends Shape
      side: number
    end
  `);

  test('methods may be inherited through the metatable', () => {
    const value = tableOf([], { name: 'a', side: 2 });
    value.$t = tableOf([], { __index: tableOf([], { area: noop }) });
    expect(problem(Square, value)).toBeNull();
    expect(problem(Shape, value)).toBeNull();
  });

  test('fields of the bases are needed too', () => {
    expect(problem(Square, table({ side: 1, area: noop }))).toBe('name: required field missing');
    expect(problem(Square, table({ side: 1, name: 'x' }))).toBe('area: required field missing');
  });
});

describe('limits', () => {
  test('a cyclic value is valid where nothing speaks against it', () => {
    const { Node } = declare('type Node = {value: number, next: Node?}');
    const node = table({ value: 1 }) as LuaTable;
    rawSet(node, 'next', node);
    expect(problem(Node, node)).toBeNull();
    rawSet(node, 'value', 'x');
    expect(problem(Node, node)).toBe('value: expected number, got string');
  });

  test('a cycle does not make the wrong member of a union right', () => {
    const { T } = declare('type T = {next: T, a: number} | {next: T, b: string}');
    const value = table({ b: 1 }) as LuaTable;
    rawSet(value, 'next', value);
    expect(problem(T, value)).toContain('expected');
  });

  test('values that lie too deep are refused', () => {
    const { Node } = declare('type Node = {next?: Node}');
    let value = table({});
    for (let level = 0; level < 63; level++) value = tableOf([], { next: value });
    expect(problem(Node, value)).toBeNull();
    expect(problem(Node, tableOf([], { next: value }))).toContain('recursion limit exceeded');
  });

  test('unions do not repeat the work of the levels below', () => {
    const { T } = declare('type T = {a: T?, c: number} | {a: T?, b: number} | {a: T?}');
    let value = table({ a: 'wrong' });
    for (let level = 0; level < 60; level++) value = tableOf([], { a: value });
    expect(problem(T, value)).toContain('expected');
  });

  test('unions over cyclic values end', () => {
    const { T } = declare('type T = {a: T, b: T, c: number} | {a: T, b: T, d: number} | {a: T, b: T}');
    const nodes = Array.from({ length: 30 }, () => tableOf([]));
    nodes.forEach((node, index) => {
      rawSet(node, 'a', nodes[(index + 1) % nodes.length]);
      rawSet(node, 'b', nodes[(index * 7 + 3) % nodes.length]);
    });
    expect([null, expect.stringContaining('recursion limit')]).toContainEqual(problem(T, nodes[0]));
  });
});
