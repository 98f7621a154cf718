/** Time zones: UTC, fixed offsets, the machine's own, and those of the IANA database that the host carries. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { zoneAbbreviation } from './abbreviations.ts';

/** What holds in a zone at one moment. */
export interface ZonePeriod {
  /** Seconds east of UTC. */
  readonly offset: number;
  /** `CET`, `EDT`; empty where the zone has no name for it. */
  readonly abbreviation: string;
}

/** A time zone. Immutable. */
export class Location {
  readonly name: string;
  private readonly lookup: (unixSeconds: number) => ZonePeriod;

  constructor(name: string, lookup: (unixSeconds: number) => ZonePeriod) {
    this.name = name;
    this.lookup = lookup;
  }

  /** What holds at a moment, in seconds since 1970. */
  at(unixSeconds: number): ZonePeriod {
    return this.lookup(unixSeconds);
  }

  /** Seconds since 1970 of a wall clock time, given as if it were UTC. In a gap or an overlap either side may be meant. */
  toUnix(wallSeconds: number): number {
    const first = this.at(wallSeconds).offset;
    return first === 0 ? wallSeconds : wallSeconds - this.at(wallSeconds - first).offset;
  }
}

export function fixedZone(name: string, offset: number): Location {
  const period: ZonePeriod = { offset, abbreviation: name };
  return new Location(name, () => period);
}

export const UTC = fixedZone('UTC', 0);

/** Offsets change at most once per quarter of an hour, at its beginning; this is how long one is remembered. */
const BLOCK = 900;
const MAXIMUM_BLOCKS = 4096;
/** What the host's calendar can tell, in seconds since 1970. */
const CALENDAR_LIMIT = 8.64e12;

/** The wall clock of an IANA zone. Throws a RangeError for a name that the host does not know. */
function hostZone(name: string, zone: string): Location {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset', year: 'numeric' });
  const periods = new Map<number, ZonePeriod>();
  return new Location(name, (unixSeconds) => {
    const block = Math.floor(Math.max(-CALENDAR_LIMIT, Math.min(CALENDAR_LIMIT - BLOCK, unixSeconds)) / BLOCK);
    const known = periods.get(block);
    if (known !== undefined) return known;
    const date = new Date(block * BLOCK * 1000);
    const offset = readOffset(format.formatToParts(date).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT');
    const period = { offset, abbreviation: zoneAbbreviation(zone, date, offset) };
    if (periods.size >= MAXIMUM_BLOCKS) periods.clear();
    periods.set(block, period);
    return period;
  });
}

const OFFSET = /^GMT([+\-\u2212])(\d{2}):(\d{2})(?::(\d{2}))?$/;

function readOffset(text: string): number {
  const match = OFFSET.exec(text);
  if (match === null) return 0;
  const size = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return match[1] === '+' ? size : -size;
}

const loaded = new Map<string, Location>();

let local: { readonly variable: string | undefined; readonly location: Location } | undefined;

/** The zone of the machine. The host looks it up slowly, and it changes only with the variable TZ. */
export function localZone(): Location {
  const variable = process.env['TZ'];
  if (local === undefined || local.variable !== variable) {
    local = { variable, location: hostZone('Local', Intl.DateTimeFormat().resolvedOptions().timeZone) };
  }
  return local.location;
}

/** Names that a program may try before the zones it has loaded are forgotten. */
const MAXIMUM_ZONES = 1000;
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

/**
 * A zone by its IANA name.
 * @throws WippyError NotFound, quoting the name.
 */
export function loadLocation(name: string): Location {
  if (name === 'UTC') return UTC;
  if (name === 'Local') return localZone();
  const known = loaded.get(name);
  if (known !== undefined) return known;
  let location: Location;
  try {
    if (!NAME.test(name)) throw new RangeError(name);
    location = hostZone(name, name);
  } catch (cause) {
    throw new WippyError(`unknown time zone ${name}`, {
      kind: ErrorKind.NotFound,
      retryable: false,
      hint: 'Use a name of the IANA database, such as Europe/Berlin.',
      cause,
    });
  }
  if (loaded.size >= MAXIMUM_ZONES) loaded.clear();
  loaded.set(name, location);
  return location;
}
