/**
 * The differential corpus: small programs whose output must be what PUC Lua 5.3 prints. Files under `programs/<family>/`
 * hold several programs each, below lines `--- name`; `@wide` after the name marks those that need 64-bit integers.
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
}

/** Expectations by family and program name. */
export type Fixture = Record<string, Record<string, Expectation>>;

const NATIVE_ERROR = /(^|[\t\n]|^lua: )(?:[\w-]+:\d+: )?bad argument #(\d+) to '(?:\w+\.)?(\w+)'/g;

/**
 * Makes outcomes comparable: a native that another native calls (`pcall(math.floor)`) has no position and its full name
 * in PUC Lua's message, but the position of the Lua code below and its short name in this engine's. Addresses go too.
 */
export function comparable(outcome: Outcome): Outcome {
  const clean = (text: string) =>
    text.replace(NATIVE_ERROR, `$1bad argument #$2 to '$3'`).replace(/0x[0-9a-f]{6,}|builtin: [0-9a-f]+/g, 'ADDRESS');
  return { output: clean(outcome.output), error: outcome.error === null ? null : clean(outcome.error) };
}

const HEADING = /^--- (.+?)( @wide)?$/;

function parseFile(family: string, text: string): Program[] {
  const programs: Program[] = [];
  for (const line of text.split('\n')) {
    const heading = HEADING.exec(line);
    if (heading !== null) {
      programs.push({ family, name: heading[1] as string, source: '', wide: heading[2] !== undefined });
    } else if (programs.length > 0) {
      (programs.at(-1) as Program).source += `${line}\n`;
    }
  }
  return programs;
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
