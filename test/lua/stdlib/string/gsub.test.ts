import { describe, expect, it } from 'vitest';
import { Coroutine } from '../../../../src/lua/runtime/coroutine.ts';
import type { LuaError } from '../../../../src/lua/runtime/errors.ts';
import { block } from '../../../../src/lua/runtime/state.ts';
import { tableOf } from '../../../../src/lua/runtime/table.ts';
import { type LuaResult, type LuaValue, SUSPEND } from '../../../../src/lua/runtime/values.ts';
import { gsub } from '../../../../src/lua/stdlib/string/gsub.ts';

function message(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return (error as LuaError).value;
  }
  return 'no error';
}

/** Runs a call in a coroutine; every suspension is answered by the next of the answers. */
function answered(answers: LuaResult[], start: () => LuaResult): LuaResult {
  const coroutine = new Coroutine(start);
  let result = coroutine.run([]);
  for (const answer of answers) {
    expect(result).toBe(SUSPEND);
    result = coroutine.run(answer);
  }
  return result;
}

const wait = (...values: LuaValue[]) => block(values);

describe('gsub', () => {
  it('replaces by text, table and function', () => {
    expect(gsub('hello world', 'o', '0', undefined)).toEqual(['hell0 w0rld', 2]);
    expect(gsub('hello world', '(%w+)', '<%1>', 1)).toEqual(['<hello> world', 1]);
    expect(gsub('$a $b', '%$(%w+)', tableOf([], { a: 'x' }), undefined)).toEqual(['x $b', 2]);
    expect(gsub('abc', '%w', (c) => (c === 'b' ? false : `${c as string}.`), undefined)).toEqual(['a.bc.', 3]);
    expect(gsub('abc', '', '-', undefined)).toEqual(['-a-b-c-', 4]);
  });

  it('refuses replacements that are no text', () => {
    expect(message(() => gsub('a', 'a', true, undefined))).toBe(
      `bad argument #3 to 'string.gsub' (string/function/table expected)`,
    );
    expect(message(() => gsub('a', 'a', () => tableOf([]), undefined))).toBe('invalid replacement value (a table)');
    expect(message(() => gsub('a', 'a', '%x', undefined))).toBe(`invalid use of '%' in replacement string`);
    expect(message(() => gsub('a', 'a', '%2', undefined))).toBe('invalid capture index %2');
    expect(gsub('b', 'a', '%2', undefined)).toEqual(['b', 0]);
  });

  it('goes on after its replacement function was suspended', () => {
    expect(answered(['X', undefined, ['Z', 'dropped']], () => gsub('a-b-c', '%w', wait, undefined))).toEqual([
      'X-b-Z',
      3,
    ]);
  });

  it('goes on after an __index metamethod of its table was suspended', () => {
    const table = tableOf([]);
    table.$t = tableOf([], { __index: wait });
    expect(answered(['1', false], () => gsub('ab', '%w', table, undefined))).toEqual(['1b', 2]);
  });

  it('does not grow a result beyond the limit of strings', () => {
    const by = 'x'.repeat(10_000);
    expect(message(() => gsub('a'.repeat(100_000), 'a', by, undefined))).toBe('resulting string too large');
    expect(message(() => gsub('a'.repeat(100_000), 'a*', '%0'.repeat(10_000), undefined))).toBe(
      'resulting string too large',
    );
  });
});
