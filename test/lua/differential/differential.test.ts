import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { byFamily, comparable, type Fixture, loadCorpus, type Program } from './corpus.ts';
import { runInEngine } from './engine.ts';

const directory = fileURLToPath(new URL('.', import.meta.url));
const fixture = JSON.parse(readFileSync(`${directory}/expected.json`, 'utf8')) as Fixture;
const families = byFamily(loadCorpus(directory));

test('the corpus has at least 300 programs, and every one has an expectation', () => {
  const programs = [...families.values()].flat();
  expect(programs.length).toBeGreaterThanOrEqual(300);
  const missing = programs.filter(({ family, name }) => fixture[family]?.[name] === undefined);
  expect(missing.map(({ family, name }) => `${family}/${name}`)).toEqual([]);
});

describe.each([...families])('%s', (_family: string, programs: Program[]) => {
  test.each(programs.map((program) => [program.name, program] as const))('%s', (_name, program) => {
    const { lua54: _newer, ...expected } = fixture[program.family]?.[program.name] ?? { output: '', error: null };
    expect(comparable(runInEngine(program))).toEqual(comparable(expected));
  });
});
