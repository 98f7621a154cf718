/** The types of module `time`. */

import { constantTypes } from './constants.ts';

const CLASSES = `
  interface Duration
    nanoseconds: (self: Duration) -> number
    microseconds: (self: Duration) -> number
    milliseconds: (self: Duration) -> number
    seconds: (self: Duration) -> number
    minutes: (self: Duration) -> number
    hours: (self: Duration) -> number
  end
  interface Location
    string: (self: Location) -> string
  end
  type DurationLike = number | string | Duration
  interface Time
    add: (self: Time, duration: DurationLike) -> Time
    sub: (self: Time, other: Time) -> Duration
    add_date: (self: Time, years: number, months: number, days: number) -> Time
    after: (self: Time, other: Time) -> boolean
    before: (self: Time, other: Time) -> boolean
    equal: (self: Time, other: Time) -> boolean
    format: (self: Time, layout: string) -> string
    format_rfc3339: (self: Time) -> string
    unix: (self: Time) -> integer
    unix_nano: (self: Time) -> integer
    date: (self: Time) -> (integer, integer, integer)
    clock: (self: Time) -> (integer, integer, integer)
    year: (self: Time) -> integer
    month: (self: Time) -> integer
    day: (self: Time) -> integer
    hour: (self: Time) -> integer
    minute: (self: Time) -> integer
    second: (self: Time) -> integer
    nanosecond: (self: Time) -> integer
    weekday: (self: Time) -> integer
    year_day: (self: Time) -> integer
    is_zero: (self: Time) -> boolean
    in_location: (self: Time, location: Location) -> Time
    location: (self: Time) -> Location
    utc: (self: Time) -> Time
    in_local: (self: Time) -> Time
    round: (self: Time, duration: Duration) -> Time
    truncate: (self: Time, duration: Duration) -> Time
  end
  interface Timer
    stop: (self: Timer) -> boolean
    reset: (self: Timer, duration: DurationLike) -> boolean
    response: (self: Timer) -> any
    channel: (self: Timer) -> any
  end
  interface Ticker
    stop: (self: Ticker) -> boolean
    response: (self: Ticker) -> any
    channel: (self: Ticker) -> any
  end`;

export const TIME_TYPES = `${CLASSES}
  type time = {
    ${constantTypes()}
    utc: Location,
    localtz: Location,
    now: () -> Time,
    date: (year: number, month: number, day: number, hour: number, minute: number, second: number, nanosecond: number, location: Location?) -> Time,
    unix: (seconds: number, nanoseconds: number) -> Time,
    parse: (layout: string, value: string, location: Location?) -> (Time?, error?),
    parse_duration: (value: DurationLike) -> (Duration?, error?),
    load_location: (name: string) -> (Location?, error?),
    fixed_zone: (name: string, offset: number) -> Location,
    sleep: (duration: DurationLike) -> (),
    after: (duration: DurationLike) -> any,
    timer: (duration: DurationLike) -> (Timer?, error?),
    ticker: (duration: DurationLike) -> (Ticker?, error?),
  }`;
