import { describe, expect, it } from 'vitest';
import { formatMoment } from '../../../src/modules/time/layout/format.ts';
import { parseMoment } from '../../../src/modules/time/layout/parse.ts';
import { fixedZone, loadLocation, UTC } from '../../../src/modules/time/location.ts';
import { fromCivil, fromUnix } from '../../../src/modules/time/moment.ts';
import { randomNumbers } from './random-numbers.ts';

const moment = fromCivil(
  { year: 2009, month: 2, day: 4, hour: 21, minute: 0, second: 57, nanosecond: 12_345_600 },
  fixedZone('PST', -8 * 3600),
);

describe('formatMoment', () => {
  // Expected texts are those of Go's own tests for these layouts.
  it.each([
    ['Mon Jan _2 15:04:05 2006', 'Wed Feb  4 21:00:57 2009'],
    ['Mon Jan _2 15:04:05 MST 2006', 'Wed Feb  4 21:00:57 PST 2009'],
    ['Mon Jan 02 15:04:05 -0700 2006', 'Wed Feb 04 21:00:57 -0800 2009'],
    ['02 Jan 06 1504 MST', '04 Feb 09 2100 PST'],
    ['Monday, 02-Jan-06 15:04:05 MST', 'Wednesday, 04-Feb-09 21:00:57 PST'],
    ['2006-01-02T15:04:05Z07:00', '2009-02-04T21:00:57-08:00'],
    ['2006-01-02T15:04:05.999999999Z07:00', '2009-02-04T21:00:57.0123456-08:00'],
    ['3:04PM', '9:00PM'],
    ['3:04pm', '9:00pm'],
    ['Jan _2 15:04:05.000', 'Feb  4 21:00:57.012'],
    ['Jan _2 15:04:05,000000', 'Feb  4 21:00:57,012345'],
    ['06/1/01/Jan/January', '09/2/02/Feb/February'],
    ['002 __2', '035  35'],
    ['_2006', '_2009'],
    ['Janet Month Monetary', 'Janet Month Monetary'],
    ['-07 -07:00:00 -070000 Z07 Z070000', '-08 -08:00:00 -080000 -08 -080000'],
    ['15h4m5s', '21h0m57s'],
    ['Grüße 2006', 'Grüße 2009'],
  ])('%s', (layout, text) => {
    expect(formatMoment(moment, layout)).toBe(text);
  });

  it('writes Z for UTC only where the layout has a Z', () => {
    expect(formatMoment(moment.in(UTC), 'Z07:00 -07:00')).toBe('Z +00:00');
  });
});

describe('parseMoment', () => {
  it.each([
    ['2006-01-02T15:04:05Z07:00', '2010-02-04T21:00:57.0123-08:00', 1265346057, 12300000],
    ['Mon Jan _2 15:04:05 2006', 'Thu Feb  4 21:00:57 2010', 1265317257, 0],
    ['2006-01-02 15:04:05.000', '2010-02-04 21:00:57.012', 1265317257, 12000000],
    ['Jan 2 3:04:05PM 2006', 'FEB 4 9:00:57PM 2010', 1265317257, 0],
    ['2006 002', '2010 035', 1265241600, 0],
    ['06-1-2', '70-2-4', 2937600, 0],
    ['2006-01-02 15:04 MST', '2010-02-04 21:00 GMT+2', 1265310000, 0],
    ['02 Jan 2006', '  04 Feb 2010'.trim(), 1265241600, 0],
  ])('reads %s', (layout, text, seconds, nanosecond) => {
    const parsed = parseMoment(layout, text, UTC);
    expect([parsed.seconds, parsed.nanosecond]).toEqual([seconds, nanosecond]);
  });

  it('finds names of zones in the given location', () => {
    const berlin = loadLocation('Europe/Berlin');
    const parsed = parseMoment('2006-01-02 15:04 MST', '2024-07-01 12:00 CEST', berlin);
    expect([parsed.location, formatMoment(parsed.in(UTC), '15:04')]).toEqual([berlin, '10:00']);
  });

  it('reads back what formatMoment has written', () => {
    const zones = [UTC, fixedZone('', 5400), fixedZone('', -39_600)];
    const layouts = [
      '2006-01-02T15:04:05.999999999Z07:00',
      'Mon, 02 Jan 2006 15:04:05.000000000 -0700',
      'January _2 2006 3:04:05.000000000PM -07:00',
      '2006 __2 15h4m5s.000000000 Z0700',
    ];
    for (const number of randomNumbers(500)) {
      const zone = zones[Math.floor(number * 1e6) % zones.length];
      const layout = layouts[Math.floor(number * 1e7) % layouts.length];
      const original = fromUnix(Math.floor((number - 0.2) * 1e11), Math.floor((number * 1e12) % 1e9), zone);
      const text = formatMoment(original, layout);
      const parsed = parseMoment(layout, text, UTC);
      expect([text, parsed.seconds, parsed.nanosecond]).toEqual([text, original.seconds, original.nanosecond]);
    }
  });
});
