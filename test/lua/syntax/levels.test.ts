import { describe, expect, it } from 'vitest';
import { parse, walk } from '../../../src/lua/syntax/index.ts';

const NESTINGS: Record<string, [limit: number, source: (depth: number) => string]> = {
  parentheses: [197, (n) => `x=${'('.repeat(n)}1${')'.repeat(n)}`],
  concatenations: [198, (n) => `x=${Array(n).fill('a').join('..')}`],
  powers: [198, (n) => `x=${Array(n).fill('a').join('^')}`],
  negations: [197, (n) => `x=${'not '.repeat(n)}1`],
  tables: [198, (n) => `x=${'{'.repeat(n)}${'}'.repeat(n)}`],
  calls: [198, (n) => `x=${'f('.repeat(n)}${')'.repeat(n)}`],
  blocks: [199, (n) => `${'do '.repeat(n)}${'end '.repeat(n)}`],
  conditions: [198, (n) => `${'if a then '.repeat(n)}${'end '.repeat(n)}`],
  functions: [98, (n) => `x=${'function() return '.repeat(n)}1${' end'.repeat(n)}`],
};

describe('nesting', () => {
  it.each(Object.entries(NESTINGS))('%s nest as deep as in PUC Lua and no deeper', (_, [limit, source]) => {
    expect(parse(source(limit)).problems).toEqual([]);
    const { problems } = parse(source(limit + 1));
    expect(problems).toHaveLength(1);
    expect(problems[0].message).toMatch(
      /^too many C levels \(limit is 200\) in (main function|function at line 1) near '/,
    );
  });

  it.each([
    ['parentheses', `x=${'('.repeat(100_000)}`],
    ['tables', `x=${'{'.repeat(100_000)}`],
    ['unary operators', `x=${'- '.repeat(100_000)}`],
    ['types', `local x: ${'{'.repeat(100_000)}`],
    ['generics', `local x: ${'A<'.repeat(100_000)}`],
    ['function types', `local x: ${'() -> '.repeat(100_000)}`],
    ['functions', `x=${'function() return '.repeat(100_000)}`],
    ['statements', 'if a then '.repeat(100_000)],
    ['loops', 'repeat '.repeat(100_000)],
  ])('too deep %s are a single problem', (_, source) => {
    expect(parse(source).problems).toHaveLength(1);
  });

  it.each([
    ['additions', `x=${Array(10_000).fill('a').join('+')}`],
    ['comparisons', `x=${Array(10_000).fill('a').join('<')}`],
    ['fields', `x=a${'.b'.repeat(10_000)}`],
    ['calls', `f${'()'.repeat(10_000)}`],
    ['conditions', `if a then ${'elseif b then '.repeat(100_000)} end`],
    ['casts', `x=y${' as T'.repeat(10_000)}`],
    ['marks', `x=y${'!'.repeat(10_000)}`],
    ['optional types', `local x: T${'?'.repeat(10_000)}`],
    ['union members', `type X = ${Array(10_000).fill('a').join('|')}`],
  ])('long chains of %s do not nest', (_, source) => {
    const chunk = parse(source);
    expect(chunk.problems).toEqual([]);
    let count = 0;
    walk(chunk, { enter: () => count++ });
    expect(count).toBeGreaterThan(10_000);
  });
});
