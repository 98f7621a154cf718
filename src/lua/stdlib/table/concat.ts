import { checkInteger64, checkString } from '../../runtime/arguments.ts';
import { LuaError } from '../../runtime/errors.ts';
import { touchStep } from '../../runtime/growth.ts';
import { resumable } from '../../runtime/native.ts';
import { numberToString } from '../../runtime/numbers.ts';
import { rawGet, rawLength } from '../../runtime/table.ts';
import { typeName } from '../../runtime/type-names.ts';
import { isNumber, type LuaResult, LuaTable, type LuaValue } from '../../runtime/values.ts';
import { checkAccess, isPlain, measure, type ResumableBody, read } from './access.ts';

/** As for `..`: a string near V8's limit would exhaust the heap first. */
const MAX_STRING = 2 ** 28;

/** `table.concat(list [, separator [, first [, last]]])`. */
export function concat(...args: LuaValue[]): LuaResult {
  const table = args[0];
  if (!(table instanceof LuaTable) || !isPlain(table)) return concatSlow(...args);
  const separator = args[1] === undefined ? '' : checkString(args, 2, 'table.concat');
  const first = position(args, 3, 1);
  const last = position(args, 4, null) ?? rawLength(table);
  if (first === 1 && last === table.$a.length) return joinElements(table.$a, separator);
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) return concatSlow(...args);
  return joinRange(table, separator, first as number, last);
}

function position(args: LuaValue[], at: number, otherwise: number | null): number | null {
  const value = args[at - 1];
  if (value === undefined) return otherwise;
  return typeof value === 'number' && Number.isSafeInteger(value)
    ? value
    : Number(checkInteger64(args, at, 'table.concat'));
}

function joinElements(elements: LuaValue[], separator: string): string {
  const count = elements.length;
  if (count === 0) return '';
  let text = piece(elements[0], 1);
  for (let index = 1; index < count; index++) {
    const value = elements[index];
    const next = typeof value === 'string' ? value : piece(value, index + 1);
    touchStep(index);
    text = separator === '' ? text + next : text + separator + next;
    if (text.length > MAX_STRING) throw LuaError.located('string length overflow');
  }
  return text;
}

function joinRange(table: LuaTable, separator: string, first: number, last: number): string {
  let text = '';
  for (let index = first; index <= last; index++) {
    touchStep(index);
    text += piece(rawGet(table, index), index);
    if (index < last) text += separator;
    if (text.length > MAX_STRING) throw LuaError.located('string length overflow');
  }
  return text;
}

function piece(value: LuaValue, index: number | bigint): string {
  if (typeof value === 'string') return value;
  if (isNumber(value)) return numberToString(value);
  throw LuaError.located(`invalid value (${typeName(value)}) at index ${index} in table for 'concat'`);
}

const concatSlow = resumable(function* (...args): ResumableBody {
  const list = checkAccess(args, 1, 'table.concat', ['__index', '__len']);
  const size = yield* measure(list);
  const separator = args[1] === undefined ? '' : checkString(args, 2, 'table.concat');
  const first = args[2] === undefined ? 1n : checkInteger64(args, 3, 'table.concat');
  const last = args[3] === undefined ? size : checkInteger64(args, 4, 'table.concat');
  let text = '';
  for (let index = first; index <= last; index++) {
    text += piece(yield* read(list, index), index);
    if (index < last) text += separator;
    if (text.length > MAX_STRING) throw LuaError.located('string length overflow');
  }
  return text;
});
