import { describe, expect, it } from 'vitest';
import type { FunctionBody } from '../../../src/lua/syntax/index.ts';
import { showType, statementsOf } from './show.ts';

function bodyOf(source: string): FunctionBody {
  const [statement] = statementsOf(source);
  if (statement.kind !== 'Function' && statement.kind !== 'LocalFunction') throw new Error('function expected');
  return statement.body;
}

describe('declarations', () => {
  it('parameters have types, question marks, annotations and a typed vararg', () => {
    const body = bodyOf('function f(a, b: number, c?: string, d?, e @key, ...: any) end');
    expect(body.parameters.map(({ name, type, optional }) => [name, type && showType(type), optional])).toEqual([
      ['a', null, false],
      ['b', 'number', false],
      ['c', 'string', true],
      ['d', null, true],
      ['e', null, false],
    ]);
    expect(body.parameters[4].annotations).toMatchObject([{ name: 'key', arguments: [] }]);
    expect(body.vararg?.type).toMatchObject({ path: ['any'] });
  });

  it.each([
    ['number', 'number'],
    ['(number, string?)', 'tuple(number, string?)'],
    ['string?, string?', 'tuple(string?, string?)'],
    ['A, ...B', 'tuple(A, ...B)'],
    ['()', 'tuple()'],
    ['(number) -> number', '(_: number) -> number'],
    ['asserts x', 'asserts x'],
    ['asserts x is string', 'asserts x is string'],
    ['x is A | B', 'x is (A | B)'],
    ['never', 'never'],
  ])('a function returns %s', (source, tree) => {
    const { returnType } = bodyOf(`local function f(x): ${source}\n  return 1\nend`);
    expect(returnType && showType(returnType)).toBe(tree);
  });

  it('the words of predicates stay names where no predicate is meant', () => {
    expect(bodyOf('function f(): asserts\n x = 1 end').block.statements).toHaveLength(1);
    expect(bodyOf('function f(): T\n is = 1 end').block.statements).toHaveLength(1);
    expect(bodyOf('function f(): T is = 1 end').block.statements).toHaveLength(1);
  });

  it('functions have type parameters with constraints and defaults', () => {
    const body = bodyOf('function a.b:c<T: X, U extends Y, V = Z>(x: T): U end');
    expect(body.typeParameters).toMatchObject([
      { name: 'T', constraint: { path: ['X'] }, default: null },
      { name: 'U', constraint: { path: ['Y'] } },
      { name: 'V', constraint: null, default: { path: ['Z'] } },
    ]);
    expect(statementsOf('local f = function<T>(x: T): T return x end')).toHaveLength(1);
  });

  it('locals and loop variables have types', () => {
    expect(statementsOf('local a: number, b, c: {T} @min_len(1) = 1')[0]).toMatchObject({
      bindings: [
        { name: 'a', type: { kind: 'NamedType' } },
        { name: 'b', type: null },
        { type: { kind: 'AnnotatedType' } },
      ],
    });
    expect(statementsOf('for i: integer = 1, 2 do end')[0]).toMatchObject({
      variable: { type: { path: ['integer'] } },
    });
    expect(statementsOf('for k: string, v in f do end')[0]).toMatchObject({
      variables: [{ type: { path: ['string'] } }, {}],
    });
  });

  it('type statements have parameters and annotations', () => {
    const [statement] = statementsOf('@doc("a", 1, true)\n@final type Pair<A, B: C> = {a: A, b: B}');
    expect(statement).toMatchObject({
      kind: 'Type',
      name: 'Pair',
      parameters: [{ name: 'A' }, { name: 'B', constraint: { path: ['C'] } }],
      annotations: [{ name: 'doc', arguments: ['a', 1n, true] }, { name: 'final' }],
    });
  });

  it('an interface has bases, fields and methods in each way of writing', () => {
    const source =
      'interface Shape<T> extends Base, lib.Named\n  name: string\n  readonly id?: T;\n  area(self): number\n  function scale(by: number, ...: T): Shape<T>\n  at<U>(self, u): U @pure\nend';
    const [statement] = statementsOf(source.replace(' @pure', ''));
    if (statement.kind !== 'Interface') throw new Error('interface expected');
    expect(statement.extends.map(showType)).toEqual(['Base', 'lib.Named']);
    expect(statement.fields.map((field) => `${field.name}: ${showType(field.type)}`)).toEqual([
      'name: string',
      'id: T',
      'area: (self: self) -> number',
      'scale: (by: number, ...T) -> Shape<T>',
      'at: <U>(self: self, u: any) -> U',
    ]);
    expect(statement.fields[1]).toMatchObject({ optional: true, readonly: true });
    expect(statementsOf('interface A: B, C end')[0]).toMatchObject({
      extends: [{ path: ['B'] }, { path: ['C'] }],
      fields: [],
    });
  });
});
