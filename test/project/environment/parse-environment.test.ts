import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEnvironment } from '../../../src/project/environment/parse-environment.ts';
import { places } from '../helpers.ts';

const parse = (text: string) => parseEnvironment(text, '/project/.env');

describe('a file of variables', () => {
  it('has values in quotes or without, over lines, with comments', () => {
    const text = [
      '# a comment',
      'PLAIN=one # the rest is a comment',
      'export EXPORTED = two ',
      '',
      "SINGLE='three # four'",
      'DOUBLE="line\\nbreak"',
      'LINES="first',
      'second"',
      'EMPTY=',
      'AFTER=x',
    ].join('\n');
    const { variables, diagnostics } = parse(text);
    expect(diagnostics).toEqual([]);
    expect(Object.fromEntries(variables)).toEqual({
      PLAIN: 'one',
      EXPORTED: 'two',
      SINGLE: 'three # four',
      DOUBLE: 'line\nbreak',
      LINES: 'first\nsecond',
      EMPTY: '',
      AFTER: 'x',
    });
  });

  it.each([
    ['A=1\nGREETING hello\nB=2', 'P0414 2:1', ['A', 'B'], 'the line assigns no variable'],
    ['=1\nB=2', 'P0414 1:1', ['B'], 'there is no name before "="'],
    ['  MY NAME=1\nB=2', 'P0414 1:3', ['B'], '"MY NAME" is no name of a variable'],
    ['A="open\nB=2', 'P0414 1:3', ['B'], 'the quote " is not closed'],
    ['A="open\nB="two"\nC=3', 'P0414 1:3', ['B', 'C'], 'there is text after the closing quote "'],
    ["A='x'y\nB=2", 'P0414 1:3', ['B'], "there is text after the closing quote '"],
  ])('says where the mistake of %j is, and keeps the other lines', (text, place, names, message) => {
    const { variables, diagnostics } = parse(text);
    expect(places(diagnostics)).toEqual([place]);
    expect(diagnostics[0]).toMatchObject({ message, file: '/project/.env', severity: 'error' });
    expect([...variables.keys()]).toEqual(names);
  });

  it('means what Node takes from it wherever no line is a mistake', () => {
    // Node 20 misreads lines that begin with white space, and a comment in the last line; no lines like these are made.
    const value = fc.array(fc.constantFrom('"', "'", '`', ' ', '#', '=', '\\n', '\n', '1', 'x y'), { maxLength: 6 });
    const line = fc.oneof(
      fc.constantFrom('', '# A=1', '#'),
      fc
        .tuple(fc.constantFrom('', 'export '), fc.constantFrom('A', 'B_2', 'c.d'), value)
        .map(([prefix, name, parts]) => `${prefix}${name}=${parts.join('')}`),
    );
    let compared = 0;
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        const text = [...lines, 'END=1', ''].join('\n');
        const { variables, diagnostics } = parse(text);
        if (diagnostics.length > 0 || /^[ \t]|=[ \t]+$/m.test(text)) return;
        compared += 1;
        expect(Object.fromEntries(variables)).toEqual({ ...parseEnv(text) });
      }),
      { numRuns: 2000 },
    );
    expect(compared).toBeGreaterThan(300);
  });
});
