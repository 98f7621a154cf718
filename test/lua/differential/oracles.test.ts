/** The recorded expectations against the implementations that they came from, where those are on the machine. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { byFamily, comparable, type Expectation, type Fixture, loadCorpus, type Program } from './corpus.ts';
import { runInFengari } from './fengari.ts';
import { isInstalled, runInPuc } from './puc.ts';

const directory = fileURLToPath(new URL('.', import.meta.url));
const fixture = JSON.parse(readFileSync(`${directory}/expected.json`, 'utf8')) as Fixture;
const families = [...byFamily(loadCorpus(directory))];

function expectation({ family, name }: Program): Expectation {
  return fixture[family]?.[name] as Expectation;
}

function recorded(program: Program, version: string): { output: string; error: string | null } {
  const { lua54, fengari: _other, ...older } = expectation(program);
  return version === 'lua5.4' ? (lua54 ?? older) : older;
}

for (const command of ['lua5.3', 'lua5.4']) {
  describe.skipIf(!isInstalled(command))(`${command} still does what was recorded`, () => {
    test.each(families)('%s', (_family, programs) => {
      const outcomes = runInPuc(command, directory, programs);
      expect(outcomes.map(comparable)).toEqual(programs.map((program) => recorded(program, command)));
    });
  });
}

describe('fengari agrees with Lua 5.3 where 32-bit integers do', () => {
  test.each(families)('%s', (_family, programs) => {
    const fit = programs.filter((program) => !program.wide && expectation(program).fengari === undefined);
    for (const program of fit) {
      expect({ name: program.name, ...comparable(runInFengari(program)) }).toEqual({
        name: program.name,
        ...recorded(program, 'lua5.3'),
      });
    }
  });
});
