import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { byFamily, comparable, expectedOutcome, type Fixture, loadCorpus, type Program } from './corpus.ts';
import { KNOWN_DEVIATIONS } from './deviations.ts';
import { runInEngine } from './engine.ts';

const directory = fileURLToPath(new URL('.', import.meta.url));
const fixture = JSON.parse(readFileSync(`${directory}/expected.json`, 'utf8')) as Fixture;
const families = byFamily(loadCorpus(directory));
const key = ({ family, name }: Program) => `${family}/${name}`;

test('the corpus has at least 300 programs', () => {
  expect([...families.values()].flat().length).toBeGreaterThanOrEqual(300);
});

test('every known deviation names a program of the corpus', () => {
  const names = new Set([...families.values()].flat().map(key));
  expect(Object.keys(KNOWN_DEVIATIONS).filter((name) => !names.has(name))).toEqual([]);
});

describe.each([...families])('%s', (_family: string, programs: Program[]) => {
  for (const program of programs) {
    // A known deviation that is gone fails here, so that it leaves the list.
    const run = key(program) in KNOWN_DEVIATIONS ? test.fails : test;
    run(program.name, () => {
      expect(comparable(runInEngine(program))).toEqual(expectedOutcome(program, fixture));
    });
  }
});
