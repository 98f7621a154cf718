/** Module `time`. Reference: lua/core/time of the Wippy documentation. */

import { WippyError } from '../../infrastructure/errors.ts';
import { checkString } from '../../lua/runtime/arguments.ts';
import type { LuaFunction, LuaResult, LuaValue } from '../../lua/runtime/values.ts';
import { failure, invalid } from '../../services/lua/convert/errors.ts';
import { fromLuaString } from '../../services/lua/convert/text.ts';
import { defineModule, type LuaModule } from '../../services/lua/module.ts';
import { checkWhole, toDuration } from './arguments.ts';
import { durationClass } from './classes/duration.ts';
import { locationClass } from './classes/location.ts';
import { momentClass } from './classes/moment.ts';
import { presentMoment } from './classes/timers.ts';
import { timeConstants } from './constants.ts';
import { parseMoment } from './layout/parse.ts';
import { fixedZone, type Location, loadLocation, localZone, UTC } from './location.ts';
import { fromCivil, fromUnix } from './moment.ts';
import { schedulingFunctions } from './schedule.ts';
import { TIME_TYPES } from './types.ts';

/** The location at a position; the local one where the argument was left out. */
function locationOrLocal(args: LuaValue[], position: number, functionName: string): Location {
  return args.length < position ? localZone() : locationClass.check(args, position, functionName);
}

function orFailure(make: () => LuaResult): LuaResult {
  try {
    return make();
  } catch (error) {
    if (error instanceof WippyError) return failure(error);
    throw error;
  }
}

function date(...args: LuaValue[]): LuaResult {
  const [year, month, day, hour, minute, second, nanosecond] = [1, 2, 3, 4, 5, 6, 7].map((position) =>
    checkWhole(args, position, 'date'),
  );
  const location = locationOrLocal(args, 8, 'date');
  return momentClass.create(fromCivil({ year, month, day, hour, minute, second, nanosecond }, location));
}

function parse(...args: LuaValue[]): LuaResult {
  const layout = fromLuaString(checkString(args, 1, 'parse'));
  const value = fromLuaString(checkString(args, 2, 'parse'));
  const location = locationOrLocal(args, 3, 'parse');
  return orFailure(() => momentClass.create(parseMoment(layout, value, location)));
}

function functions(): Record<string, LuaFunction> {
  return {
    now: () => momentClass.create(presentMoment()),
    date,
    unix: (...args) => {
      const seconds = checkWhole(args, 1, 'unix');
      return momentClass.create(fromUnix(seconds, checkWhole(args, 2, 'unix'), localZone()));
    },
    parse,
    parse_duration: (value) => orFailure(() => durationClass.create(toDuration(value))),
    load_location: (...args) => {
      const name = fromLuaString(checkString(args, 1, 'load_location'));
      if (name === '') return invalid('empty location name');
      return orFailure(() => locationClass.create(loadLocation(name)));
    },
    fixed_zone: (...args) => {
      const name = fromLuaString(checkString(args, 1, 'fixed_zone'));
      return locationClass.create(fixedZone(name, checkWhole(args, 2, 'fixed_zone')));
    },
  };
}

export const timeModule: LuaModule = defineModule({
  name: 'time',
  description: 'Moments, durations, time zones, timers and tickers.',
  classes: ['time', 'workflow'],
  types: TIME_TYPES,
  members: () => ({
    ...timeConstants(),
    ...functions(),
    ...schedulingFunctions(),
    utc: locationClass.create(UTC),
    localtz: locationClass.create(localZone()),
  }),
});
