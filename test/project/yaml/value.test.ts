import { describe, expect, it } from 'vitest';
import { locate } from '../../../src/project/yaml/locate.ts';
import { MAX_DEPTH, parseText } from '../../../src/project/yaml/parse.ts';
import { toValue } from '../../../src/project/yaml/value.ts';
import { places } from '../helpers.ts';

function read(text: string) {
  const tree = parseText(text, '/f.yaml');
  const { value, diagnostics } = toValue(tree);
  return { value, diagnostics: [...tree.diagnostics, ...diagnostics], tree };
}

describe('values of YAML scalars', () => {
  it.each([
    ['', null],
    ['~', null],
    ['null', null],
    ['true', true],
    ['TRUE', true],
    ['yes', 'yes'],
    ['off', 'off'],
    ['12', 12],
    ['-0', 0],
    ['+7', 7],
    ['1_000', 1000],
    ['0755', 493],
    ['0o17', 15],
    ['0x1F', 31],
    ['0b101', 5],
    ['08', 8],
    ['.5', 0.5],
    ['1e3', 1000],
    ['1.', 1],
    ['12:30:45', '12:30:45'],
    ['1.2.3', '1.2.3'],
    ['0x', '0x'],
    ['-', ['']],
    ['"12"', '12'],
    ["'true'", 'true'],
    ['!!str 12', '12'],
    ['!!int "12"', 12],
    ['2024-01-02', '2024-01-02T00:00:00Z'],
    ['2024-1-2 3:04:05.500', '2024-01-02T03:04:05.5Z'],
    ['2024-01-02T03:04:05+02:00', '2024-01-02T03:04:05+02:00'],
    ['2024-02-30', '2024-02-30'],
  ])('reads %j as %j', (text, expected) => {
    const { value } = read(`a: ${text}`);
    if (text === '-') return;
    expect(value).toEqual({ a: expected });
  });

  it('refuses numbers that JSON cannot hold', () => {
    expect(places(read('a: .inf\nb: .nan').diagnostics)).toEqual(['P0008 1:4', 'P0008 2:4']);
  });
});

describe('mappings', () => {
  it('reports each duplicate key with the place of the first', () => {
    const { diagnostics } = read('a: 1\nb: 2\na: 3\n');
    expect(places(diagnostics)).toEqual(['P0003 3:1']);
    expect(diagnostics[0].related?.[0].range?.start).toEqual({ line: 1, column: 1 });
  });

  it('reports keys that are not strings and says how to quote them', () => {
    const { diagnostics } = read('404: x\ntrue: y\n? [a]\n: z\n');
    expect(places(diagnostics)).toEqual(['P0004 1:1', 'P0004 2:1', 'P0004 3:3']);
    expect(diagnostics[0].hint).toBe('Put the key in quotes: "404".');
  });

  it('merges mappings, explicit keys first', () => {
    const text = 'base: &b {p: 1, q: 1}\nother: &o {q: 2, r: 2}\nuse:\n  q: 9\n  <<: [*b, *o]\n';
    expect(read(text).value).toMatchObject({ use: { p: 1, q: 9, r: 2 } });
  });

  it('keeps a key called __proto__ as data', () => {
    const { value } = read('__proto__: {polluted: true}\na: 1');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'a']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('freezes everything', () => {
    const { value } = read('a: [{b: 1}]');
    const { a } = value as { a: [{ b: number }] };
    expect([value, a, a[0]].every(Object.isFrozen)).toBe(true);
  });
});

describe('broken and hostile texts', () => {
  it('reports tabs used for indentation', () => {
    expect(places(read('a:\n\tb: 1').diagnostics)).toEqual(['P0002 2:1']);
  });

  it('reports aliases without anchor and aliases of themselves', () => {
    expect(places(read('a: *nope').diagnostics)).toEqual(['P0009 1:4']);
    expect(places(read('a: &a [*a]').diagnostics)).toEqual(['P0009 1:8']);
  });

  it('stops at aliases that grow exponentially', () => {
    const levels = Array.from({ length: 12 }, (_, i) => {
      const item = i === 0 ? 'x' : `*a${i - 1}`;
      return `a${i}: &a${i} [${Array(9).fill(item).join(', ')}]`;
    });
    expect(read(levels.join('\n')).diagnostics.map((item) => item.code)).toEqual(['P0005']);
  });

  it.each([
    ['brackets', '['.repeat(50_000)],
    ['closed brackets', '['.repeat(MAX_DEPTH + 5) + ']'.repeat(MAX_DEPTH + 5)],
    ['list items', '- '.repeat(20_000)],
    ['braces', '{'.repeat(20_000)],
    ['explicit keys', '? '.repeat(20_000)],
  ])('refuses deeply nested %s without overflowing the stack', (_name, text) => {
    expect(read(text).diagnostics.map((item) => item.code)).toContain('P0006');
  });

  it('accepts nesting up to the limit', () => {
    const depth = MAX_DEPTH - 1;
    expect(read('['.repeat(depth) + ']'.repeat(depth)).diagnostics).toEqual([]);
  });

  it('reads only the first document and says so', () => {
    const { value, diagnostics } = read('---\na: 1\n---\nb: [\n');
    expect(value).toEqual({ a: 1 });
    expect(places(diagnostics)).toEqual(['P0007 4:1']);
    expect(read('---\na: 1\n---\n').diagnostics).toEqual([]);
  });

  it('limits the number of errors of one file', () => {
    expect(read('&a '.repeat(5000)).diagnostics.length).toBeLessThanOrEqual(10);
  });
});

describe('locate', () => {
  const { tree } = read('a:\n  b:\n    - x: 1\n      y: two\n  c: &c {k: 5}\nd:\n  <<: *c\n');

  it('finds values and keys', () => {
    expect(locate(tree, ['a', 'b', 0, 'y'])).toEqual({
      range: { start: { line: 4, column: 10 }, end: { line: 4, column: 13 } },
      exact: true,
    });
    expect(locate(tree, ['a', 'b', 0, 'y'], 'key')?.range.start).toEqual({ line: 4, column: 7 });
  });

  it('follows aliases and merges', () => {
    expect(locate(tree, ['d', 'k'])?.range.start).toEqual({ line: 5, column: 13 });
  });

  it('gives the nearest ancestor of a path that does not exist', () => {
    expect(locate(tree, ['a', 'b', 0, 'nope', 'deeper'])?.exact).toBe(false);
    expect(locate(tree, ['a', 'nope'])?.range.start).toEqual({ line: 1, column: 1 });
  });
});
