/** The Lua class `time.Time`. */

import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import { argumentError, checkString } from '../../../lua/runtime/arguments.ts';
import { integer, type LuaFunction, type LuaResult, type LuaValue } from '../../../lua/runtime/values.ts';
import { fromLuaString, toLuaString } from '../../../services/lua/convert/text.ts';
import { defineClass, type UserdataClass } from '../../../services/lua/module.ts';
import { checkWhole, toDuration } from '../arguments.ts';
import { formatMoment } from '../layout/format.ts';
import { localZone, UTC } from '../location.ts';
import { Moment } from '../moment.ts';
import { durationClass } from './duration.ts';
import { locationClass } from './location.ts';

const RFC3339 = '2006-01-02T15:04:05Z07:00';
const PLAIN = '2006-01-02 15:04:05.999999999 -0700 MST';

/** A method that only reads. */
function method(name: string, read: (moment: Moment, args: LuaValue[]) => LuaResult): LuaFunction {
  return (...args) => read(momentClass.check(args, 1, name), args);
}

/** A method with another time as its argument. */
function comparison(name: string, compare: (moment: Moment, other: Moment) => LuaResult): LuaFunction {
  return method(name, (moment, args) => compare(moment, momentClass.check(args, 2, name)));
}

function add(moment: Moment, args: LuaValue[]): LuaResult {
  try {
    return momentClass.create(moment.add(toDuration(args[1])));
  } catch (error) {
    if (error instanceof WippyError && error.kind === ErrorKind.Invalid) {
      throw argumentError(2, 'add', toLuaString(error.message));
    }
    throw error;
  }
}

function arithmetic(): Record<string, LuaFunction> {
  return {
    add: method('add', add),
    sub: comparison('sub', (moment, other) => durationClass.create(moment.since(other))),
    add_date: method('add_date', (moment, args) => {
      const [years, months, days] = [2, 3, 4].map((position) => checkWhole(args, position, 'add_date'));
      return momentClass.create(moment.addDate(years, months, days));
    }),
    after: comparison('after', (moment, other) => moment.compare(other) > 0),
    before: comparison('before', (moment, other) => moment.compare(other) < 0),
    equal: comparison('equal', (moment, other) => moment.compare(other) === 0),
    round: method('round', (moment, args) => momentClass.create(moment.round(durationClass.check(args, 2, 'round')))),
    truncate: method('truncate', (moment, args) =>
      momentClass.create(moment.truncate(durationClass.check(args, 2, 'truncate'))),
    ),
  };
}

function parts(): Record<string, LuaFunction> {
  return {
    unix: method('unix', ({ seconds }) => seconds),
    unix_nano: method('unix_nano', ({ unixNanoseconds }) => integer(unixNanoseconds)),
    date: method('date', ({ date: { year, month, day } }) => [year, month, day]),
    clock: method('clock', ({ hour, minute, second }) => [hour, minute, second]),
    year: method('year', ({ date }) => date.year),
    month: method('month', ({ date }) => date.month),
    day: method('day', ({ date }) => date.day),
    hour: method('hour', ({ hour }) => hour),
    minute: method('minute', ({ minute }) => minute),
    second: method('second', ({ second }) => second),
    nanosecond: method('nanosecond', ({ nanosecond }) => nanosecond),
    weekday: method('weekday', ({ weekday }) => weekday),
    year_day: method('year_day', ({ yearDay }) => yearDay),
    is_zero: method('is_zero', ({ isZero }) => isZero),
  };
}

function texts(): Record<string, LuaFunction> {
  return {
    format: method('format', (moment, args) =>
      toLuaString(formatMoment(moment, fromLuaString(checkString(args, 2, 'format')))),
    ),
    format_rfc3339: method('format_rfc3339', (moment) => formatMoment(moment, RFC3339)),
    in_location: method('in_location', (moment, args) =>
      momentClass.create(moment.in(locationClass.check(args, 2, 'in_location'))),
    ),
    location: method('location', ({ location }) => locationClass.create(location)),
    utc: method('utc', (moment) => momentClass.create(moment.in(UTC))),
    in_local: method('in_local', (moment) => momentClass.create(moment.in(localZone()))),
  };
}

export const momentClass: UserdataClass<Moment> = defineClass<Moment>(
  'time.Time',
  Moment,
  () => ({ ...arithmetic(), ...parts(), ...texts() }),
  () => ({ __tostring: method('tostring', (moment) => toLuaString(formatMoment(moment, PLAIN))) }),
);
