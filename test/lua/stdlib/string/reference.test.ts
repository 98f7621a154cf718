import { describe, expect, it } from 'vitest';
import { outcomeOf, readCases } from './reference-cases.ts';

describe('the string and utf8 libraries', () => {
  for (const group of ['basic', 'patterns', 'format', 'pack', 'utf8']) {
    it(`give what PUC Lua 5.3 gave for the recorded calls: ${group}`, () => {
      const cases = readCases(group);
      expect(cases.length).toBeGreaterThan(100);
      const wrong = cases
        .map((recorded) => ({ call: recorded, outcome: outcomeOf(recorded) }))
        .filter(({ call, outcome }) => outcome !== call[2]);
      expect(wrong).toEqual([]);
    });
  }
});
