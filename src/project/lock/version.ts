/** Versions of modules and what dependencies say about them. Rule: guides/dependency-management of the Wippy documentation. */

interface Version {
  /** Major, minor, patch. */
  readonly numbers: readonly [number, number, number];
  /** Parts of what stands after `-`; empty for a release. */
  readonly prerelease: readonly string[];
}

const IDENTIFIER = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)';
const VERSION = new RegExp(
  `^v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-(${IDENTIFIER}(?:\\.${IDENTIFIER})*))?(?:\\+[0-9A-Za-z.-]+)?$`,
);
const WILDCARD = /^(\d+)\.(?:(\d+)\.)?[*xX]$/;
const COMPARISON = /^(>=|<=|!=|>|<|=|\^|~)?(.+)$/;
const MAX_LENGTH = 256;

/** Undefined for a text that is no semantic version with three numbers; a `v` may stand before it. */
function parseVersion(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch, prerelease] = match;
  return {
    numbers: [Number(major), Number(minor), Number(patch)],
    prerelease: prerelease === undefined ? [] : prerelease.split('.'),
  };
}

/** Precedence of semantic versions: below, at or above zero. What stands after `+` does not count. */
function compareVersions(a: Version, b: Version): number {
  for (const [index, number] of a.numbers.entries()) {
    if (number !== b.numbers[index]) return number - b.numbers[index];
  }
  // A release comes after what was made on the way to it.
  if (a.prerelease.length === 0 || b.prerelease.length === 0) return b.prerelease.length - a.prerelease.length;
  for (const [index, part] of a.prerelease.entries()) {
    const other = b.prerelease[index];
    if (other === undefined) return 1;
    const order = compareIdentifiers(part, other);
    if (order !== 0) return order;
  }
  return a.prerelease.length - b.prerelease.length;
}

function compareIdentifiers(a: string, b: string): number {
  const [aIsNumber, bIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (aIsNumber && bIsNumber) return Number(a) - Number(b);
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}

type Condition = (version: Version) => boolean;

/**
 * Whether a version is one that a dependency asks for: `1.2.3`, `^1.2.0`, `~1.2.0`, `1.2.*`, `>=1.0.0 <2.0.0`, `*`. Undefined
 * where that cannot be told: a label stands for the version. Throws SyntaxError for a constraint that is malformed.
 */
export function isVersionWanted(version: string, wanted: string): boolean | undefined {
  const text = wanted.trim();
  if (text === '') return true;
  const isRange = /[><=!^~*,\s]|\.[xX]$/.test(text) && !text.startsWith('@');
  if (!isRange && parseVersion(text) === undefined) return undefined;
  const conditions = parseConstraint(text);
  const found = parseVersion(version.trim());
  return found === undefined ? undefined : conditions.every((condition) => condition(found));
}

function parseConstraint(text: string): Condition[] {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  if (parts.length === 0 || text.length > MAX_LENGTH) throw new SyntaxError(text);
  return parts.map(parseCondition);
}

function parseCondition(part: string): Condition {
  if (part === '*') return () => true;
  const wildcard = WILDCARD.exec(part);
  if (wildcard !== null) {
    const fixed = wildcard.slice(1).filter((number) => number !== undefined);
    return ({ numbers }) => fixed.every((number, index) => numbers[index] === Number(number));
  }
  const [, operator = '=', rest = ''] = COMPARISON.exec(part) ?? [];
  const base = parseVersion(rest);
  if (base === undefined) throw new SyntaxError(part);
  const compared = (version: Version): number => compareVersions(version, base);
  switch (operator) {
    case '>=':
      return (version) => compared(version) >= 0;
    case '<=':
      return (version) => compared(version) <= 0;
    case '>':
      return (version) => compared(version) > 0;
    case '<':
      return (version) => compared(version) < 0;
    case '!=':
      return (version) => compared(version) !== 0;
    case '^':
      return sameUpTo(
        base,
        Math.max(
          0,
          [...base.numbers, 1].findIndex((number) => number !== 0),
        ),
      );
    case '~':
      return sameUpTo(base, 1);
    default:
      return (version) => compared(version) === 0;
  }
}

/** Not older than a version, and equal in its numbers up to one of them: 0 is the major, 2 the patch number. */
function sameUpTo(base: Version, last: number): Condition {
  const fixed = base.numbers.slice(0, last + 1);
  return (version) =>
    compareVersions(version, base) >= 0 && fixed.every((number, index) => version.numbers[index] === number);
}
