/** Moments as text, by a layout. */

import { DAY_NAMES, MONTH_NAMES } from '../calendar.ts';
import type { Moment } from '../moment.ts';
import { layoutTokens } from './tokens.ts';

/** The text of a moment; the layout is host text. */
export function formatMoment(moment: Moment, layout: string): string {
  let text = '';
  for (const token of layoutTokens(layout)) {
    if (token.kind === 'literal') text += token.text;
    else if (token.kind === 'element') text += element(moment, token.text);
    else text += fraction(moment, token.text.charAt(0), token.digits, token.kind === 'fraction9');
  }
  return text;
}

function two(n: number): string {
  return n < 10 ? `0${n}` : String(n);
}

function year(n: number): string {
  return n < 0 ? `-${String(-n).padStart(4, '0')}` : String(n).padStart(4, '0');
}

function element(moment: Moment, name: string): string {
  switch (name) {
    case '2006':
      return year(moment.date.year);
    case '06':
      return two(((moment.date.year % 100) + 100) % 100);
    case '01':
      return two(moment.date.month);
    case '1':
      return String(moment.date.month);
    case 'Jan':
      return MONTH_NAMES[moment.date.month - 1].slice(0, 3);
    case 'January':
      return MONTH_NAMES[moment.date.month - 1];
    case '02':
      return two(moment.date.day);
    case '_2':
      return String(moment.date.day).padStart(2, ' ');
    case '2':
      return String(moment.date.day);
    case '002':
      return String(moment.yearDay).padStart(3, '0');
    case '__2':
      return String(moment.yearDay).padStart(3, ' ');
    case 'Mon':
      return DAY_NAMES[moment.weekday].slice(0, 3);
    case 'Monday':
      return DAY_NAMES[moment.weekday];
    default:
      return clockElement(moment, name);
  }
}

function clockElement(moment: Moment, name: string): string {
  switch (name) {
    case '15':
      return two(moment.hour);
    case '03':
      return two(moment.hour % 12 || 12);
    case '3':
      return String(moment.hour % 12 || 12);
    case '04':
      return two(moment.minute);
    case '4':
      return String(moment.minute);
    case '05':
      return two(moment.second);
    case '5':
      return String(moment.second);
    case 'PM':
      return moment.hour < 12 ? 'AM' : 'PM';
    case 'pm':
      return moment.hour < 12 ? 'am' : 'pm';
    case 'MST':
      return moment.period.abbreviation || offsetText(moment.period.offset, '-0700');
    default:
      return offsetText(moment.period.offset, name);
  }
}

/** An offset as the element shows it: `Z07:00` is `Z` for UTC, `-07` has hours only. */
function offsetText(offset: number, name: string): string {
  if (name.startsWith('Z') && offset === 0) return 'Z';
  const size = Math.abs(offset);
  const colon = name.includes(':') ? ':' : '';
  const parts = (name.length - 1 - (colon === '' ? 0 : name.split(':').length - 1)) / 2;
  let text = `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 3600))}`;
  if (parts > 1) text += colon + two(Math.floor((size % 3600) / 60));
  if (parts > 2) text += colon + two(size % 60);
  return text;
}

function fraction(moment: Moment, separator: string, digits: number, trimmed: boolean): string {
  const places = String(moment.nanosecond).padStart(9, '0').padEnd(digits, '0').slice(0, digits);
  const shown = trimmed ? places.replace(/0+$/, '') : places;
  return shown === '' ? '' : separator + shown;
}
