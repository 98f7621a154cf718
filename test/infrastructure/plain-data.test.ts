import { describe, expect, it } from 'vitest';
import { deepEqual, frozenCopy, quoteValue, typeName } from '../../src/infrastructure/plain-data.ts';

describe('deepEqual', () => {
  it.each([
    [{ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, false],
    [[1, 2], [2, 1], false],
    [[1], { 0: 1 }, false],
    [Number.NaN, Number.NaN, true],
    [0, -0, true],
    [new Uint8Array([1, 2]), new Uint8Array([1, 2]), true],
    [new Uint8Array([1, 2]), new Uint8Array([1, 3]), false],
    [new Date(5), new Date(5), true],
    [null, {}, false],
    ['1', 1, false],
    [1n, 1n, true],
  ])('%o and %o: %s', (a, b, expected) => {
    expect(deepEqual(a, b)).toBe(expected);
    expect(deepEqual(b, a)).toBe(expected);
  });
});

describe('frozenCopy', () => {
  it('does not follow later changes of the original', () => {
    const original = { list: [{ a: 1 }] };
    const copy = frozenCopy(original);
    original.list[0].a = 2;
    expect(copy).toEqual({ list: [{ a: 1 }] });
  });

  it('is frozen at every depth', () => {
    const copy = frozenCopy({ list: [{ a: 1 }] });
    expect(() => copy.list.push({ a: 2 })).toThrow(TypeError);
    expect(() => {
      copy.list[0].a = 3;
    }).toThrow(TypeError);
  });

  it('refuses data that contains itself', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(() => frozenCopy(loop)).toThrow('contains itself');
  });

  it('keeps a key named __proto__ as data', () => {
    const copy = frozenCopy(JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(Object.keys(copy)).toEqual(['__proto__']);
    expect((copy as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('messages about values', () => {
  it('quotes and cuts values', () => {
    expect(quoteValue('x')).toBe('"x"');
    expect(quoteValue('x'.repeat(100), 10)).toBe('"xxxxxxxxx...');
    expect(quoteValue(undefined)).toBe('undefined');
  });

  it('names types as authors of YAML know them', () => {
    expect([null, [], {}, 1, 'a', true, new Uint8Array()].map(typeName)).toEqual([
      'null',
      'list',
      'map',
      'number',
      'string',
      'boolean',
      'bytes',
    ]);
  });
});
