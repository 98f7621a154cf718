/**
 * Calls with the results that PUC Lua 5.3.6 gave for them, made at random and recorded. A line is
 * `[function, arguments, outcome]`; the outcome is `O` and the encoded results, or `E` and the error's message.
 */

import { readFileSync } from 'node:fs';
import { LuaError } from '../../../../src/lua/runtime/errors.ts';
import { rawGet, tableOf } from '../../../../src/lua/runtime/table.ts';
import {
  float,
  Int64,
  integer,
  isFloat,
  type LuaFunction,
  type LuaTable,
  type LuaValue,
  resultValues,
  toBigInt,
  toDouble,
} from '../../../../src/lua/runtime/values.ts';
import { createString } from '../../../../src/lua/stdlib/string/index.ts';
import { plainText } from '../../../../src/lua/stdlib/tostring.ts';
import { createUtf8 } from '../../../../src/lua/stdlib/utf8.ts';

type RecordedArgument =
  | string
  | number
  | boolean
  | { nil: true }
  | { integer: string }
  | { float: string }
  | { replacement: 'F' | 'G' | 'T' };

export type RecordedCase = [name: string, args: RecordedArgument[], outcome: string];

export function readCases(group: string): RecordedCase[] {
  const text = readFileSync(new URL(`./fixtures/${group}.jsonl`, import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedCase);
}

const libraries: Record<string, LuaTable> = { string: createString(), utf8: createUtf8() };

const table = tableOf(['one', 'two'], { a: '1', b: false, c: 3, '': 'E' });

/** Replacements of `gsub` that the recorded calls name. */
const replacements: Record<'F' | 'G' | 'T', LuaValue> = {
  F: (...values) => `<${values.map(plainText).join(',')}>`,
  G: (value) => (value === 'a' ? undefined : value === 'b' ? false : value === 'c' ? 12 : value === ' ' ? 1.5 : value),
  T: table,
};

function decode(argument: RecordedArgument): LuaValue {
  if (typeof argument !== 'object') return argument;
  if ('integer' in argument) return integer(BigInt(argument.integer));
  if ('float' in argument) return float(Number(argument.float));
  return 'replacement' in argument ? replacements[argument.replacement] : undefined;
}

export function functionOf(name: string): LuaFunction {
  const [library = '', field = ''] = name.split('.');
  return rawGet(libraries[library] as LuaTable, field) as LuaFunction;
}

function encode(value: LuaValue): string {
  if (value === undefined) return 'nnil';
  if (typeof value === 'string') return `s${Buffer.from(value, 'latin1').toString('hex')}`;
  if (typeof value === 'boolean') return `b${value}`;
  if (isFloat(value)) {
    const n = toDouble(value);
    return `f${Number.isNaN(n) ? 'nan' : functionOf('string.format')('%.17g', value)}`;
  }
  return `i${value instanceof Int64 ? toBigInt(value) : String(value)}`;
}

/** The results of a call; of `gmatch` those of the first 50 turns of its iterator, each followed by `|`. */
function results(name: string, args: LuaValue[]): LuaValue[] {
  const values = resultValues(functionOf(name)(...args));
  if (name !== 'string.gmatch') return values;
  const iterator = values[0] as LuaFunction;
  const turns: LuaValue[] = [];
  for (let turn = 0; turn < 50; turn++) {
    const captures = resultValues(iterator());
    if (captures[0] === undefined) break;
    turns.push(...captures, '|');
  }
  return turns;
}

export function outcomeOf([name, args]: RecordedCase): string {
  try {
    return `O${results(name, args.map(decode)).map(encode).join(' ')}`;
  } catch (error) {
    if (!(error instanceof LuaError)) throw error;
    // Nothing of Lua called the native, so it has its full name; PUC Lua's was called by its field.
    return `E${plainText(error.value).replace(/ to '\w+\./, ` to '`)}`;
  }
}
