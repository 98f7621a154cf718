/** The validators: `@min @max @min_len @max_len @pattern`. Others are ignored, as are values they do not apply to. */

import { numberToString } from '../../runtime/numbers.ts';
import { rawLength } from '../../runtime/table.ts';
import { isNumber, LuaTable, type LuaValue, toDouble } from '../../runtime/values.ts';
import type { Annotation, LiteralType } from '../model.ts';
import { Failure } from './failure.ts';
import { matchesPattern } from './patterns.ts';

/** Bytes of a value that an error repeats. */
const MAX_SHOWN = 100;

/** The first annotation that a value violates, null where it keeps all. */
export function checkAnnotations(value: LuaValue, annotations: readonly Annotation[]): Failure | null {
  for (const annotation of annotations) {
    const failure = checkAnnotation(value, annotation);
    if (failure !== null) return failure;
  }
  return null;
}

function checkAnnotation(value: LuaValue, { name, arguments: values }: Annotation): Failure | null {
  const argument = values[0];
  const fail = (message: string): Failure => Failure.constraint(name, message, show(value), show(argument));
  switch (name) {
    case 'min':
      return isNumber(value) && toDouble(value) < bound(argument) ? fail('value below minimum') : null;
    case 'max':
      return isNumber(value) && toDouble(value) > bound(argument) ? fail('value above maximum') : null;
    case 'min_len':
      return (lengthOf(value) ?? Infinity) < Math.trunc(bound(argument)) ? fail('length below minimum') : null;
    case 'max_len': {
      const limit = Math.trunc(bound(argument));
      return limit >= 0 && (lengthOf(value) ?? 0) > limit ? fail('length above maximum') : null;
    }
    case 'pattern':
      return checkPattern(value, argument, fail);
    default:
      return null;
  }
}

function checkPattern(
  value: LuaValue,
  pattern: LiteralType['value'] | undefined,
  fail: (message: string) => Failure,
): Failure | null {
  const text = textOf(value);
  if (text === null) return null;
  if (typeof pattern !== 'string') return fail('invalid pattern argument');
  const matches = matchesPattern(pattern, text);
  if (matches === null) return fail('invalid regex');
  return matches ? null : fail('pattern mismatch');
}

/** The number of an annotation; a missing one, or one that is no number, is 0. */
function bound(argument: LiteralType['value'] | undefined): number {
  return isNumber(argument) ? toDouble(argument) : 0;
}

/** Strings, and numbers as they print. */
function textOf(value: LuaValue): string | null {
  if (typeof value === 'string') return value;
  return isNumber(value) ? numberToString(value) : null;
}

/** Bytes of a text, elements of a table. */
function lengthOf(value: LuaValue): number | null {
  return value instanceof LuaTable ? rawLength(value) : (textOf(value)?.length ?? null);
}

function show(value: LuaValue): string {
  const text = textOf(value);
  if (text !== null) return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}...` : text;
  return value instanceof LuaTable ? 'table' : String(value ?? '');
}
