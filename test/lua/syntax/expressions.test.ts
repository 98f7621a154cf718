import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/lua/syntax/index.ts';
import { expressionOf, show } from './show.ts';

describe('expressions', () => {
  it.each([
    ['1 + 2 * 3 - 4', '((1 + (2 * 3)) - 4)'],
    ['a .. b .. c', '(a .. (b .. c))'],
    ['2 ^ 3 ^ 2', '(2 ^ (3 ^ 2))'],
    ['-2 ^ 2', '(- (2 ^ 2))'],
    ['2 ^ -3', '(2 ^ (- 3))'],
    ['not a == b', '((not a) == b)'],
    ['a or b and c == d', '(a or (b and (c == d)))'],
    ['a < b == true', '((a < b) == true)'],
    ['1 | 2 ~ 3 & 4 << 5 .. 6 + 7', '(1 | (2 ~ (3 & (4 << (5 .. (6 + 7))))))'],
    ['1 << 2 >> 3', '((1 << 2) >> 3)'],
    ['a // b % c / d', '(((a // b) % c) / d)'],
    ['~~a', '(~ (~ a))'],
    ['- - #a', '(- (- (# a)))'],
    ['a.b[c].d', 'a["b"][c]["d"]'],
    ['f(1)(2){3}"4"', 'f(1)(2)({3})("4")'],
    ['a:b(c):d{}:e""', 'a:b(c):d({}):e("")'],
    ['(f())', 'paren(f())'],
    ['(...)', 'paren(...)'],
    ['{1, a = 2; [3] = 4, f(), ...}', '{1, a=2, [3]=4, f(), ...}'],
    ['{a == b, a}', '{(a == b), a}'],
    ['("x"):rep(3)', 'paren("x"):rep(3)'],
    ['0x10 + 1.5 + 3.0', '((16 + 1.5f) + 3f)'],
    ['function() return ... end', 'function'],
  ])('%s groups as Lua 5.3 does', (source, tree) => {
    const text = source === 'function() return ... end' ? 'function(...) return ... end' : source;
    expect(show(expressionOf(text))).toBe(tree);
  });

  it('spans begin at the first token and end behind the last one', () => {
    const source = 'return  a.b + f(x) --';
    const chunk = parse(source);
    const [statement] = chunk.body.statements;
    if (statement.kind !== 'Return') throw new Error('return expected');
    const [sum] = statement.values;
    expect(source.slice(sum.start, sum.end)).toBe('a.b + f(x)');
    if (sum.kind !== 'Binary') throw new Error('sum expected');
    expect(source.slice(sum.left.start, sum.left.end)).toBe('a.b');
    expect(source.slice(sum.right.start, sum.right.end)).toBe('f(x)');
    expect(source.slice(statement.start, statement.end)).toBe('return  a.b + f(x)');
  });

  it('notes the lines that PUC Lua blames', () => {
    const sum = expressionOf('a\n\n+\nb');
    expect(sum).toMatchObject({ line: 1, operatorLine: 3, right: { line: 4 } });
    expect(expressionOf('f\n(\n)')).toMatchObject({ kind: 'Call', line: 1 });
    const [declaration] = parse('function f()\n\nend').body.statements;
    expect(declaration).toMatchObject({ line: 1, body: { endLine: 3 } });
  });

  it("reports '...' outside a vararg function and goes on", () => {
    expect(parse('function f() return ... end').problems.map((problem) => problem.message)).toEqual([
      "cannot use '...' outside a vararg function near '...'",
    ]);
    expect(parse('return ..., function(...) return ... end').problems).toEqual([]);
  });
});
