/** Random programs against Lua 5.3. `RANDOM_PROGRAMS=5000` runs more of them. */

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { comparable } from './corpus.ts';
import { runInEngine } from './engine.ts';
import { isInstalled, runInPuc } from './puc.ts';
import { randomPrograms } from './random.ts';

const directory = fileURLToPath(new URL('.', import.meta.url));
const count = Number(process.env.RANDOM_PROGRAMS ?? 100);

describe.skipIf(!isInstalled('lua5.3'))('random programs', () => {
  it('print what they print in Lua 5.3', () => {
    for (let first = 1; first <= count; first += 100) {
      const programs = randomPrograms(first, Math.min(100, count - first + 1));
      const outcomes = runInPuc('lua5.3', directory, programs).map(comparable);
      programs.forEach((program, index) => {
        const { name, source } = program;
        expect({ name, source, ...comparable(runInEngine(program)) }).toEqual({ name, source, ...outcomes[index] });
      });
    }
  });
});
