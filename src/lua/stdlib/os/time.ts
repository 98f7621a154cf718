/** `os.time` with a table: reading its fields, and writing the normalised ones back. */

import { index, setIndex } from '../../runtime/access.ts';
import { checkTable } from '../../runtime/arguments.ts';
import { LuaError } from '../../runtime/errors.ts';
import type { ResumableBody } from '../../runtime/native.ts';
import { toInteger64 } from '../../runtime/numbers.ts';
import type { LuaResult, LuaTable, LuaValue } from '../../runtime/values.ts';
import { type BrokenTime, breakDown, localTime } from './calendar.ts';

/** C's ints hold the fields; PUC allows half of them, so that sums do not overflow (L_MAXDATEFIELD). */
const MAX_FIELD = 2n ** 30n - 1n;

const readField = (table: LuaValue, name: LuaValue): LuaResult => index(table, name, -1);
const writeField = (table: LuaValue, name: LuaValue, value: LuaValue): LuaResult => setIndex(table, name, value, -1);

/** The fields in the order in which PUC 5.3 reads them; `base` is what C subtracts. */
const FIELDS = [
  { name: 'sec', field: 'second', base: 0, otherwise: 0 },
  { name: 'min', field: 'minute', base: 0, otherwise: 0 },
  { name: 'hour', field: 'hour', base: 0, otherwise: 12 },
  { name: 'day', field: 'day', base: 0, otherwise: null },
  { name: 'month', field: 'month', base: 1, otherwise: null },
  { name: 'year', field: 'year', base: 1900, otherwise: null },
] as const;

function wholeField(value: LuaValue, name: string, base: number): number {
  const whole = toInteger64(value);
  if (whole === undefined) {
    throw LuaError.located(
      value === undefined ? `field '${name}' missing in date table` : `field '${name}' is not an integer`,
    );
  }
  const counted = whole - BigInt(base);
  if (counted > MAX_FIELD || counted < -MAX_FIELD) throw LuaError.located(`field '${name}' is out-of-bound`);
  return Number(whole);
}

/**
 * Seconds since 1970 of a date table. Lua 5.3 requires year, month and day and takes noon where the hour is missing;
 * `defaults` gives other values for fields that are missing.
 */
export function* timeOfTable(args: LuaValue[], defaults: Readonly<Record<string, number>> | null): ResumableBody {
  const table = checkTable(args, 1, 'os.time');
  const fields: Record<string, number> = {};
  for (const { name, field, base, otherwise } of FIELDS) {
    const [value] = yield [readField, table, name];
    const missing = defaults?.[name] ?? otherwise;
    fields[field] = wholeField(value === undefined && missing !== null ? missing : value, name, base);
  }
  const [flag] = yield [readField, table, 'isdst'];
  const time = { ...(fields as unknown as BrokenTime), month: (fields['month'] as number) - 1 };
  const seconds = localTime(time, flag === undefined ? null : flag !== false);
  if (Number.isNaN(seconds)) throw LuaError.located('time result cannot be represented in this installation');
  const normal = breakDown(seconds * 1000, false);
  if (normal !== null && defaults === null) {
    for (const [name, value] of dateFields(normal)) yield [writeField, table, name, value];
  }
  return seconds;
}

/** The fields of a date table, as `os.date('*t')` gives them. */
export function dateFields(time: BrokenTime): [string, LuaValue][] {
  return [
    ['sec', time.second],
    ['min', time.minute],
    ['hour', time.hour],
    ['day', time.day],
    ['month', time.month + 1],
    ['year', time.year],
    ['wday', time.weekday + 1],
    ['yday', time.yearDay + 1],
    ['isdst', time.daylightSaving],
  ];
}

/** A date table. */
export function fillTable(table: LuaTable, time: BrokenTime): LuaTable {
  const fields = table as unknown as Record<string, LuaValue>;
  for (const [name, value] of dateFields(time)) fields[name] = value;
  return table;
}
