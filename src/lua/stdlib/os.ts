/** The library `os`, as far as it is about time: `clock date difftime time`. The rest of Lua's `os` would reach the host. */

import { argumentError, checkDouble, checkInteger64, checkString } from '../runtime/arguments.ts';
import { LuaError } from '../runtime/errors.ts';
import { resumable } from '../runtime/native.ts';
import { float, type LuaFunction, type LuaResult, LuaTable, type LuaValue } from '../runtime/values.ts';
import { library } from './library.ts';
import { breakDown } from './os/calendar.ts';
import { strftime } from './os/format.ts';
import { fillTable, timeOfTable } from './os/time.ts';

export interface OsOptions {
  /** The present in milliseconds since 1970; a host that replays gives recorded times. */
  now?: () => number;
  /** Seconds since the program started. */
  clock?: () => number;
  /**
   * Dates as Wippy applications expect them: fields that `os.time` misses are those of today at midnight, and
   * `os.date` keeps specifiers that it does not know. Otherwise both are errors, as in Lua 5.3.
   */
  lenient?: boolean;
  /** What `os.platform` says; absent where not given. */
  platform?: string;
}

function systemClock(): number {
  return performance.now() / 1000;
}

/** The frozen library table. */
export function createOs(options: OsOptions = {}): LuaTable {
  const { now = Date.now, clock = systemClock, lenient = false, platform } = options;
  return library({
    clock: () => float(clock()),
    date: createDate(now, lenient),
    difftime,
    ...(platform === undefined ? {} : { platform }),
    time: createTime(now, lenient),
  });
}

/** `os.difftime(later, earlier)`: seconds, as a float. */
function difftime(...args: LuaValue[]): LuaResult {
  const later = checkDouble(args, 1, 'os.difftime');
  return float(later - checkDouble(args, 2, 'os.difftime'));
}

/** `os.time([table])`: seconds since 1970. */
function createTime(now: () => number, lenient: boolean): LuaFunction {
  const fromTable = resumable((...args) => timeOfTable(args, lenient ? today(now()) : null));
  return (...args) => (args[0] === undefined ? Math.floor(now() / 1000) : fromTable(...args));
}

function today(milliseconds: number): Record<string, number> | null {
  const time = breakDown(milliseconds, false);
  return time === null ? null : { year: time.year, month: time.month + 1, day: time.day, hour: 0 };
}

/** `os.date([format [, time]])`: a text, or a table for the format `*t`; a leading `!` means UTC. */
function createDate(now: () => number, lenient: boolean): LuaFunction {
  return (...args) => {
    const given = args[0] === undefined ? '%c' : checkString(args, 1, 'os.date');
    const seconds = args[1] === undefined ? Math.floor(now() / 1000) : Number(checkTime(args, lenient));
    const utc = given.startsWith('!');
    const format = utc ? given.slice(1) : given;
    const time = breakDown(seconds * 1000, utc);
    if (time === null) throw LuaError.located('time result cannot be represented in this installation');
    if (format === '*t' || (lenient && format.startsWith('*t'))) return fillTable(new LuaTable(), time);
    return strftime(format, time, (specifier, rest) => {
      if (lenient) return specifier;
      throw argumentError(1, 'os.date', `invalid conversion specifier '%${rest}'`);
    });
  };
}

function checkTime(args: LuaValue[], lenient: boolean): bigint {
  return lenient ? BigInt(Math.trunc(checkFinite(args))) : checkInteger64(args, 2, 'os.date');
}

function checkFinite(args: LuaValue[]): number {
  const seconds = checkDouble(args, 2, 'os.date');
  if (!Number.isFinite(seconds)) throw argumentError(2, 'os.date', 'number has no integer representation');
  return seconds;
}
