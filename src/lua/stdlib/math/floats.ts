// biome-ignore-all lint/complexity/noArguments: `arguments.length` tells nil from no value without the cost of a rest array
/** Functions whose results are floats. */

import { checkDouble, checkInteger } from '../../runtime/arguments.ts';
import { power } from '../../runtime/arithmetic.ts';
import { float, type LuaFunction, type LuaResult, type LuaValue } from '../../runtime/values.ts';

/** The argument of a function with one fixed parameter, of which `count` were given. */
function doubleOf(value: LuaValue, count: number, name: string): number {
  return checkDouble(count === 0 ? [] : [value], 1, name);
}

function apply(args: LuaValue[], name: string, compute: (n: number) => number): LuaResult {
  return float(compute(checkDouble(args, 1, name)));
}

/** `math.sqrt(x)`. */
export function sqrt(x: LuaValue): LuaResult {
  return float(Math.sqrt(typeof x === 'number' ? x : doubleOf(x, arguments.length, 'math.sqrt')));
}

/** `math.sin(x)`. */
export function sin(x: LuaValue): LuaResult {
  return float(Math.sin(typeof x === 'number' ? x : doubleOf(x, arguments.length, 'math.sin')));
}

/** `math.cos(x)`. */
export function cos(x: LuaValue): LuaResult {
  return float(Math.cos(typeof x === 'number' ? x : doubleOf(x, arguments.length, 'math.cos')));
}

/** `math.exp(x)`. */
export function exp(x: LuaValue): LuaResult {
  return float(Math.exp(typeof x === 'number' ? x : doubleOf(x, arguments.length, 'math.exp')));
}

export const tan: LuaFunction = (...args) => apply(args, 'math.tan', Math.tan);
export const asin: LuaFunction = (...args) => apply(args, 'math.asin', Math.asin);
export const acos: LuaFunction = (...args) => apply(args, 'math.acos', Math.acos);
export const sinh: LuaFunction = (...args) => apply(args, 'math.sinh', Math.sinh);
export const cosh: LuaFunction = (...args) => apply(args, 'math.cosh', Math.cosh);
export const tanh: LuaFunction = (...args) => apply(args, 'math.tanh', Math.tanh);
export const log10: LuaFunction = (...args) => apply(args, 'math.log10', Math.log10);
export const deg: LuaFunction = (...args) => apply(args, 'math.deg', (x) => x * (180 / Math.PI));
export const rad: LuaFunction = (...args) => apply(args, 'math.rad', (x) => x * (Math.PI / 180));

/** `math.atan(y [, x])`, also `math.atan2`: x is 1 where it is not given. */
export const atan: LuaFunction = (...args) => {
  const y = checkDouble(args, 1, 'math.atan');
  return float(Math.atan2(y, args[1] === undefined ? 1 : checkDouble(args, 2, 'math.atan')));
};

/** `math.atan2(y, x)`. */
export const atan2: LuaFunction = (...args) => {
  const y = checkDouble(args, 1, 'math.atan2');
  return float(Math.atan2(y, checkDouble(args, 2, 'math.atan2')));
};

/** `math.log(x [, base])`; bases 2 and 10 are exact for powers of them. */
export const log: LuaFunction = (...args) => {
  const x = checkDouble(args, 1, 'math.log');
  if (args[1] === undefined) return float(Math.log(x));
  const base = checkDouble(args, 2, 'math.log');
  if (base === 2) return float(Math.log2(x));
  if (base === 10) return float(Math.log10(x));
  return float(Math.log(x) / Math.log(base));
};

/** `math.pow(x, y)`. */
export const pow: LuaFunction = (...args) => {
  const x = checkDouble(args, 1, 'math.pow');
  return float(power(x, checkDouble(args, 2, 'math.pow')));
};

/** `math.ldexp(m, e)`: m × 2^e, rounded once. */
export const ldexp: LuaFunction = (...args) => {
  let value = checkDouble(args, 1, 'math.ldexp');
  let exponent = Math.max(-2200, Math.min(2200, checkInteger(args, 2, 'math.ldexp')));
  for (; exponent > 1000; exponent -= 1000) value *= 2 ** 1000;
  if (exponent < -1000) {
    // Scaled down in two steps of which only the last may lose digits.
    const [mantissa, own] = split(value);
    const rest = own + exponent;
    if (rest < -1100) return float(mantissa * 0);
    value = mantissa * 2 ** -60;
    exponent = rest + 60;
  }
  return float(value * 2 ** exponent);
};

/** `math.frexp(x)`: m in [0.5, 1) and the integer e for which x = m × 2^e. */
export const frexp: LuaFunction = (...args) => {
  const [mantissa, exponent] = split(checkDouble(args, 1, 'math.frexp'));
  return [float(mantissa), exponent];
};

function split(x: number): [number, number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  let mantissa = x;
  let exponent = 0;
  if (Math.abs(mantissa) < 2 ** -1022) {
    mantissa *= 2 ** 64;
    exponent = -64;
  }
  const guess = Math.max(-1022, Math.floor(Math.log2(Math.abs(mantissa))) + 1);
  mantissa = guess > 1000 ? mantissa * 2 ** -1000 * 2 ** (1000 - guess) : mantissa * 2 ** -guess;
  exponent += guess;
  // The logarithm may be off by one next to a power of two.
  while (Math.abs(mantissa) >= 1) {
    mantissa /= 2;
    exponent++;
  }
  while (Math.abs(mantissa) < 0.5) {
    mantissa *= 2;
    exponent--;
  }
  return [mantissa, exponent];
}
