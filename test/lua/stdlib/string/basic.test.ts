import { describe, expect, it } from 'vitest';
import type { LuaError } from '../../../../src/lua/runtime/errors.ts';
import { metamethod } from '../../../../src/lua/runtime/metatables.ts';
import { isFrozen, rawGet } from '../../../../src/lua/runtime/table.ts';
import { byte, char, dump, lower, rep, reverse, sub, upper } from '../../../../src/lua/stdlib/string/basic.ts';
import { createString } from '../../../../src/lua/stdlib/string/index.ts';
import { pack, packsize } from '../../../../src/lua/stdlib/string/pack.ts';
import { unpack } from '../../../../src/lua/stdlib/string/unpack.ts';

function message(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return (error as LuaError).value;
  }
  return 'no error';
}

describe('the string library', () => {
  it('is frozen and what strings are indexed by', () => {
    const library = createString();
    expect(isFrozen(library)).toBe(true);
    expect(metamethod('text', '__index')).toBe(library);
    expect(rawGet(library, 'gfind')).toBe(rawGet(library, 'gmatch'));
  });

  it('changes the case of ASCII letters only', () => {
    expect(upper('a\xe9\xff\xdfz')).toBe('A\xe9\xff\xdfZ');
    expect(lower('A\xc9Z')).toBe('a\xc9z');
  });

  it('reverses and takes apart bytes', () => {
    expect(reverse('\0\xff'.repeat(20))).toBe('\xff\0'.repeat(20));
    expect(byte('abc', 1, -1)).toEqual([97, 98, 99]);
    expect(char(0, 255, 65)).toBe('\0\xffA');
    expect(sub('hello', -3, -2)).toBe('ll');
  });

  it('does not make strings beyond the limit', () => {
    expect(message(() => rep('x', 2 ** 40, undefined))).toBe('resulting string too large');
    expect(message(() => rep('x', 2 ** 28, ','))).toBe('resulting string too large');
    expect(rep('', 2 ** 53, undefined)).toBe('');
    expect(message(() => byte('x'.repeat(2_000_000), 1, -1))).toBe('stack overflow (string slice too long)');
    expect(message(() => dump())).toBe('unable to dump given function');
  });

  it('tells an absent argument from nil', () => {
    const withoutArguments = rep as (...args: unknown[]) => unknown;
    expect(message(() => withoutArguments())).toBe(`bad argument #1 to 'string.rep' (string expected, got no value)`);
    expect(message(() => rep(undefined, 1, undefined))).toBe(
      `bad argument #1 to 'string.rep' (string expected, got nil)`,
    );
    expect(message(() => rep('x', 1.5, undefined))).toBe(
      `bad argument #2 to 'string.rep' (number has no integer representation)`,
    );
  });

  it('unpacks what it packed, for every size, order and sign', () => {
    for (let size = 1; size <= 16; size++) {
      const edge = 2 ** (Math.min(size, 6) * 8 - 1) - 1;
      for (const order of ['<', '>']) {
        for (const value of [0, 1, -1, edge, -edge - 1]) {
          const format = `${order}i${size}`;
          const packed = pack(format, value) as string;
          expect(packed.length).toBe(packsize(format));
          expect([format, ...(unpack(format, packed) as unknown[])]).toEqual([format, value, size + 1]);
        }
      }
    }
  });

  it('refuses strings that end before their zero', () => {
    expect(message(() => unpack('z', 'abc'))).toBe(
      `bad argument #2 to 'string.unpack' (unfinished string for format 'z')`,
    );
  });
});
