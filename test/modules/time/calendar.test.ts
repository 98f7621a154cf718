import { describe, expect, it } from 'vitest';
import { civilFromDays, daysFromCivil } from '../../../src/modules/time/calendar.ts';
import { randomNumbers } from './random-numbers.ts';

describe('the calendar', () => {
  it('agrees with the calendar of the host', () => {
    for (const number of randomNumbers(2000)) {
      const days = Math.floor((number - 0.5) * 5_000_000);
      const date = new Date(days * 86_400_000);
      const civil = civilFromDays(days);
      expect(civil).toEqual({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() });
      expect(daysFromCivil(civil.year, civil.month, civil.day)).toBe(days);
    }
  });

  it('carries months over to years', () => {
    expect(daysFromCivil(2023, 15, 1)).toBe(daysFromCivil(2024, 3, 1));
    expect(daysFromCivil(2024, -1, 30)).toBe(daysFromCivil(2023, 11, 30));
  });
});
