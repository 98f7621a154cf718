// biome-ignore-all lint/complexity/noArguments: `arguments.length` tells nil from no value without the cost of a rest array
/**
 * Pseudo-random numbers: xoshiro128** (Blackman and Vigna), whose 32-bit steps V8 computes without bigints. Not for
 * secrets. The sequence of a seed is the same on every machine, but differs from PUC Lua's, which depends on the C library.
 */

import { randomFillSync } from 'node:crypto';
import { argumentError, checkInteger64, checkNumber } from '../../runtime/arguments.ts';
import { LuaError } from '../../runtime/errors.ts';
import {
  EMPTY,
  float,
  Int64,
  integer,
  type LuaFunction,
  type LuaResult,
  type LuaValue,
  toBigInt,
  toDouble,
} from '../../runtime/values.ts';

const MAX_INTEGER = 2n ** 63n - 1n;

class Generator {
  private readonly state = new Int32Array(4);
  constructor() {
    randomFillSync(this.state);
    this.state[0] |= 1;
  }

  seed(low: number, high: number): void {
    let mixed = low ^ Math.imul(high, 0x9e3779b1);
    for (let index = 0; index < 4; index++) {
      // SplitMix32 spreads the seed over the state, which must not be all zero.
      mixed = (mixed + 0x9e3779b9) | 0;
      let z = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      this.state[index] = z ^ (z >>> 16) ^ (index === 3 ? high : 0);
    }
    if (this.state.every((word) => word === 0)) this.state[0] = 1;
    for (let round = 0; round < 16; round++) this.next();
  }

  /** 32 bits. */
  next(): number {
    const s = this.state;
    const second = s[1];
    const scaled = Math.imul(second, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    const shifted = second << 9;
    s[2] ^= s[0];
    s[3] ^= second;
    s[1] = second ^ s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    const last = s[3];
    s[3] = (last << 11) | (last >>> 21);
    return result;
  }

  /** In [0, 1), with 53 bits. */
  fraction(): number {
    return ((this.next() >>> 5) * 2 ** 26 + (this.next() >>> 6)) * 2 ** -53;
  }

  /** In [0, limit], for limits below 2^32: 53 bits spread over them leave no bias that could be seen. */
  upTo(limit: number): number {
    return Math.floor(this.fraction() * (limit + 1));
  }

  /** In [0, limit] for limits of up to 64 bits. */
  upToBig(limit: bigint): bigint {
    const bits = limit.toString(2).length;
    let drawn: bigint;
    do {
      drawn = BigInt.asUintN(bits, (BigInt(this.next()) << 32n) | BigInt(this.next()));
    } while (drawn > limit);
    return drawn;
  }
}

/** `math.random` and `math.randomseed` over one generator, which starts at a random state. */
export function createRandom(): { random: LuaFunction; randomseed: LuaFunction } {
  const generator = new Generator();

  /** `math.random([[low,] high])`: a float in [0, 1), or an integer in [1, high] or [low, high]. */
  function random(first: LuaValue, second: LuaValue): LuaResult {
    const count = arguments.length;
    if (count === 0) return float(generator.fraction());
    if (count > 2) throw LuaError.located('wrong number of arguments');
    const low = count === 1 ? 1 : first;
    const high = count === 1 ? first : second;
    if (typeof low === 'number' && typeof high === 'number' && high - low < 2 ** 32) {
      if (Number.isInteger(low) && Number.isInteger(high) && low <= high) return low + generator.upTo(high - low);
    }
    return randomInteger(count === 1 ? [first] : [first, second]);
  }

  function randomInteger(args: LuaValue[]): LuaResult {
    const low = args.length === 1 ? 1n : checkInteger64(args, 1, 'math.random');
    const high = checkInteger64(args, args.length, 'math.random');
    if (low > high) throw argumentError(1, 'math.random', 'interval is empty');
    if (low < 0n && high > MAX_INTEGER + low) throw argumentError(1, 'math.random', 'interval too large');
    return integer(low + generator.upToBig(high - low));
  }

  /** `math.randomseed(x)`: equal seeds give equal sequences. */
  function randomseed(...args: LuaValue[]): LuaResult {
    const seed = checkNumber(args, 1, 'math.randomseed');
    const double = toDouble(seed);
    if (seed instanceof Int64 || Number.isInteger(double)) {
      const bits = seed instanceof Int64 ? toBigInt(seed) : BigInt(double);
      generator.seed(Number(BigInt.asIntN(32, bits)), Number(BigInt.asIntN(32, bits >> 32n)));
    } else {
      const words = new Uint32Array(new Float64Array([double]).buffer);
      generator.seed(words[0] as number, words[1] as number);
    }
    return EMPTY;
  }

  return { random, randomseed };
}
