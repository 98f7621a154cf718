import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CompileError } from '../../src/lua/compile/chunk.ts';
import { check, compile, inspect } from '../../src/lua/index.ts';

const WORDS = [
  'local',
  'x',
  'y',
  '=',
  '1',
  '(',
  ')',
  'return',
  'goto',
  '::a::',
  'a',
  'break',
  'do',
  'end',
  'while',
  '\n',
];

function compiles(source: string): boolean {
  try {
    compile(source, 'test');
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(CompileError);
    return false;
  }
}

it('finds problems in exactly those sources that cannot be compiled, whatever was looked at before', () => {
  const source = fc.array(fc.constantFrom(...WORDS), { maxLength: 10 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(source, fc.boolean(), (text, inspected) => {
      if (inspected) inspect(text);
      const sound = compiles(text);
      expect(check(text).length === 0).toBe(sound);
      expect(check(text).length === 0).toBe(sound);
      expect(inspect(text).problems.length === 0).toBe(sound);
    }),
    { numRuns: 500 },
  );
});
