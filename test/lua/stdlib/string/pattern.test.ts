import { describe, expect, it } from 'vitest';
import type { LuaError } from '../../../../src/lua/runtime/errors.ts';
import { resultValues } from '../../../../src/lua/runtime/values.ts';
import { find, gmatch, match } from '../../../../src/lua/stdlib/string/find.ts';
import { gsub } from '../../../../src/lua/stdlib/string/gsub.ts';
import { iterationPatternOf, type Pattern, patternOf } from '../../../../src/lua/stdlib/string/pattern/pattern.ts';
import { Search } from '../../../../src/lua/stdlib/string/search.ts';
import { readCases } from './reference-cases.ts';

/** All matches of a pattern with their captures, or the error. */
function matches(pattern: Pattern, subject: string): unknown {
  const search = new Search(pattern, subject);
  const found: unknown[] = [];
  try {
    while (search.findOther(Math.max(search.end, 0), search.end)) {
      found.push([search.start, search.end, search.values()]);
      if (pattern.anchored) break;
    }
  } catch (error) {
    return (error as LuaError).value;
  }
  return found;
}

function message(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return (error as LuaError).value;
  }
  return 'no error';
}

describe('patterns', () => {
  it('match the same by RegExp and by the counting matcher', () => {
    let compared = 0;
    for (const [, [subject, text]] of readCases('patterns')) {
      for (const pattern of [patternOf(text as string), iterationPatternOf(text as string)]) {
        if (pattern.regexp === null) continue;
        compared++;
        const counted = matches({ ...pattern, limit: -1 }, subject as string);
        expect([text, subject, matches(pattern, subject as string)]).toEqual([text, subject, counted]);
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });

  it('go to the counting matcher where a RegExp could run for long', () => {
    expect(patternOf('%a+').limit).toBeGreaterThan(1_000_000);
    expect(patternOf('^[%a_][%w_]*').limit).toBeGreaterThan(1_000_000);
    expect(patternOf('(%w+)=(%w+)').limit).toBeLessThan(20_000);
    expect(patternOf('.-.-.-x').limit).toBeLessThan(1_000);
    expect(patternOf(`${'a?'.repeat(40)}b`).limit).toBeLessThan(1);
  });

  it('end with an error instead of exponential or high polynomial time', () => {
    expect(message(() => find('a'.repeat(40), `${'a?'.repeat(40)}b`))).toBe('pattern too complex');
    expect(message(() => gsub('('.repeat(200_000), '%b()', ''))).toBe('pattern too complex');
  });

  it('nest as deep as in PUC Lua', () => {
    expect(find('a', 'a?'.repeat(300))).toEqual([1, 1]);
    expect(message(() => find('a'.repeat(300), 'a?'.repeat(300)))).toBe('pattern too complex');
  });

  it('work on subjects that are too long for a RegExp', () => {
    const subject = `${'key '.repeat(10_000)}= value`;
    expect(match(subject, '(%w+)%s*=%s*(%w+)')).toEqual(['key', 'value']);
    expect(match(`  ${subject}  `, '^%s*(.-)%s*$')).toBe(subject);
  });

  it('raise errors of malformed parts only when they are reached', () => {
    expect(find('a', 'b[')).toBeUndefined();
    expect(message(() => find('b', 'b['))).toBe(`malformed pattern (missing ']')`);
    expect(message(() => find('b', 'b%'))).toBe(`malformed pattern (ends with '%')`);
    expect(message(() => find('b', '%f'))).toBe(`missing '[' after '%f' in pattern`);
    expect(message(() => find('b', '%bx'))).toBe(`malformed pattern (missing arguments to '%b')`);
    expect(message(() => find('b', '(b'))).toBe('unfinished capture');
    expect(message(() => match('b', 'b)'))).toBe('invalid pattern capture');
    expect(message(() => find('b', '%1'))).toBe('invalid capture index %1');
    expect(message(() => find('b', '()'.repeat(33)))).toBe('too many captures');
  });

  it('take a leading ^ as itself in gmatch', () => {
    const iterator = gmatch('^a ^b', '^%a');
    expect([iterator(), iterator(), iterator()]).toEqual(['^a', '^b', undefined]);
    expect(resultValues(find('xa', '^a'))).toEqual([undefined]);
  });
});
