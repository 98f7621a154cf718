/** The Lua class `time.Duration`. */

import { float, integer, type LuaValue } from '../../../lua/runtime/values.ts';
import { toLuaString } from '../../../services/lua/convert/text.ts';
import { defineClass, type UserdataClass } from '../../../services/lua/module.ts';
import { Duration } from '../duration.ts';

const method =
  (name: string, read: (duration: Duration) => LuaValue) =>
  (...args: LuaValue[]): LuaValue =>
    read(durationClass.check(args, 1, name));

/** A Lua duration. `nanoseconds` to `milliseconds` are whole numbers, the longer units have fractions. */
export const durationClass: UserdataClass<Duration> = defineClass<Duration>(
  'time.Duration',
  Duration,
  () => ({
    nanoseconds: method('nanoseconds', ({ nanoseconds }) => integer(nanoseconds)),
    microseconds: method('microseconds', ({ nanoseconds }) => integer(nanoseconds / 1_000n)),
    milliseconds: method('milliseconds', ({ nanoseconds }) => integer(nanoseconds / 1_000_000n)),
    seconds: method('seconds', ({ nanoseconds }) => float(Number(nanoseconds) / 1e9)),
    minutes: method('minutes', ({ nanoseconds }) => float(Number(nanoseconds) / 60e9)),
    hours: method('hours', ({ nanoseconds }) => float(Number(nanoseconds) / 3600e9)),
  }),
  () => ({ __tostring: method('tostring', (duration) => toLuaString(duration.toString())) }),
);
