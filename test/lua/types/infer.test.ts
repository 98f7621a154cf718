import { describe, expect, test } from 'vitest';
import { tableOf } from '../../../src/lua/runtime/table.ts';
import type { LuaValue } from '../../../src/lua/runtime/values.ts';
import { inferType } from '../../../src/lua/types/infer.ts';
import { printType } from '../../../src/lua/types/print.ts';
import { validate } from '../../../src/lua/types/validation/validate.ts';

/** A linear congruential generator, so that a failure can be repeated. */
function random(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % limit;
  };
}

function randomValue(pick: (limit: number) => number, depth: number): LuaValue {
  switch (pick(depth > 5 ? 4 : 7)) {
    case 0:
      return pick(100);
    case 1:
      return pick(100) / 8;
    case 2:
      return 'x'.repeat(pick(3));
    case 3:
      return pick(2) === 0;
    case 4:
      return () => undefined;
    case 5:
      return tableOf(Array.from({ length: pick(4) }, () => randomValue(pick, depth + 1)));
    default: {
      const names = ['a', 'b', 'c', 'd'].slice(pick(4));
      return tableOf([], Object.fromEntries(names.map((name) => [name, randomValue(pick, depth + 1)])));
    }
  }
}

describe('the inferred type', () => {
  test('has the value it was inferred from', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const value = randomValue(random(seed), 0);
      const type = inferType(value);
      expect(validate(value, type), `seed ${seed}: ${printType(type)}`).toBeNull();
    }
  });

  test('of tables that share parts is found in little time', () => {
    let value: LuaValue = tableOf([1]);
    for (let level = 0; level < 4; level++) value = tableOf(Array.from({ length: 200 }, () => value));
    expect(validate(value, inferType(value))).toBeNull();
  });
});
