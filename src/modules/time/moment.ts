/** Moments with nanoseconds, seen in a time zone. The rules of arithmetic are Go's. */

import { type CivilDate, civilFromDays, daysFromCivil, SECONDS_PER_DAY } from './calendar.ts';
import { Duration } from './duration.ts';
import { type Location, UTC, type ZonePeriod } from './location.ts';

const BILLION = 1_000_000_000;
const BILLION_64 = 1_000_000_000n;

/** Seconds since 1970 of the zero moment: the first of January of the year 1, UTC. */
const ZERO_SECONDS = -62_135_596_800;

/** A moment and the zone in which its date and clock are read. Immutable. */
export class Moment {
  /** Whole seconds since 1970, rounded down. */
  readonly seconds: number;
  /** 0 to 999999999. */
  readonly nanosecond: number;
  readonly location: Location;
  private periodValue: ZonePeriod | null = null;
  private dateValue: CivilDate | null = null;

  constructor(seconds: number, nanosecond: number, location: Location) {
    this.seconds = seconds;
    this.nanosecond = nanosecond;
    this.location = location;
  }

  get period(): ZonePeriod {
    this.periodValue ??= this.location.at(this.seconds);
    return this.periodValue;
  }

  /** Seconds since 1970 that a wall clock in UTC would need to show the same as this one. */
  private get wall(): number {
    return this.seconds + this.period.offset;
  }

  private get days(): number {
    return Math.floor(this.wall / SECONDS_PER_DAY);
  }

  get date(): CivilDate {
    this.dateValue ??= civilFromDays(this.days);
    return this.dateValue;
  }

  private get secondOfDay(): number {
    return this.wall - this.days * SECONDS_PER_DAY;
  }

  get hour(): number {
    return Math.floor(this.secondOfDay / 3600);
  }

  get minute(): number {
    return Math.floor((this.secondOfDay % 3600) / 60);
  }

  get second(): number {
    return this.secondOfDay % 60;
  }

  /** From Sunday, which is 0. */
  get weekday(): number {
    return (((this.days + 4) % 7) + 7) % 7;
  }

  /** From 1. */
  get yearDay(): number {
    return this.days - daysFromCivil(this.date.year, 1, 1) + 1;
  }

  get isZero(): boolean {
    return this.seconds === ZERO_SECONDS && this.nanosecond === 0;
  }

  /** Nanoseconds since 1970. */
  get unixNanoseconds(): bigint {
    return BigInt(this.seconds) * BILLION_64 + BigInt(this.nanosecond);
  }

  in(location: Location): Moment {
    return new Moment(this.seconds, this.nanosecond, location);
  }

  add(duration: Duration): Moment {
    return fromNanoseconds(this.unixNanoseconds + duration.nanoseconds, this.location);
  }

  /** The time from `other` to this moment. */
  since(other: Moment): Duration {
    return new Duration(this.unixNanoseconds - other.unixNanoseconds);
  }

  /** Adds to the parts of the date; what exceeds a month or year is carried over. */
  addDate(years: number, months: number, days: number): Moment {
    const { year, month, day } = this.date;
    const { hour, minute, second, nanosecond, location } = this;
    return fromCivil(
      { year: year + years, month: month + months, day: day + days, hour, minute, second, nanosecond },
      location,
    );
  }

  /** Negative, zero or positive: this moment is before, at or after the other one. */
  compare(other: Moment): number {
    return this.seconds === other.seconds ? this.nanosecond - other.nanosecond : this.seconds - other.seconds;
  }

  /** Rounded down to a multiple of the duration since the zero moment; unchanged for durations that are not positive. */
  truncate(duration: Duration): Moment {
    if (duration.nanoseconds <= 0n) return this;
    return fromNanoseconds(this.unixNanoseconds - this.remainder(duration), this.location);
  }

  /** The nearest multiple of the duration since the zero moment; half-way goes up. */
  round(duration: Duration): Moment {
    const step = duration.nanoseconds;
    if (step <= 0n) return this;
    const remainder = this.remainder(duration);
    const change = remainder * 2n < step ? -remainder : step - remainder;
    return fromNanoseconds(this.unixNanoseconds + change, this.location);
  }

  private remainder(duration: Duration): bigint {
    const step = duration.nanoseconds;
    const since = this.unixNanoseconds - BigInt(ZERO_SECONDS) * BILLION_64;
    return ((since % step) + step) % step;
  }
}

/** A moment by its nanoseconds since 1970. */
export function fromNanoseconds(nanoseconds: bigint, location: Location): Moment {
  let seconds = nanoseconds / BILLION_64;
  let rest = nanoseconds % BILLION_64;
  if (rest < 0n) {
    rest += BILLION_64;
    seconds--;
  }
  return new Moment(Number(seconds), Number(rest), location);
}

/** A moment by whole seconds since 1970 and a number of nanoseconds that may be any whole number. */
export function fromUnix(seconds: number, nanoseconds: number, location: Location): Moment {
  const carried = Math.floor(nanoseconds / BILLION);
  return new Moment(seconds + carried, nanoseconds - carried * BILLION, location);
}

/** Parts of a date and clock; values outside their range are carried over to the next larger part. */
export interface CivilTime extends CivilDate {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
}

/** The moment at which the wall clock of a zone shows these parts. */
export function fromCivil(parts: CivilTime, location: Location): Moment {
  const days = daysFromCivil(parts.year, parts.month, parts.day);
  const wall = days * SECONDS_PER_DAY + parts.hour * 3600 + parts.minute * 60 + parts.second;
  const carried = Math.floor(parts.nanosecond / BILLION);
  return new Moment(location.toUnix(wall + carried), parts.nanosecond - carried * BILLION, location);
}

export const ZERO_MOMENT = new Moment(ZERO_SECONDS, 0, UTC);
