/**
 * The differential corpus: small programs whose output must be what PUC Lua 5.3 prints. Files under `programs/<family>/`
 * hold several programs each, below lines `--- name`; `@wide` after the name marks those that need 64-bit integers, `@5.4` those
 * where the engine follows Lua 5.4: strings that spell integers stay integers in arithmetic, and `__call` may be a callable
 * table.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedPrograms } from './generated.ts';

export interface Program {
  family: string;
  name: string;
  source: string;
  /** Needs 64-bit integers: fengari, whose integers have 32 bits, cannot run it. */
  wide: boolean;
  /** Must do what Lua 5.4 does, where it differs from 5.3. */
  newer?: boolean;
}

/** What one implementation does with a program. */
export interface Outcome {
  /** Everything that it printed. */
  output: string;
  /** The message of an error that nothing caught, or null. */
  error: string | null;
}

export interface Expectation extends Outcome {
  /** What Lua 5.4 does, where that differs. */
  lua54?: Outcome;
  /** Set where fengari does otherwise (its numbers print differently in places, and divisions of floats differ). */
  fengari?: 'differs';
}

/** Expectations by family and program name. */
export type Fixture = Record<string, Record<string, Expectation>>;

/** Makes outcomes comparable: addresses differ from run to run. */
export function comparable(outcome: Outcome): Outcome {
  const clean = (text: string) => text.replace(/0x[0-9a-f]{6,}|builtin: [0-9a-f]+/g, 'ADDRESS');
  return { output: clean(outcome.output), error: outcome.error === null ? null : clean(outcome.error) };
}

const HEADING = /^--- (.+?)( @wide)?( @5\.4)?$/;

function parseFile(family: string, text: string): Program[] {
  const programs: Program[] = [];
  for (const line of text.split('\n')) {
    const heading = HEADING.exec(line);
    if (heading !== null) {
      const [, name = '', wide, newer] = heading;
      programs.push({ family, name, source: '', wide: wide !== undefined, newer: newer !== undefined });
    } else if (programs.length > 0) {
      (programs.at(-1) as Program).source += `${line}\n`;
    }
  }
  return programs;
}

/** What the engine must do. */
export function expectedOutcome({ family, name, newer }: Program, fixture: Fixture): Outcome {
  const expectation = fixture[family]?.[name];
  if (expectation === undefined) throw new Error(`no expectation for ${family}/${name}: record the corpus again`);
  const { lua54, fengari: _other, ...older } = expectation;
  return comparable(newer === true ? (lua54 ?? older) : older);
}

/** All programs; `directory` is the folder of this file. Names are unique within a family. */
export function loadCorpus(directory: string): Program[] {
  const root = join(directory, 'programs');
  const programs: Program[] = [];
  for (const family of readdirSync(root).sort()) {
    for (const file of readdirSync(join(root, family)).sort()) {
      programs.push(...parseFile(family, readFileSync(join(root, family, file), 'utf8')));
    }
  }
  programs.push(...generatedPrograms());
  const seen = new Set<string>();
  for (const { family, name } of programs) {
    const key = `${family}/${name}`;
    if (seen.has(key)) throw new Error(`two programs of the corpus are called ${key}`);
    seen.add(key);
  }
  return programs;
}

/** The programs of each family. */
export function byFamily(programs: readonly Program[]): Map<string, Program[]> {
  const families = new Map<string, Program[]>();
  for (const program of programs) {
    const family = families.get(program.family) ?? [];
    family.push(program);
    families.set(program.family, family);
  }
  return families;
}
