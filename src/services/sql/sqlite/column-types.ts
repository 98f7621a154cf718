/**
 * Values of columns whose declared type SQLite itself does not know. The rules are those of the driver that the Go runtime
 * uses: dates and times become RFC 3339 text in UTC, and booleans are booleans.
 */

import type { SqlValue } from '../values.ts';
import type { ThreadValue } from './thread-messages.ts';

const TEMPORAL: ReadonlySet<string> = new Set(['timestamp', 'datetime', 'date']);

/** Numbers beyond this are milliseconds since 1970, others seconds. */
const SECONDS_LIMIT = 1e12;

const DATE_TIME = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:([+-])(\d\d):(\d\d))?)?Z?$/;

/** What turns the values of a column into those of the program, or null where they stay. */
export function columnConversion(type: string): ((value: ThreadValue) => SqlValue) | null {
  if (type === 'boolean') return (value) => (typeof value === 'number' ? value > 0 : value);
  return TEMPORAL.has(type) ? temporal : null;
}

function temporal(value: ThreadValue): SqlValue {
  if (typeof value === 'number' && Number.isInteger(value)) {
    return rfc3339(value > SECONDS_LIMIT || value < -SECONDS_LIMIT ? value : value * 1000) ?? value;
  }
  return typeof value === 'string' ? (temporalText(value) ?? value) : value;
}

/** Text that is no date stays what it is. */
function temporalText(text: string): string | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [, date, minutes = '00:00', seconds = '00', sign, hours = '00', rest = '00'] = match;
  const utc = Date.parse(`${date}T${minutes}:${seconds}Z`);
  if (sign === undefined) return rfc3339(utc);
  const offset = (Number(hours) * 60 + Number(rest)) * 60_000;
  return rfc3339(sign === '+' ? utc - offset : utc + offset);
}

/** Without the fraction of the second. */
function rfc3339(milliseconds: number): string | undefined {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 0) return undefined;
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
