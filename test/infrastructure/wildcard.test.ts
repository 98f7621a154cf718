import { describe, expect, it } from 'vitest';
import { compileWildcard, matchesWildcard } from '../../src/infrastructure/wildcard.ts';
import { pick, seededRandom } from './random.ts';

describe('wildcards', () => {
  it.each([
    ['registry', 'registry', true],
    ['registry', 'registry.create', false],
    ['*', 'registry', true],
    ['*', '', false],
    ['*', 'a.b', false],
    ['**', '', true],
    ['**', 'a.b.c', true],
    ['registry.*', 'registry.create', true],
    ['registry.*', 'registry.entry.create', false],
    ['registry.*', 'registry', false],
    ['registry.**', 'registry', true],
    ['registry.**', 'registry.entry.create', true],
    ['**.create', 'registry.entry.create', true],
    ['**.create', 'create', true],
    ['a.**.z', 'a.z', true],
    ['a.**.z', 'a.b.c.z', true],
    ['a.**.z', 'a.b.c', false],
    ['entry.(create|update)', 'entry.update', true],
    ['entry.(create|update)', 'entry.delete', false],
    ['app*', 'application', false],
    ['app*', 'app*', true],
    ['', '', true],
    ['', 'a', false],
  ])('%s against %j is %s', (pattern, text, expected) => {
    expect(matchesWildcard(pattern, text)).toBe(expected);
  });

  it('says whether a pattern is exact', () => {
    expect(compileWildcard('a.b').exact).toBe(true);
    expect(compileWildcard('a.*').exact).toBe(false);
  });

  it('agrees with a recursive definition for random patterns', () => {
    const matches = (pattern: string[], parts: string[]): boolean => {
      if (pattern.length === 0) return parts.length === 0;
      const [head, ...rest] = pattern;
      if (head === '**') return matches(rest, parts) || (parts.length > 0 && matches(pattern, parts.slice(1)));
      if (parts.length === 0) return false;
      const fits = head === '*' || (head === '(a|b)' ? ['a', 'b'].includes(parts[0]) : head === parts[0]);
      return fits && matches(rest, parts.slice(1));
    };
    const random = seededRandom(7);
    for (let i = 0; i < 3000; i++) {
      const pattern = Array.from({ length: 2 + Math.floor(random() * 4) }, () =>
        pick(['a', 'b', '*', '**', '(a|b)'], random),
      );
      const text = Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(['a', 'b', 'c'], random));
      const subject = `${pattern.join('.')} ~ ${text.join('.')}`;
      expect(`${subject}: ${matchesWildcard(pattern.join('.'), text.join('.'))}`).toBe(
        `${subject}: ${matches(pattern, text)}`,
      );
    }
  });

  it('answers quickly for many nested wildcards', () => {
    const pattern = `${'**.a.'.repeat(200)}b`;
    expect(matchesWildcard(pattern, `${'a.'.repeat(400)}c`)).toBe(false);
  });
});
