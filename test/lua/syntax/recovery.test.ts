import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/lua/syntax/index.ts';
import { problemsOf } from './show.ts';

describe('recovery', () => {
  it.each([
    ['a missing operand', 'local x = 1 +\nlocal y = 2', ["2:1 unexpected symbol near 'local'"]],
    ['a missing comma between arguments', 'foo(a b)\nbar()', ["1:7 ')' expected near 'b'"]],
    ['an unclosed call', 'foo(a, b\nlocal x = 1\nbar()', ["2:1 ')' expected (to close '(' at line 1) near 'local'"]],
    [
      'a missing comma in a table',
      'x = {\n a = 1\n b = 2,\n c = 3\n}\ny = 1',
      ["3:2 '}' expected (to close '{' at line 1) near 'b'"],
    ],
    ['an unclosed table', 'x = {\n a = 1,\nlocal y = 2', ["3:1 unexpected symbol near 'local'"]],
    ['= for == in a condition', 'if x = 1 then foo() end\nbar()', ["1:6 'then' expected near '='"]],
    ['a missing do', 'while x\n  foo()\nend', ["2:3 'do' expected near 'foo'"]],
    ['a missing limit', 'for i = 1 2 do end', ["1:11 ',' expected near '2'"]],
    [
      'a missing end',
      'function f()\n if a then\n g()\nend\n',
      ["5:1 'end' expected (to close 'function' at line 1) near <eof>"],
    ],
    ['a stray end', 'f()\nend\ng()', ["2:1 <eof> expected near 'end'"]],
    ['statements after return', 'function g() return 1 foo() end\nh()', ["1:23 'end' expected near 'foo'"]],
    ['a dangling dot', 'a.b.\nlocal x = 1', ["2:1 <name> expected near 'local'"]],
    [
      'an attribute of Lua 5.4',
      'local x <const> = 1\nlocal y <close> = 2',
      ["1:9 unexpected symbol near '<'", "2:9 unexpected symbol near '<'"],
    ],
    ['an assignment to a call', 'f() = 1\ng()', ["1:5 syntax error near '='"]],
    ['an expression as a statement', 'x\ny = 1', ["2:1 syntax error near 'y'"]],
    [
      'a broken function among arguments',
      'foo(a b, function()\n local z = )\n end)\nlocal y = 3',
      ["1:7 ')' expected near 'b'"],
    ],
    ['two mistakes', 'x = = 1\ny = 2\nz = )\n', ["1:5 unexpected symbol near '='", "3:5 unexpected symbol near ')'"]],
    ['a malformed token', 'x = 3..2\nf()', ["1:5 malformed number near '3..2'"]],
    ['an unfinished string in a call', 'f("abc)\ng()', [`1:3 unfinished string near '"abc)'`]],
    ['a broken interface', 'interface A\n x number\nend\nf()', ["2:2 <name> expected near 'x'"]],
  ])('%s is reported once', (_, source, problems) => {
    expect(problemsOf(source)).toEqual(problems);
  });

  it('keeps the statements around a broken one', () => {
    const chunk = parse('local a = 1\nlocal b = = 2\nlocal c = 3\nf(\nlocal d = 4');
    const names = chunk.body.statements.flatMap((s) => (s.kind === 'Local' ? s.bindings.map((b) => b.name) : []));
    expect(names).toEqual(['a', 'b', 'c', 'd']);
    expect(chunk.body.statements.some((s) => s.kind === 'ErrorStatement')).toBe(true);
    expect(chunk.problems).toHaveLength(2);
  });

  it('keeps the items around a broken one in a table', () => {
    const chunk = parse('x = { a = 1, b = = 2, c = 3 }\ny = 1');
    expect(chunk.problems).toHaveLength(1);
    expect(chunk.body.statements).toMatchObject([
      { values: [{ items: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] }] },
      {},
    ]);
  });

  it('orders problems by place and gives each its range', () => {
    const chunk = parse('x = "\\q"\ny = = 1\nz = 0x');
    expect(chunk.problems.map((p) => [p.line, p.column, p.end - p.start])).toEqual([
      [1, 6, 2],
      [2, 5, 1],
      [3, 5, 2],
    ]);
  });
});
