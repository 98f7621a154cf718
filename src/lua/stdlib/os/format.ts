/** C's `strftime` in the C locale. */

import { type BrokenTime, isoWeek } from './calendar.ts';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function two(n: number, fill = '0'): string {
  return String(n).padStart(2, fill);
}

function twelve(hour: number): number {
  return hour % 12 === 0 ? 12 : hour % 12;
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
}

/** Weeks of the year, counted from the first Sunday (0) or Monday (1). */
function week(time: BrokenTime, firstDay: number): number {
  return Math.floor((time.yearDay + 7 - ((time.weekday - firstDay + 7) % 7)) / 7);
}

type Conversion = (time: BrokenTime) => string;

const CONVERSIONS: ReadonlyMap<string, Conversion> = new Map(
  Object.entries<Conversion>({
    a: (t) => (WEEKDAYS[t.weekday] as string).slice(0, 3),
    A: (t) => WEEKDAYS[t.weekday] as string,
    b: (t) => (MONTHS[t.month] as string).slice(0, 3),
    B: (t) => MONTHS[t.month] as string,
    c: (t) => strftime('%a %b %e %H:%M:%S %Y', t),
    C: (t) => two(Math.floor(t.year / 100)),
    d: (t) => two(t.day),
    D: (t) => strftime('%m/%d/%y', t),
    e: (t) => two(t.day, ' '),
    F: (t) => strftime('%Y-%m-%d', t),
    g: (t) => two(modulo(isoWeek(t).year, 100)),
    G: (t) => String(isoWeek(t).year),
    h: (t) => (MONTHS[t.month] as string).slice(0, 3),
    H: (t) => two(t.hour),
    I: (t) => two(twelve(t.hour)),
    j: (t) => String(t.yearDay + 1).padStart(3, '0'),
    m: (t) => two(t.month + 1),
    M: (t) => two(t.minute),
    n: () => '\n',
    p: (t) => (t.hour < 12 ? 'AM' : 'PM'),
    r: (t) => strftime('%I:%M:%S %p', t),
    R: (t) => strftime('%H:%M', t),
    S: (t) => two(t.second),
    t: () => '\t',
    T: (t) => strftime('%H:%M:%S', t),
    u: (t) => String(t.weekday === 0 ? 7 : t.weekday),
    U: (t) => two(week(t, 0)),
    V: (t) => two(isoWeek(t).week),
    w: (t) => String(t.weekday),
    W: (t) => two(week(t, 1)),
    x: (t) => strftime('%m/%d/%y', t),
    X: (t) => strftime('%H:%M:%S', t),
    y: (t) => two(modulo(t.year, 100)),
    Y: (t) => String(t.year),
    z: (t) => offsetText(t.offset),
    Z: (t) => t.zone,
    '%': () => '%',
  }),
);

function modulo(n: number, by: number): number {
  return ((n % by) + by) % by;
}

/** What may follow the modifiers `%E` and `%O`; the C locale ignores the modifiers. */
const MODIFIED: ReadonlyMap<string, string> = new Map([
  ['E', 'cCxXyY'],
  ['O', 'deHImMSuUVwWy'],
]);

/**
 * Formats a time. `invalid` is called with each specifier that is unknown, and with the format from behind its `%` on; it
 * gives a text instead or throws.
 */
export function strftime(
  format: string,
  time: BrokenTime,
  invalid: (specifier: string, rest: string) => string = (specifier) => specifier,
): string {
  let text = '';
  for (let at = 0; at < format.length; at++) {
    const character = format[at] as string;
    if (character !== '%') {
      text += character;
      continue;
    }
    const from = ++at;
    const next = format[from] ?? '';
    const modified = MODIFIED.get(next);
    const name = modified === undefined ? next : (format[++at] ?? '');
    const allowed = modified === undefined || (name !== '' && modified.includes(name));
    const conversion = allowed ? CONVERSIONS.get(name) : undefined;
    text +=
      conversion === undefined
        ? invalid(`%${modified === undefined ? '' : next}${name}`, format.slice(from))
        : conversion(time);
  }
  return text;
}
