/** The elements of a layout as they are read from a text. */

import { DAY_NAMES, MONTH_NAMES } from '../calendar.ts';
import { Mismatch, type Scanner } from './scanner.ts';

/** What has been read so far; -1 and null where the text has not said it. */
export interface ParsedFields {
  year: number;
  month: number;
  day: number;
  yearDay: number;
  hour: number;
  minute: number;
  second: number;
  nanosecond: number;
  afternoon: boolean | null;
  /** Seconds east of UTC. */
  offset: number | null;
  isUtc: boolean;
  zone: string;
}

export function emptyFields(): ParsedFields {
  return {
    year: 0,
    month: -1,
    day: -1,
    yearDay: -1,
    hour: 0,
    minute: 0,
    second: 0,
    nanosecond: 0,
    afternoon: null,
    offset: null,
    isUtc: false,
    zone: '',
  };
}

/** Reads one element. Throws Mismatch; returns the name of a part that is out of its range, or null. */
export function readElement(scanner: Scanner, fields: ParsedFields, element: string): string | null {
  switch (element) {
    case '2006':
      fields.year = Number(scanner.match(/\d{4}/y));
      return null;
    case '06': {
      const year = scanner.number(true);
      // The rule of Unix: 69 to 99 are of the twentieth century.
      fields.year = year >= 69 ? 1900 + year : 2000 + year;
      return null;
    }
    case 'Jan':
      fields.month = scanner.name(MONTH_NAMES, 3) + 1;
      return null;
    case 'January':
      fields.month = scanner.name(MONTH_NAMES) + 1;
      return null;
    case '01':
    case '1':
      fields.month = scanner.number(element === '01');
      return fields.month < 1 || fields.month > 12 ? 'month' : null;
    case 'Mon':
      scanner.name(DAY_NAMES, 3);
      return null;
    case 'Monday':
      scanner.name(DAY_NAMES);
      return null;
    case '2':
    case '_2':
    case '02':
      if (element === '_2' && scanner.peek() === ' ') scanner.at++;
      // Whether the month has this day is known when the year is.
      fields.day = scanner.number(element === '02');
      return null;
    case '002':
    case '__2':
      if (element === '__2') for (let n = 0; n < 2 && scanner.peek() === ' '; n++) scanner.at++;
      fields.yearDay = Number(scanner.match(element === '002' ? /\d{3}/y : /\d{1,3}/y));
      return null;
    default:
      return readClock(scanner, fields, element);
  }
}

function readClock(scanner: Scanner, fields: ParsedFields, element: string): string | null {
  switch (element) {
    case '15':
      fields.hour = scanner.number(false);
      return fields.hour > 23 ? 'hour' : null;
    case '3':
    case '03':
      fields.hour = scanner.number(element === '03');
      return fields.hour > 12 ? 'hour' : null;
    case '4':
    case '04':
      fields.minute = scanner.number(element === '04');
      return fields.minute > 59 ? 'minute' : null;
    case '5':
    case '05':
      fields.second = scanner.number(element === '05');
      return fields.second > 59 ? 'second' : null;
    case 'PM':
    case 'pm': {
      const half = scanner.match(/../y);
      if (half !== element && half !== (element === 'PM' ? 'AM' : 'am')) throw new Mismatch();
      fields.afternoon = half === element;
      return null;
    }
    case 'MST':
      return readZone(scanner, fields);
    default:
      return readOffset(scanner, fields, element);
  }
}

function readOffset(scanner: Scanner, fields: ParsedFields, element: string): string | null {
  if (element.startsWith('Z') && scanner.peek() === 'Z') {
    scanner.at++;
    fields.isUtc = true;
    return null;
  }
  // The element's own shape, with digits for its zeros.
  const shape = element.slice(1).replace(/\d/g, '\\d');
  const text = scanner.match(new RegExp(`[+-]${shape}`, 'y'));
  const digits = text.replace(/\D/g, '');
  const [hours, minutes, seconds] = [0, 2, 4].map((at) => Number(digits.slice(at, at + 2)));
  if (hours > 24) return 'time zone offset hour';
  if (minutes >= 60) return 'time zone offset minute';
  if (seconds >= 60) return 'time zone offset second';
  const size = hours * 3600 + minutes * 60 + seconds;
  fields.offset = text.startsWith('-') ? -size : size;
  return null;
}

function readZone(scanner: Scanner, fields: ParsedFields): null {
  if (scanner.rest.startsWith('UTC')) {
    scanner.at += 3;
    fields.isUtc = true;
    return null;
  }
  // Names end with T or have three letters; a few have none: ChST, MeST, GMT with hours, and plain offsets.
  fields.zone = scanner.match(
    /ChST|MeST|GMT(?:[+-]\d{1,2})?|WITA|[A-Z]{4}T|[A-Z]{3}T|[A-Z]{3}(?![A-Z])|[+-]\d{2}(?:\d{2})?/y,
  );
  return null;
}

/**
 * A fraction of a second: a separator, whichever of the two the layout has, and digits; `digits` says how many, or null
 * for all that follow.
 */
export function readFraction(scanner: Scanner, fields: ParsedFields, digits: number | null): void {
  const places = scanner.match(/[.,]\d+/y).slice(1);
  if (digits !== null) {
    if (places.length < digits) throw new Mismatch();
    scanner.at -= places.length - digits;
  }
  fields.nanosecond = Number(places.slice(0, Math.min(9, digits ?? 9)).padEnd(9, '0'));
}
