/** Arguments of the functions of module `time`. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { argumentError, checkDouble } from '../../lua/runtime/arguments.ts';
import { typeName } from '../../lua/runtime/type-names.ts';
import { Float, Int64, type LuaValue, toBigInt } from '../../lua/runtime/values.ts';
import { fromLuaString } from '../../services/lua/convert/text.ts';
import { durationClass } from './classes/duration.ts';
import { Duration, MAXIMUM_DURATION, MINIMUM_DURATION, parseDuration } from './duration.ts';

/** A whole number; fractions are cut off, as the reference runtime does. */
export function checkWhole(args: LuaValue[], position: number, functionName: string): number {
  const number = Math.trunc(checkDouble(args, position, functionName));
  if (Number.isSafeInteger(number)) return number === 0 ? 0 : number;
  throw argumentError(position, functionName, `${number} is outside the range of dates`);
}

function invalidDuration(message: string): WippyError {
  return new WippyError(message, {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint: 'Give nanoseconds such as 5 * time.SECOND, a text such as "5s", or a Duration.',
  });
}

/**
 * A number of nanoseconds, a text, or a Duration.
 * @throws WippyError Invalid for anything else.
 */
export function toDuration(value: LuaValue): Duration {
  if (typeof value === 'string') return parseDuration(fromLuaString(value));
  if (value instanceof Int64) return new Duration(toBigInt(value));
  if (typeof value === 'number' || value instanceof Float)
    return fromDouble(typeof value === 'number' ? value : value.n);
  const duration = durationClass.of(value);
  if (duration !== undefined) return duration;
  throw invalidDuration(`duration must be number or string, got ${typeName(value)}`);
}

function fromDouble(nanoseconds: number): Duration {
  if (nanoseconds > Number(MINIMUM_DURATION) - 1 && nanoseconds < Number(MAXIMUM_DURATION)) {
    return new Duration(BigInt(Math.trunc(nanoseconds)));
  }
  throw invalidDuration(`duration ${nanoseconds} is not a 64-bit number of nanoseconds`);
}
