import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isVersionWanted } from '../../../src/project/lock/version.ts';

const number = fc.nat(30);
const version = fc.tuple(number, number, number);
const text = (numbers: readonly number[]): string => numbers.join('.');

describe('a version constraint', () => {
  it.each([
    ['1.2.3', ['1.2.3', 'v1.2.3', '1.2.3+build'], ['1.2.4', '1.2.3-rc.1']],
    ['=v1.2.3', ['1.2.3'], ['1.2.2']],
    ['^1.2.0', ['1.2.0', '1.9.9', 'v1.2.1'], ['1.1.9', '2.0.0', '1.2.0-rc.1']],
    ['^0.2.3', ['0.2.3', '0.2.9'], ['0.3.0', '0.2.2', '1.0.0']],
    ['^0.0.3', ['0.0.3'], ['0.0.4', '0.1.0']],
    ['~1.2.1', ['1.2.1', '1.2.7'], ['1.3.0', '1.2.0']],
    ['>=1.0.0 <2.0.0', ['1.0.0', '1.99.0', '2.0.0-beta'], ['2.0.0', '0.9.9']],
    ['>=1.0.0, !=1.1.0', ['1.0.0', '3.0.0'], ['1.1.0']],
    ['1.*', ['1.0.0', '1.7.2'], ['2.0.0']],
    ['1.2.x', ['1.2.0', '1.2.7'], ['1.3.0']],
    ['*', ['0.0.0', '9.9.9'], []],
    ['>1.0.0-alpha.2', ['1.0.0-alpha.10', '1.0.0-beta', '1.0.0'], ['1.0.0-alpha.2', '1.0.0-alpha', '1.0.0-alpha.1']],
    ['', ['1.0.0'], []],
  ])('%j allows what it says', (wanted, allowed, refused) => {
    expect(allowed.filter((item) => isVersionWanted(item, wanted) !== true)).toEqual([]);
    expect(refused.filter((item) => isVersionWanted(item, wanted) !== false)).toEqual([]);
  });

  it('says nothing about labels and versions that are none', () => {
    expect(isVersionWanted('1.0.0', '@stable')).toBeUndefined();
    expect(isVersionWanted('1.0.0', 'latest')).toBeUndefined();
    expect(isVersionWanted('main', '^1.0.0')).toBeUndefined();
    expect(isVersionWanted('', '^1.0.0')).toBeUndefined();
  });

  it.each(['^1.0', '>= 1.0.0', '>=1', '1.*.*', '^', '^01.0.0', `>=1.0.0 ${'*'.repeat(300)}`])('is not %j', (wanted) => {
    expect(() => isVersionWanted('1.0.0', wanted)).toThrow(SyntaxError);
  });

  it('of a range holds exactly the versions between its ends', () => {
    fc.assert(
      fc.property(version, version, ([major, minor, patch], other) => {
        const base = [major + 1, minor, patch];
        const isAtLeast = isVersionWanted(text(other), `>=${text(base)}`);
        expect(isVersionWanted(text(other), `<${text(base)}`)).toBe(!isAtLeast);
        expect(isVersionWanted(text(other), `^${text(base)}`)).toBe(isAtLeast === true && other[0] === base[0]);
        expect(isVersionWanted(text(other), `~${text(base)}`)).toBe(
          isAtLeast === true && other[0] === base[0] && other[1] === base[1],
        );
        expect(isVersionWanted(text(other), text(base))).toBe(text(other) === text(base));
      }),
    );
  });
});
