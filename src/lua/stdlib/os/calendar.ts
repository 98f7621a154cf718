/** Broken-down time, as C's `struct tm`, in the local time zone or in UTC. */

export interface BrokenTime {
  year: number;
  /** 0-11. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** 0 is Sunday. */
  weekday: number;
  /** 0 is the first of January. */
  yearDay: number;
  daylightSaving: boolean;
  /** Minutes east of Greenwich. */
  offset: number;
  zone: string;
}

const DAY = 86_400_000;

/** Takes a time in milliseconds apart; null where a date cannot hold it (beyond ±275,000 years). */
export function breakDown(milliseconds: number, utc: boolean): BrokenTime | null {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return null;
  // A date whose UTC fields are the local ones, so that one set of getters serves both.
  const offset = utc ? 0 : -date.getTimezoneOffset();
  const shifted = new Date(milliseconds + offset * 60_000);
  if (Number.isNaN(shifted.getTime())) return null;
  const year = shifted.getUTCFullYear();
  return {
    year,
    month: shifted.getUTCMonth(),
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    weekday: shifted.getUTCDay(),
    yearDay: Math.floor((shifted.getTime() - utcTime(year, 0, 1)) / DAY),
    daylightSaving: !utc && offset > standardOffset(year),
    offset,
    zone: utc ? 'GMT' : zoneName(date),
  };
}

/** Milliseconds of a UTC date; unlike `Date.UTC` it takes the years 0 to 99 as they are. */
function utcTime(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day);
}

/** The smaller offset of summer and winter is the standard one, on both hemispheres. */
function standardOffset(year: number): number {
  const january = new Date(0).setFullYear(year, 0, 1);
  const july = new Date(0).setFullYear(year, 6, 1);
  return Math.min(-new Date(january).getTimezoneOffset(), -new Date(july).getTimezoneOffset());
}

function zoneName(date: Date): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(date);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/**
 * Seconds since 1970 of a local time whose fields may lie outside their ranges (C's `mktime`). `daylightSaving` says
 * whether the fields are summer time; null lets the zone decide. NaN where a date cannot hold it.
 */
export function localTime(
  fields: Pick<BrokenTime, 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'>,
  daylightSaving: boolean | null,
): number {
  const { year, month, day, hour, minute, second } = fields;
  const date = new Date(2000, 0, 1);
  date.setFullYear(year, month, day);
  date.setHours(hour, minute, second, 0);
  const seconds = date.getTime() / 1000;
  if (daylightSaving === null || Number.isNaN(seconds)) return seconds;
  const standard = standardOffset(date.getFullYear());
  const actual = -date.getTimezoneOffset();
  if (daylightSaving && actual === standard) return seconds - 3600;
  if (!daylightSaving && actual > standard) return seconds + (actual - standard) * 60;
  return seconds;
}

/** ISO 8601 week and the year it belongs to. */
export function isoWeek(time: BrokenTime): { year: number; week: number } {
  const monday = (time.weekday + 6) % 7;
  const week = Math.floor((time.yearDay - monday + 10) / 7);
  if (week < 1) {
    const year = time.year - 1;
    const lastDay = time.yearDay + (isLeap(year) ? 366 : 365);
    return { year, week: Math.floor((lastDay - monday + 10) / 7) };
  }
  const days = isLeap(time.year) ? 366 : 365;
  if (week === 53 && time.yearDay - monday + 3 >= days) return { year: time.year + 1, week: 1 };
  return { year: time.year, week };
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
