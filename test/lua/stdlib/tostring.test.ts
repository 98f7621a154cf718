import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../src/lua/runtime/table.ts';
import { float } from '../../../src/lua/runtime/values.ts';
import { identityOf, plainText, toStringValue } from '../../../src/lua/stdlib/tostring.ts';

describe('tostring', () => {
  it('gives objects an id that they keep and share with no other', () => {
    const table = tableOf([]);
    expect(toStringValue(table)).toMatch(/^table: 0x[0-9a-f]{12}$/);
    expect(toStringValue(table)).toBe(toStringValue(table));
    expect(toStringValue(tableOf([]))).not.toBe(toStringValue(table));
    expect(plainText(() => undefined)).toMatch(/^function: 0x/);
    expect(identityOf(table)).toBe(identityOf(table));
  });

  it('uses __tostring before __name before the type', () => {
    const table = tableOf([]);
    table.$t = tableOf([], { __name: 'Point' });
    expect(toStringValue(table)).toMatch(/^Point: 0x/);
    table.$t = tableOf([], { __name: 'Point', __tostring: () => 'p' });
    expect(toStringValue(table)).toBe('p');
  });

  it('writes plain values as Lua does', () => {
    expect([undefined, true, 12, float(1), 'text'].map((value) => toStringValue(value))).toEqual([
      'nil',
      'true',
      '12',
      '1.0',
      'text',
    ]);
  });
});
