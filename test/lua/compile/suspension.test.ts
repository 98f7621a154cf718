import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { byFamily, loadCorpus } from '../differential/corpus.ts';
import { generatedPrograms } from '../differential/generated.ts';
import { EVERYWHERE, run } from './run.ts';

const generated = new Set(generatedPrograms().map(({ family }) => family));
const families = byFamily(loadCorpus(fileURLToPath(new URL('../differential', import.meta.url))));

describe('a program that is suspended at every poll', () => {
  for (const [family, programs] of families) {
    if (generated.has(family)) continue;
    it(`does what it does undisturbed: ${family}`, () => {
      for (const { name, source } of programs) {
        expect(`${name}: ${run(source, EVERYWHERE).output}`).toBe(`${name}: ${run(source).output}`);
      }
    });
  }

  it('is really suspended', () => {
    expect(
      run('local function f(g) return g() end for i = 1, 10 do f(print) end', EVERYWHERE).preempted,
    ).toBeGreaterThan(15);
  });
});
