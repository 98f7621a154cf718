import { describe, expect, it } from 'vitest';
import type { LuaError } from '../../../src/lua/runtime/errors.ts';
import { rawGet } from '../../../src/lua/runtime/table.ts';
import { EMPTY, type LuaFunction, type LuaValue } from '../../../src/lua/runtime/values.ts';
import { createUtf8 } from '../../../src/lua/stdlib/utf8.ts';

const library = createUtf8();
const bytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
const call = (name: string, ...args: LuaValue[]) => (rawGet(library, name) as LuaFunction)(...args);

function iterate(text: string): LuaValue[][] {
  const [next, subject, start] = call('codes', text) as [LuaFunction, string, number];
  const pairs: LuaValue[][] = [];
  for (let step = next(subject, start); step !== EMPTY; step = next(subject, (step as LuaValue[])[0])) {
    pairs.push(step as LuaValue[]);
  }
  return pairs;
}

describe('utf8', () => {
  it('decodes what it encodes, at every length', () => {
    const codes = [0, 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff];
    const text = call('char', ...codes) as string;
    expect(call('codepoint', text, 1, -1)).toEqual(codes);
    expect(call('len', text)).toBe(codes.length);
    expect(iterate(text).map(([, code]) => code)).toEqual(codes);
  });

  it('iterates with the position of each code', () => {
    expect(iterate(bytes('aä€'))).toEqual([
      [1, 97],
      [2, 228],
      [4, 8364],
    ]);
  });

  it('finds characters by number in both directions', () => {
    const text = bytes('häß');
    expect(call('offset', text, 3)).toBe(4);
    expect(call('offset', text, -1)).toBe(4);
    expect(call('offset', text, 0, 3)).toBe(2);
    expect(call('offset', text, 9)).toBeUndefined();
  });

  it('reports the first invalid byte', () => {
    expect(call('len', 'ab\xff')).toEqual([undefined, 3]);
    expect(call('len', '\xc0\x80')).toEqual([undefined, 1]);
    let error: unknown;
    try {
      iterate('a\xff');
    } catch (thrown) {
      error = (thrown as LuaError).value;
    }
    expect(error).toBe('invalid UTF-8 code');
  });
});
