/** Integers of 64 bits: every operation against BigInt, which is the rule itself. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  band,
  bnot,
  bor,
  bxor,
  div,
  idiv,
  mod,
  mul,
  shl,
  shr,
  sub,
  unm,
} from '../../../src/lua/runtime/arithmetic.ts';
import { lessOrEqual, lessThan, rawEquals } from '../../../src/lua/runtime/comparison.ts';
import { numberToString, parseNumber, toInteger64 } from '../../../src/lua/runtime/numbers.ts';
import { rawGet, rawSet, Traversal, tableOf } from '../../../src/lua/runtime/table.ts';
import {
  Float,
  float,
  Int64,
  integer,
  isInteger,
  type LuaResult,
  type LuaValue,
  toBigInt,
  toDouble,
} from '../../../src/lua/runtime/values.ts';

const RUNS = { numRuns: 3000 };
const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;
const signed = (value: bigint): bigint => BigInt.asIntN(64, value);
const unsigned = (value: bigint): bigint => BigInt.asUintN(64, value);

/** Integers where carries, signs and representations change: powers of two, and what is near them. */
const edges = fc
  .tuple(fc.integer({ min: 0, max: 63 }), fc.integer({ min: -2, max: 2 }), fc.boolean())
  .map(([power, offset, negative]) => signed((negative ? -1n : 1n) * (1n << BigInt(power)) + BigInt(offset)));
const integers = fc.oneof(edges, fc.bigInt({ min: MIN, max: MAX }), fc.bigInt({ min: -1000n, max: 1000n }));
/** Floats that are near integers of 64 bits, and any others. */
const floats = fc.oneof(
  integers.map(Number),
  integers.map((value) => Number(value) * (1 + Number.EPSILON)),
  fc.double(),
);

/** The result of an operation as a bigint; what is no integer in its one representation fails. */
function exact(result: LuaResult): bigint {
  const value = result as LuaValue;
  if (!isInteger(value)) throw new Error(`not an integer: ${String(value)}`);
  if (value instanceof Int64) {
    expect([value.high | 0, value.low | 0]).toEqual([value.high, value.low]);
    expect(Number.isSafeInteger(toDouble(value))).toBe(false);
  }
  return toBigInt(value);
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** Logical shift to the left by any number of bits, to the right where it is negative. */
function shift(value: bigint, count: bigint): bigint {
  if (count <= -64n || count >= 64n) return 0n;
  return count >= 0n ? value << count : unsigned(value) >> -count;
}

type Operator = (left: LuaValue, right: LuaValue, site: number) => LuaResult;

const OPERATORS: [string, Operator, (a: bigint, b: bigint) => bigint][] = [
  ['+', add, (a, b) => a + b],
  ['-', sub, (a, b) => a - b],
  ['*', mul, (a, b) => a * b],
  ['//', idiv, floorDivide],
  ['%', mod, (a, b) => a - floorDivide(a, b) * b],
  ['&', band, (a, b) => a & b],
  ['|', bor, (a, b) => a | b],
  ['~', bxor, (a, b) => a ^ b],
  ['<<', shl, (a, b) => shift(a, b)],
  ['>>', shr, (a, b) => shift(a, -b)],
];

describe('operators on integers', () => {
  test.each(OPERATORS)('%s', (name, operator, rule) => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        if (b === 0n && (name === '//' || name === '%')) return;
        expect(exact(operator(integer(a), integer(b), -1))).toBe(signed(rule(a, b)));
      }),
      RUNS,
    );
  });

  test.each(OPERATORS.slice(-2))('%s by 0 to 63', (_name, operator, rule) => {
    fc.assert(
      fc.property(integers, fc.bigInt({ min: -70n, max: 70n }), (a, b) => {
        expect(exact(operator(integer(a), integer(b), -1))).toBe(signed(rule(a, b)));
      }),
      RUNS,
    );
  });

  test.each(OPERATORS.slice(3, 5))('%s by divisors of every size', (_name, operator, rule) => {
    const divisors = fc
      .tuple(fc.integer({ min: 1, max: 63 }), fc.bigInt({ min: 1n, max: MAX }), fc.boolean())
      .map(([bits, value, negative]) => (negative ? -1n : 1n) * ((value >> BigInt(63 - bits)) | 1n));
    fc.assert(
      fc.property(integers, divisors, (a, b) => {
        expect(exact(operator(integer(a), integer(b), -1))).toBe(signed(rule(a, b)));
      }),
      RUNS,
    );
  });

  test('- and ~ of one', () => {
    fc.assert(
      fc.property(integers, (a) => {
        expect(exact(unm(integer(a), -1))).toBe(signed(-a));
        expect(exact(bnot(integer(a), -1))).toBe(~a);
      }),
      RUNS,
    );
  });

  test('/ divides the nearest doubles', () => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        const quotient = div(integer(a), integer(b), -1) as LuaValue;
        expect(quotient).toEqual(float(Number(a) / Number(b)));
      }),
      RUNS,
    );
  });

  test('bitwise operators take floats and strings that are integers', () => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        const double = Number(a);
        if (double < 2 ** 63) expect(exact(bxor(float(double), integer(b), -1))).toBe(signed(BigInt(double) ^ b));
        expect(exact(band(String(a), integer(b), -1))).toBe(a & b);
      }),
      RUNS,
    );
  });
});

