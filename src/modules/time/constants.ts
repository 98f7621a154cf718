/** The constants of module `time`: duration units in nanoseconds, layouts, months and weekdays. */

import type { LuaValue } from '../../lua/runtime/values.ts';
import { DAY_NAMES, MONTH_NAMES } from './calendar.ts';

const UNITS = {
  NANOSECOND: 1,
  MICROSECOND: 1_000,
  MILLISECOND: 1_000_000,
  SECOND: 1_000_000_000,
  MINUTE: 60_000_000_000,
  HOUR: 3_600_000_000_000,
};

const LAYOUTS = {
  RFC3339: '2006-01-02T15:04:05Z07:00',
  RFC3339NANO: '2006-01-02T15:04:05.999999999Z07:00',
  RFC822: '02 Jan 06 15:04 MST',
  RFC822Z: '02 Jan 06 15:04 -0700',
  RFC850: 'Monday, 02-Jan-06 15:04:05 MST',
  RFC1123: 'Mon, 02 Jan 2006 15:04:05 MST',
  RFC1123Z: 'Mon, 02 Jan 2006 15:04:05 -0700',
  KITCHEN: '3:04PM',
  STAMP: 'Jan _2 15:04:05',
  STAMP_MILLI: 'Jan _2 15:04:05.000',
  STAMP_MICRO: 'Jan _2 15:04:05.000000',
  STAMP_NANO: 'Jan _2 15:04:05.000000000',
  DATE_TIME: '2006-01-02 15:04:05',
  DATE_ONLY: '2006-01-02',
  TIME_ONLY: '15:04:05',
};

/** All constants by name. Months count from 1, weekdays from 0. */
export function timeConstants(): Record<string, LuaValue> {
  const months = MONTH_NAMES.map((name, index) => [name.toUpperCase(), index + 1]);
  const days = DAY_NAMES.map((name, index) => [name.toUpperCase(), index]);
  return { ...UNITS, ...LAYOUTS, ...Object.fromEntries(months), ...Object.fromEntries(days) };
}

/** Their types, for the manifest. */
export function constantTypes(): string {
  return Object.entries(timeConstants())
    .map(([name, value]) => `${name}: ${typeof value},`)
    .join(' ');
}
