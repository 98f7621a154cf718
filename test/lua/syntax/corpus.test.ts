import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, type SyntaxKind, walk } from '../../../src/lua/syntax/index.ts';

/** Programs of plain Lua with what PUC Lua 5.3 says of each; see corpus/generate.ts. */
const CORPUS = JSON.parse(readFileSync(new URL('corpus/accept-reject.json', import.meta.url), 'utf8')) as [
  string,
  string,
][];

const DIALECT: ReadonlySet<SyntaxKind> = new Set<SyntaxKind>(['Cast', 'NonNil', 'Type', 'Interface']);

describe('plain Lua', () => {
  it('has programs of both sorts to compare', () => {
    expect(CORPUS.filter(([, answer]) => answer === 'ok').length).toBeGreaterThan(200);
    expect(CORPUS.filter(([, answer]) => answer !== 'ok').length).toBeGreaterThan(200);
  });

  it('is accepted and rejected as PUC Lua 5.3 does, with its first message and line', () => {
    for (const [source, answer] of CORPUS) {
      const [problem] = parse(source).problems;
      // PUC Lua names the last line of a string over several lines, a problem here begins where its range begins.
      const spansLines = problem && source.slice(problem.start, problem.end).includes('\n');
      const line = spansLines ? Number.parseInt(answer, 10) : problem?.line;
      expect(problem ? `${line}: ${problem.message}` : 'ok', source).toBe(answer);
    }
  });

  it('is never read as the dialect', () => {
    for (const [source, answer] of CORPUS) {
      if (answer !== 'ok') continue;
      walk(parse(source), { enter: (node) => expect(DIALECT.has(node.kind), source).toBe(false) });
    }
  });
});
