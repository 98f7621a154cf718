/**
 * Names such as `CET` and `EDT`. The host knows them by region only: each English locale has those of its own part of the
 * world, so they are looked for one locale after the other. Zones without a name are called by their offset, as in the
 * IANA database.
 */

const LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-CA', 'en-IN', 'en-ZA', 'en-HK'];

/** Zones that no English locale names, by zone and offset in hours. */
const NAMES: Readonly<Record<string, string>> = {
  'Asia/Tokyo 9': 'JST',
  'Asia/Seoul 9': 'KST',
  'Asia/Shanghai 8': 'CST',
  'Asia/Taipei 8': 'CST',
  'Asia/Hong_Kong 8': 'HKT',
  'Asia/Manila 8': 'PST',
  'Asia/Jakarta 7': 'WIB',
  'Asia/Karachi 5': 'PKT',
  'Asia/Jerusalem 2': 'IST',
  'Asia/Jerusalem 3': 'IDT',
  'Europe/Moscow 3': 'MSK',
  'Africa/Lagos 1': 'WAT',
  'Africa/Nairobi 3': 'EAT',
  'Africa/Maputo 2': 'CAT',
};

/** Names of zones at UTC. */
const UTC_ZONES = /^(?:Etc\/)?(?:UTC|UCT|Universal|Zulu)$/;

const formats = new Map<string, Intl.DateTimeFormat>();
/** The host's formats are large; programs may load any zone. */
const MAXIMUM_FORMATS = 200;

function shortName(locale: string, zone: string, date: Date): string {
  const key = `${locale} ${zone}`;
  let format = formats.get(key);
  if (format === undefined) {
    if (formats.size >= MAXIMUM_FORMATS) formats.clear();
    format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' });
    formats.set(key, format);
  }
  return format.formatToParts(date).find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** The name of what holds in a zone at a date; `offset` in seconds. */
export function zoneAbbreviation(zone: string, date: Date, offset: number): string {
  if (UTC_ZONES.test(zone)) return 'UTC';
  const listed = NAMES[`${zone} ${offset / 3600}`];
  if (listed !== undefined) return listed;
  for (const locale of LOCALES) {
    const name = shortName(locale, zone, date);
    if (/^[A-Z]{2,5}$/.test(name) && (name !== 'GMT' || offset === 0)) return name;
  }
  return numericName(offset);
}

function numericName(offset: number): string {
  const size = Math.abs(offset);
  const two = (n: number): string => String(n).padStart(2, '0');
  const minutes = Math.floor((size % 3600) / 60);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 3600))}${minutes === 0 ? '' : two(minutes)}`;
}
