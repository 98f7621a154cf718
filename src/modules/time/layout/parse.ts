/** Moments from text, by a layout. Rules: Go's `time.ParseInLocation`. */

import { daysInMonth, isLeapYear } from '../calendar.ts';
import { fixedZone, type Location, UTC } from '../location.ts';
import { fromCivil, type Moment } from '../moment.ts';
import { emptyFields, type ParsedFields, readElement, readFraction } from './fields.ts';
import { Mismatch, parseError, Scanner } from './scanner.ts';
import { layoutTokens, type Token } from './tokens.ts';

/**
 * The moment that a text shows. Without a zone in the text it is one of `location`.
 * @throws WippyError Invalid, quoting the text.
 */
export function parseMoment(layout: string, value: string, location: Location): Moment {
  const scanner = new Scanner(value);
  const fields = emptyFields();
  const tokens = layoutTokens(layout);
  for (const [index, token] of tokens.entries()) {
    const rest = scanner.rest;
    let outOfRange: string | null;
    try {
      outOfRange = readToken(scanner, fields, token, tokens[index + 1]);
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      throw parseError(
        value,
        ` as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(token.text)}`,
        'A layout shows how Mon Jan 2 15:04:05 MST 2006 is written.',
      );
    }
    if (outOfRange !== null) throw parseError(value, `: ${outOfRange} out of range`);
  }
  if (!scanner.isAtEnd) throw parseError(value, `: extra text: ${JSON.stringify(scanner.rest)}`);
  return momentOf(value, fields, location);
}

function readToken(scanner: Scanner, fields: ParsedFields, token: Token, next: Token | undefined): string | null {
  switch (token.kind) {
    case 'literal':
      scanner.literal(token.text);
      return null;
    case 'element': {
      const outOfRange = readElement(scanner, fields, token.text);
      const isSecond = token.text === '05' || token.text === '5';
      // A fraction is accepted behind the seconds even where the layout has none.
      if (isSecond && (next === undefined || !next.kind.startsWith('fraction')) && hasFraction(scanner)) {
        readFraction(scanner, fields, null);
      }
      return outOfRange;
    }
    case 'fraction0':
      readFraction(scanner, fields, token.digits);
      return null;
    default:
      if (hasFraction(scanner)) readFraction(scanner, fields, null);
      return null;
  }
}

function hasFraction(scanner: Scanner): boolean {
  const unit = scanner.peek();
  return (unit === '.' || unit === ',') && scanner.isDigit(1);
}

function momentOf(value: string, fields: ParsedFields, location: Location): Moment {
  const { year, minute, second, nanosecond } = fields;
  let { hour } = fields;
  if (fields.afternoon === true && hour < 12) hour += 12;
  else if (fields.afternoon === false && hour === 12) hour = 0;
  const { month, day } = dateOf(value, fields);
  const parts = { year, month, day, hour, minute, second, nanosecond };
  if (fields.isUtc) return fromCivil(parts, UTC);
  if (fields.offset !== null) {
    const { offset, zone } = fields;
    const moment = fromCivil({ ...parts, second: second - offset }, UTC);
    const period = location.at(moment.seconds);
    const isLocal = period.offset === offset && (zone === '' || period.abbreviation === zone);
    return moment.in(isLocal ? location : fixedZone(zone, offset));
  }
  if (fields.zone !== '') {
    const offset = zoneOffset(location, fields.zone, fromCivil(parts, UTC).seconds);
    if (offset !== null) return fromCivil({ ...parts, second: second - offset }, UTC).in(location);
    const hours = fields.zone.startsWith('GMT') && fields.zone.length > 3 ? Number(fields.zone.slice(3)) : 0;
    // A name that the zone does not know says nothing about its offset.
    return fromCivil(parts, fixedZone(fields.zone, hours * 3600));
  }
  return fromCivil(parts, location);
}

function dateOf(value: string, fields: ParsedFields): { month: number; day: number } {
  const { year, yearDay } = fields;
  let { month, day } = fields;
  if (yearDay >= 0) {
    if (yearDay < 1 || yearDay > (isLeapYear(year) ? 366 : 365)) throw parseError(value, ': day-of-year out of range');
    let monthOfDay = 1;
    let dayOfMonth = yearDay;
    while (dayOfMonth > daysInMonth(year, monthOfDay)) dayOfMonth -= daysInMonth(year, monthOfDay++);
    if (month >= 0 && month !== monthOfDay) throw parseError(value, ': day-of-year does not match month');
    if (day >= 0 && day !== dayOfMonth) throw parseError(value, ': day-of-year does not match day');
    return { month: monthOfDay, day: dayOfMonth };
  }
  if (month < 0) month = 1;
  if (day < 0) day = 1;
  if (day < 1 || day > daysInMonth(year, month)) throw parseError(value, ': day out of range');
  return { month, day };
}

const HALF_YEAR = 182 * 86_400;

/** The offset that a location calls by this name around a wall clock time, or null. */
function zoneOffset(location: Location, name: string, wallSeconds: number): number | null {
  for (const distance of [0, HALF_YEAR, -HALF_YEAR]) {
    const period = location.at(wallSeconds + distance);
    if (period.abbreviation === name) return period.offset;
  }
  return null;
}
