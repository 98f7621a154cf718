/** `string.format`. Rules: manual, 6.4, and C's printf. */

import { argumentError, checkDouble, checkInteger, checkInteger64, checkString } from '../../runtime/arguments.ts';
import { LuaError } from '../../runtime/errors.ts';
import { metamethod } from '../../runtime/metatables.ts';
import { resumable } from '../../runtime/native.ts';
import type { LuaResult, LuaValue } from '../../runtime/values.ts';
import { plainText, toStringValue } from '../tostring.ts';
import { MAX_STRING, tooLarge } from './arguments.ts';
import { type Conversion, type FormatPart, parseFormat } from './format-parse.ts';
import { formatByte, formatFloat, formatInteger, formatLiteral, formatText } from './format-values.ts';

export function format(...args: LuaValue[]): LuaResult {
  const text = checkString(args, 1, 'string.format');
  const parts = parseFormat(text);
  let result = '';
  let position = 1;
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] as FormatPart;
    if (typeof part === 'string') {
      result += part;
      continue;
    }
    position++;
    const value = args[position - 1];
    if (part.bare && part.letter === 's' && typeof value === 'string') result += value;
    else if (part.bare && part.letter === 'd' && typeof value === 'number' && (value | 0) === value) result += value;
    else if (part.letter === 's' && typeof value === 'object' && metamethod(value, '__tostring') !== undefined) {
      return formatFrom(args, parts, index, position, result);
    } else result += convert(part, args, position);
    if (result.length > MAX_STRING) throw tooLarge();
  }
  return result;
}

/** Goes on from a `%s` whose value has `__tostring`, which may be suspended. */
function formatFrom(
  args: LuaValue[],
  parts: readonly FormatPart[],
  from: number,
  first: number,
  prefix: string,
): LuaResult {
  return resumable(function* () {
    let result = prefix;
    let position = first - 1;
    for (const part of parts.slice(from)) {
      if (typeof part === 'string') {
        result += part;
        continue;
      }
      position++;
      if (part.letter === 's' && part.fault === null && position <= args.length) {
        const [text] = yield [toStringValue, args[position - 1]];
        result += formatText(text as string, part, position);
      } else {
        result += convert(part, args, position);
      }
      if (result.length > MAX_STRING) throw tooLarge();
    }
    return result;
  })();
}

/** The text of one argument. `%s` never comes here with a value that has `__tostring`. */
function convert(conversion: Conversion, args: LuaValue[], position: number): string {
  if (position > args.length) throw argumentError(position, 'string.format', 'no value');
  if (conversion.fault !== null) throw LuaError.located(conversion.fault);
  switch (conversion.letter) {
    case 's':
      return formatText(plainText(args[position - 1]), conversion, position);
    case 'q':
      return formatLiteral(args[position - 1], position);
    case 'c':
      return formatByte(checkInteger(args, position, 'string.format'), conversion);
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X': {
      const value = args[position - 1];
      const exact = typeof value === 'number' && Number.isSafeInteger(value);
      return formatInteger(exact ? value : checkInteger64(args, position, 'string.format'), conversion);
    }
    default:
      return formatFloat(checkDouble(args, position, 'string.format'), conversion);
  }
}
