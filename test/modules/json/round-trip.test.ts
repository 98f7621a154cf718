import { describe, expect, it } from 'vitest';
import { decodeJson, encodeJson } from '../../../src/modules/json/index.ts';
import { fromLua } from '../../../src/services/lua/convert/host.ts';
import { fromLuaString, toLuaString } from '../../../src/services/lua/convert/text.ts';
import { randomNumbers } from '../time/random-numbers.ts';

/** JSON data of every shape; no nulls, which tables cannot hold, and no empty lists, which look like empty maps. */
function randomData(numbers: number[], depth: number): unknown {
  const number = numbers.pop() ?? 0;
  const kind = Math.floor(number * (depth > 4 ? 5 : 7));
  const size = 1 + Math.floor((number * 1000) % 5);
  switch (kind) {
    case 0:
      return Math.floor((number * 1e9) % 1e6);
    case 1:
      return number * 1e-8 * 10 ** ((number * 1e5) % 30);
    case 2:
      return number < 0.4;
    case 3:
      return String.fromCodePoint(
        ...Array.from({ length: size }, (_, index) => ((number * 1e7 * (index + 1)) % 0xd7ff) | 0),
      );
    case 4:
      return `text ${number}`;
    case 5:
      return Array.from({ length: size }, () => randomData(numbers, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: size }, (_, index) => [
          `${'ab c"ü'.charAt(index)}${index}`,
          randomData(numbers, depth + 1),
        ]),
      );
  }
}

const numbersOnly = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

describe('JSON', () => {
  it('reads what JSON.stringify writes, and writes what JSON.parse reads', () => {
    const numbers = randomNumbers(20_000);
    let cases = 0;
    while (numbers.length > 500) {
      const data = randomData(numbers, 0);
      const value = decodeJson(toLuaString(JSON.stringify(data)));
      expect(JSON.parse(JSON.stringify(fromLua(value), numbersOnly))).toEqual(data);
      expect(JSON.parse(fromLuaString(encodeJson(value)))).toEqual(data);
      cases++;
    }
    expect(cases).toBeGreaterThan(1000);
  });
});
