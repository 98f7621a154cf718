import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/lua/syntax/index.ts';
import { kindsOf, statementsOf } from './show.ts';

describe('statements', () => {
  it.each([
    ['local a, b = 1', 'Local'],
    ['a, b.c, d[1] = f()', 'Assign'],
    ['f()', 'CallStatement'],
    ['a:b "x"', 'CallStatement'],
    ['do end', 'Do'],
    ['while a do break end', 'While'],
    ['repeat local x until x', 'Repeat'],
    ['if a then elseif b then else end', 'If'],
    ['for i = 1, 2, 3 do end', 'NumericFor'],
    ['for k, v in pairs(t) do end', 'GenericFor'],
    ['function a.b.c:m() end', 'Function'],
    ['local function f() end', 'LocalFunction'],
    ['return', 'Return'],
    ['return 1, 2;', 'Return'],
    ['goto done', 'Goto'],
    ['::done::', 'Label'],
    ['type A = B', 'Type'],
    ['interface A end', 'Interface'],
  ])('%s is one statement', (source, kind) => {
    expect(kindsOf(source)).toEqual([kind]);
    expect(kindsOf(`;;${source}`)).toEqual([kind]);
  });

  it('a method declaration keeps its path apart from its name', () => {
    const [statement] = statementsOf('function a.b:m(x) end');
    expect(statement).toMatchObject({
      kind: 'Function',
      method: 'm',
      target: { kind: 'Index', dot: true, object: { kind: 'Name', name: 'a' }, index: { value: 'b' } },
      body: { parameters: [{ name: 'x', type: null, optional: false }], vararg: null },
    });
  });

  it('if has a clause for each condition', () => {
    const [statement] = statementsOf('if a then f() elseif b then elseif c then else g() end');
    expect(statement.kind === 'If' && statement.clauses.length).toBe(3);
    expect(statement).toMatchObject({ otherwise: { statements: [{ kind: 'CallStatement' }] } });
  });

  it('break may stand anywhere in a block', () => {
    expect(kindsOf('while a do break f() end')).toEqual(['While']);
  });

  it('a call continues on the next line, as in Lua 5.3', () => {
    expect(kindsOf('local a = f\n(g or h)()')).toEqual(['Local']);
  });

  it('comments are kept with their text', () => {
    const chunk = parse('#!/usr/bin/lua\n-- one\nx = 1 --[[ two\n]] --[==[]]three]==] y = 2 --');
    expect(chunk.problems).toEqual([]);
    expect(chunk.comments.map(({ text, long, line }) => [text, long, line])).toEqual([
      [' one', false, 2],
      [' two\n', true, 3],
      [']]three', true, 4],
      ['', false, 4],
    ]);
    expect(chunk.body.statements.map((statement) => statement.line)).toEqual([3, 4]);
  });

  it('counts each kind of line end once', () => {
    expect(statementsOf('a()\r\nb()\n\rc()\rd()\n\ne()').map((statement) => statement.line)).toEqual([1, 2, 3, 4, 6]);
  });

  it('an empty source is an empty chunk', () => {
    expect(parse('')).toMatchObject({ kind: 'Chunk', start: 0, end: 0, body: { statements: [] }, problems: [] });
  });
});
