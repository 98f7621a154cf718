import { describe, expect, it } from 'vitest';
import { expressionOf, kindsOf, problemsOf, show, statementsOf } from './show.ts';

const WORDS = ['type', 'as', 'is', 'interface', 'extends', 'readonly', 'fun', 'keyof', 'asserts', 'typeof'];

describe('words of the dialect', () => {
  it.each(WORDS)('%s stays an ordinary name', (word) => {
    const source = [
      `local ${word} = 1`,
      `${word} = 5`,
      `${word}(x)`,
      `${word}.x = ${word}`,
      `t.${word} = t:${word}(${word})`,
      `local r = { ${word} = 1, ${word}, [${word}] = ${word} }`,
      `function ${word}.${word}:${word}(${word}) return ${word} end`,
      `local function ${word}(${word}: ${word}): ${word} goto ${word} ::${word}:: end`,
      `for ${word} = 1, 2 do end`,
      `local x: ${word} = f`,
      `${word} "s"`,
      `${word} { 1 }`,
      `${word}[1], ${word} = 1, 2`,
    ].join('\n');
    expect(kindsOf(source)).toEqual([
      'Local',
      'Assign',
      'CallStatement',
      'Assign',
      'Assign',
      'Local',
      'Function',
      'LocalFunction',
      'NumericFor',
      'Local',
      'CallStatement',
      'CallStatement',
      'Assign',
    ]);
  });

  it.each([
    ['x as number', '<number>x'],
    ['x :: number', '<number>x'],
    ['x as {value: number}', '<{value: number}>x'],
    ['x as (A) -> B', '<(_: A) -> B>x'],
    ['(x :: any) :: string', '<string>paren(<any>x)'],
    ['(x :: any :: string)', 'paren(<string><any>x)'],
    ['-x as number', '(- <number>x)'],
    ['a + b :: number * c', '(a + (<number>b * c))'],
    ['x as number < 5', '(<number>x < 5)'],
    ['x as Box<number>', '<Box<number>>x'],
    ['x as a < b and c > d', '((<a>x < b) and (c > d))'],
    ['x as A | B', '<(A | B)>x'],
    ['x :: T?', '<T?>x'],
    ['nil :: any', '<any>nil'],
    ['{} as T', '<T>{}'],
    ['x!', 'x!'],
    ['x!.y!:z()', 'x!["y"]!:z()'],
    ['(x!).y', 'paren(x!)["y"]'],
    ['x! == nil', '(x! == nil)'],
    ['f(x as A, y :: B)', 'f(<A>x, <B>y)'],
    ['as as as', '<as>as'],
  ])('%s is a cast or a mark', (source, tree) => {
    expect(show(expressionOf(source))).toBe(tree);
  });

  it.each([
    ['a < b', '(a < b)'],
    ['a < b > (c)', '((a < b) > paren(c))'],
    ['f(a < b, c > (d))', 'f((a < b), (c > paren(d)))'],
    ['f<T>()', 'f<T>()'],
    ['f<T?>(x)', 'f<T?>(x)'],
    ['a:m<T, U>(x)', 'a:m<T, U>(x)'],
  ])('%s compares unless Lua 5.3 rejects it', (source, tree) => {
    expect(show(expressionOf(source))).toBe(tree);
  });

  it.each([
    ['local y = x as = 1', ['Local', 'Assign']],
    ['local y = x\nas(1)', ['Local', 'CallStatement']],
    ['local y = x\nas = 1', ['Local', 'Assign']],
    ['local y = x as.a = 1', ['Local', 'Assign']],
    ['y = x ::continue:: f()', ['Assign', 'Label', 'CallStatement']],
    ['y = x ::a:: ::b:: g.h = 1', ['Assign', 'Label', 'Label', 'Assign']],
    ['y = x ::a:: type B = C', ['Assign', 'Label', 'Type']],
    ['y = x :: T\n::continue::', ['Assign', 'Label']],
    ['y = x :: T ::a:: ::b::', ['Assign', 'Label', 'Label']],
    ['goto a ::a::', ['Goto', 'Label']],
    ['y = x!\n(f or g)()', ['Assign', 'CallStatement']],
    ['interface = 1 type = 2', ['Assign', 'Assign']],
    ['type(x) type.y = 1 type "a"', ['CallStatement', 'Assign', 'CallStatement']],
  ])('%j keeps the meaning that Lua 5.3 gives it', (source, kinds) => {
    expect(kindsOf(source)).toEqual(kinds);
  });

  it('a cast before a label keeps its type', () => {
    const [assignment] = statementsOf('y = x :: T\n::continue::');
    expect(assignment).toMatchObject({ values: [{ kind: 'Cast', type: { path: ['T'] } }] });
  });

  it('!= is reported, not read as a mark', () => {
    expect(problemsOf('if a != b then end')).toEqual(["1:6 'then' expected near '!'"]);
  });
});
