import { describe, expect, it } from 'vitest';
import { fnv64, hashModule } from '../../src/modules/hash.ts';
import { runLua, typeProblems } from './run-lua.ts';

const run = (body: string): Promise<unknown> => runLua(body, { modules: [hashModule] });

describe('module hash', () => {
  it('has types in the syntax of the dialect', () => {
    expect(typeProblems(hashModule)).toEqual([]);
  });

  it.each([
    ['hash.md5("abc")', '900150983cd24fb0d6963f7d28e17f72'],
    ['hash.sha1("abc")', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['hash.sha256("abc")', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['#hash.sha512("abc")', 128],
    ['#hash.sha256("abc", true)', 32],
    // RFC 2202 and RFC 4231, test case 2.
    ['hash.hmac_md5("what do ya want for nothing?", "Jefe")', '750c783e6ab0b503eaa86e310a5db738'],
    ['hash.hmac_sha1("what do ya want for nothing?", "Jefe")', 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'],
    [
      'hash.hmac_sha256("what do ya want for nothing?", "Jefe")',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    ['#hash.hmac_sha512("a", "b", true)', 64],
    ['hash.md5("\\255\\0")', 'e0e8bfafbb0689563b2fba789c97b3cc'],
    ['hash.fnv32("")', 0x811c9dc5],
    ['hash.fnv32("foobar")', 0x31f0b262],
    ['string.format("%x", hash.fnv64("foobar"))', '340d8765a4dda9c2'],
    ['tostring(hash.fnv64(""))', String(BigInt.asIntN(64, 0xcbf29ce484222325n))],
  ])('%s', async (expression, value) => {
    expect(await run(`return (${expression})`)).toBe(value);
  });

  it('computes FNV as big integers do', () => {
    const text = Array.from({ length: 300 }, (_, index) => String.fromCharCode((index * 7919) % 256)).join('');
    let expected = 0xcbf29ce484222325n;
    for (const unit of text) expected = BigInt.asUintN(64, expected * 0x100000001b3n) ^ BigInt(unit.charCodeAt(0));
    expect(fnv64(text)).toBe(expected);
  });

  it.each(['hash.md5(1)', 'hash.fnv64(nil)', 'hash.hmac_sha256("a", 1)'])('%s is invalid', async (call) => {
    expect(await run(`local v, e = ${call}; return {tostring(v), e:kind()}`)).toEqual(['nil', 'Invalid']);
  });
});
