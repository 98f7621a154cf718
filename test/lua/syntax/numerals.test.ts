import { describe, expect, it } from 'vitest';
import { parseNumeral } from '../../../src/lua/syntax/numerals.ts';

describe('parseNumeral', () => {
  it.each<[string, bigint | number]>([
    ['0', 0n],
    ['3', 3n],
    ['345', 345n],
    ['007', 7n],
    ['9223372036854775807', 9223372036854775807n],
    ['9223372036854775808', 2 ** 63],
    ['0000000000000000000000000000001', 1n],
    ['0000000000000000000000', 0n],
    ['100000000000000000000', 1e20],
    ['0xff', 255n],
    ['0XBEBADA', 0xbebadan],
    ['0xffffffffffffffff', -1n],
    ['0x7fffffffffffffff', 9223372036854775807n],
    ['0x8000000000000000', -9223372036854775808n],
    ['0x123456789abcdef012', 0x3456789abcdef012n],
    ['3.', 3],
    ['.5', 0.5],
    ['3.0', 3],
    ['2.5125', 2.5125],
    ['251.25e-2', 2.5125],
    ['0.25125E1', 2.5125],
    ['34e1', 340],
    ['1e400', Number.POSITIVE_INFINITY],
    ['0x0.1E', 0.1171875],
    ['0xA23p-4', 162.1875],
    ['0X1.921FB54442D18P+1', Math.PI],
    ['0x.8', 0.5],
    ['0x1.', 1],
    ['0xAp0', 10],
    ['0x1p-1074', 5e-324],
    ['0x1p-1075', 0],
    ['0x1.8p-1075', 5e-324],
    ['0x1p1023', 2 ** 1023],
    ['0x1p1024', Number.POSITIVE_INFINITY],
    ['0x0p99999999999', 0],
    ['0x1p-99999999999', 0],
    ['0x1.fffffffffffffp1023', Number.MAX_VALUE],
    ['0x20000000000001p0', 9007199254740992],
    ['0x20000000000003p0', 9007199254740996],
    ['0x1.0000000000000800000000000000000000000001p0', 1 + 2 ** -52],
  ])('reads %s', (text, value) => {
    expect(parseNumeral(text)).toBe(value);
  });

  it.each(['', '.', '3..2', '1e', '1e+', '3.4.5', '0x', '0x.', '0xg', '0x1p', '0x1p+', '1f', '0x1.2.3'])(
    'rejects %j',
    (text) => {
      expect(parseNumeral(text)).toBeNull();
    },
  );

  it('agrees with the host on decimal floats and with modulo 2^64 on hexadecimal integers', () => {
    for (let index = 0; index < 200; index++) {
      const float = Math.sin(index) * 10 ** (index % 40);
      expect(parseNumeral(Math.abs(float).toExponential())).toBe(Math.abs(float));
      const wide = BigInt(index + 1) ** 13n;
      expect(parseNumeral(`0x${wide.toString(16)}`)).toBe(BigInt.asIntN(64, wide));
    }
  });

  it('reads back every power of two from its hexadecimal form', () => {
    for (let exponent = -1074; exponent < 1024; exponent += 7)
      expect(parseNumeral(`0x1p${exponent}`)).toBe(2 ** exponent);
  });

  it('takes time linear in the length of long numerals', () => {
    expect(parseNumeral('9'.repeat(100_000))).toBe(Number.POSITIVE_INFINITY);
    expect(parseNumeral(`0x${'f'.repeat(100_000)}`)).toBe(-1n);
    expect(parseNumeral(`0x${'0'.repeat(100_000)}.8`)).toBe(0.5);
  });
});