describe('comparison', () => {
  test('of two integers', () => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        const [left, right] = [integer(a), integer(b)];
        expect([lessThan(left, right, -1), lessOrEqual(left, right, -1), rawEquals(left, right)]).toEqual([
          a < b,
          a <= b,
          a === b,
        ]);
        expect(rawEquals(left, integer(a))).toBe(true);
      }),
      RUNS,
    );
  });

  test('of an integer and a float counts their exact values', () => {
    fc.assert(
      fc.property(integers, floats, (a, b) => {
        const [left, right] = [integer(a), float(b)];
        // JavaScript compares a bigint and a number by value, too.
        expect([lessThan(left, right, -1), lessOrEqual(left, right, -1), rawEquals(left, right)]).toEqual([
          a < b,
          a <= b,
          // biome-ignore lint/suspicious/noDoubleEquals: by value, not by type
          (a as unknown) == (b as unknown),
        ]);
        expect([lessThan(right, left, -1), lessOrEqual(right, left, -1)]).toEqual([b < a, b <= a]);
      }),
      RUNS,
    );
  });
});

describe('conversion', () => {
  test('there is one representation, and both ways lead back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n * MIN, max: 2n * MAX }), (wide) => {
        const a = signed(wide);
        const value = integer(wide);
        expect(exact(value)).toBe(a);
        expect(toDouble(value)).toBe(Number(a));
        expect(numberToString(value)).toBe(String(a));
        expect(parseNumber(String(a))).toEqual(value);
        expect(toInteger64(value)).toBe(a);
      }),
      RUNS,
    );
  });

  test('floats become integers where they are some', () => {
    fc.assert(
      fc.property(floats, (n) => {
        const fits = Number.isInteger(n) && n >= -(2 ** 63) && n < 2 ** 63;
        expect(toInteger64(float(n))).toBe(fits ? BigInt(n) : undefined);
      }),
      RUNS,
    );
  });
});

describe('keys of tables', () => {
  test('an integer and a float of the same value are one key, which comes back as the integer', () => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        const table = tableOf([]);
        rawSet(table, integer(a), 'a');
        const double = Number(a);
        const same = double < 2 ** 63 && BigInt(double) === a;
        expect(rawGet(table, integer(a))).toBe('a');
        expect(rawGet(table, float(double))).toBe(same ? 'a' : undefined);
        if (a !== b) expect(rawGet(table, integer(b))).toBeUndefined();
        const entries = new Traversal(table);
        expect(entries.advance()).toBe(true);
        expect(exact(entries.key)).toBe(a);
      }),
      { numRuns: 1000 },
    );
  });

  test('floats beyond the range of integers stay floats', () => {
    const table = tableOf([]);
    rawSet(table, 2 ** 63, 'float');
    expect([rawGet(table, 2 ** 63), rawGet(table, integer(MIN)), rawGet(table, new Float(1))]).toEqual([
      'float',
      undefined,
      undefined,
    ]);
  });
});
