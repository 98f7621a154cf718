import { describe, expect, it } from 'vitest';
import { parse, parseBytes, walk } from '../../../src/lua/syntax/index.ts';
import { generator, mutate } from './corpus/mutate.ts';
import { SEEDS } from './corpus/seeds.ts';

const TYPED = [
  'type Box<T: A = B> = {value: T, next?: Box<T>, readonly tag: "a" | "b" | nil, [string]: number[]} @min_len(1)',
  'interface Shape extends Base, lib.Named\n  name: string @pattern("^a")\n  area(self, scale?: number): (number, string?)\n  function id<U>(x: U, ...: any): U\nend',
  'local function map<T, U>(list: readonly {T}, f: (T) -> U, ...: string): {U}, error?\n  local r = {} :: {U}\n  return r as {U}, nil\nend',
  'local x: fun(a: A, ...B): (C, D) = f!.g!:h(y :: any) as number < 5\nlocal t: typeof(x) & keyof T?',
  'function check(x): asserts x is string end function is(v): v is A | B return v! end',
  '@doc("x", -1, true) type F = <T>(x: T) -> (y: T) -> ()\n::a:: local z = b :: C\n::d::',
];

/** What every tree must satisfy, whatever the source was. */
function check(source: string): void {
  const chunk = parse(source);
  walk(chunk, {
    enter: (node) => {
      if (!(node.start >= 0 && node.start <= node.end && node.end <= source.length && node.line >= 1)) {
        throw new Error(`${node.kind} has the span ${node.start}-${node.end} in ${JSON.stringify(source)}`);
      }
    },
  });
  let last = 0;
  for (const problem of chunk.problems) {
    if (!(problem.start >= last && problem.end <= source.length && problem.column >= 1)) {
      throw new Error(`problem ${problem.message} is out of place in ${JSON.stringify(source)}`);
    }
    last = problem.start;
  }
}

describe('whatever the input', () => {
  it('mutated programs give a tree with sound spans', () => {
    const random = generator(7);
    for (let count = 0; count < 4000; count++)
      check(mutate(random, count % 2 ? SEEDS : [...TYPED, ...SEEDS.slice(0, 4)]));
  });

  it('every beginning of a program gives a tree', () => {
    for (const program of [...SEEDS, ...TYPED]) {
      for (let end = 0; end <= program.length; end++) check(program.slice(0, end));
    }
  });

  it('random characters give a tree', () => {
    const random = generator(11);
    const alphabet = [
      ...'abx01 \n\r\t"\'\\[]{}()<>=~:;,.#+-*/%^&|?!@é\u0000\ud83d',
      'end',
      'function',
      '--[[',
      '::',
      ' as ',
      ' type ',
    ];
    for (let count = 0; count < 2000; count++) {
      check(Array.from({ length: random(40) }, () => alphabet[random(alphabet.length)]).join(''));
    }
  });

  it('random bytes give a tree', () => {
    const random = generator(13);
    for (let count = 0; count < 500; count++) {
      expect(parseBytes(Uint8Array.from({ length: random(60) }, () => random(256))).kind).toBe('Chunk');
    }
  });

  it('repeated fragments give a tree, however many there are', () => {
    const random = generator(17);
    for (let count = 0; count < 60; count++) {
      const fragment = mutate(random, [...TYPED, ...SEEDS]).slice(0, 1 + random(30));
      check(fragment.repeat(2000));
    }
  });
});
