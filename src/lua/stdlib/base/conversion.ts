// biome-ignore-all lint/complexity/noArguments: `arguments.length` tells nil from no value without the cost of a rest array
import { argumentError, checkInteger, typeError } from '../../runtime/arguments.ts';
import { parseNumber } from '../../runtime/numbers.ts';
import { basicType } from '../../runtime/type-names.ts';
import { integer, isNumber, type LuaResult, type LuaValue } from '../../runtime/values.ts';
import { toStringValue } from '../tostring.ts';

/** `type(value)`. */
export function type(value: LuaValue): LuaResult {
  if (value === undefined && arguments.length === 0) throw argumentError(1, 'type', 'value expected');
  return basicType(value);
}

/** `tostring(value)`: with `__tostring` and `__name`. */
export function tostring(value: LuaValue): LuaResult {
  if (typeof value === 'string') return value;
  if (value === undefined && arguments.length === 0) throw argumentError(1, 'tostring', 'value expected');
  return toStringValue(value);
}

/** `tonumber(value [, base])`: nil where the value spells no number. */
export function tonumber(value: LuaValue, base?: LuaValue): LuaResult {
  if (base === undefined) {
    if (typeof value === 'number') return value;
    if (typeof value === 'string') return parseNumber(value);
    if (isNumber(value)) return value;
    if (value === undefined && arguments.length === 0) throw argumentError(1, 'tonumber', 'value expected');
    return undefined;
  }
  const radix = checkInteger([value, base], 2, 'tonumber');
  if (typeof value !== 'string') throw typeError(value, 1, 'tonumber', 'string');
  if (radix < 2 || radix > 36) throw argumentError(2, 'tonumber', 'base out of range');
  return inBase(value, radix);
}

const SPELLED = /^[ \t\n\v\f\r]*([-+]?)([0-9A-Za-z]+)[ \t\n\v\f\r]*$/;

/** The digits of a string in a base, wrapping modulo 2^64 as `l_str2int` of PUC does. */
function inBase(text: string, radix: number): LuaValue {
  const match = SPELLED.exec(text);
  if (match === null) return undefined;
  const digits = match[2] as string;
  let value = 0;
  let exact = 0n;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number.parseInt(digits[index] as string, 36);
    if (digit >= radix) return undefined;
    if (index < 10) value = value * radix + digit;
    else exact = BigInt.asIntN(64, (index === 10 ? BigInt(value) : exact) * BigInt(radix) + BigInt(digit));
  }
  if (digits.length <= 10) return match[1] === '-' ? 0 - value : value;
  return integer(BigInt.asIntN(64, match[1] === '-' ? -exact : exact));
}
