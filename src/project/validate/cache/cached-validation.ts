/** Results of checks that hold as long as nothing changes that they depend on. */

import { hashOf } from '../../../infrastructure/checked-file.ts';
import { isPlainObject } from '../../../infrastructure/plain-data.ts';
import type { SourceFacts } from '../../../lua/index.ts';
import type { LoadProjectOptions } from '../../load-project.ts';
import { type ProjectCheck, type Validation, validateLoaded } from '../validate-project.ts';
import { CacheFolder } from './cache-folder.ts';
import { areCurrent, type Inputs, inputsOf } from './inputs.ts';

/** Makes the check; only called where there is no result, because it needs the whole program. */
export type LoadCheck = () => Promise<{
  readonly check: (...args: [...Parameters<ProjectCheck>, (source: string) => SourceFacts]) => ReturnType<ProjectCheck>;
  readonly inspect: (source: string) => SourceFacts;
}>;

export interface CacheOptions {
  /** What tells one version of the program from another. */
  readonly program: string;
}

interface StoredResult {
  readonly inputs: Inputs;
  readonly validation: Omit<Validation, 'namespaces'> & { readonly namespaces: readonly [string, string][] };
}

const RESULT = 'validate-';
const FACTS = 'lua-facts.json';

/** As `validateProject`, with a former result where it still holds. `directory` is absolute. */
export async function validateCached(
  directory: string,
  options: LoadProjectOptions,
  loadCheck: LoadCheck,
  { program }: CacheOptions,
): Promise<Validation> {
  const folder = new CacheFolder(directory);
  const { lockFile, configFiles, profiles, set, overrides } = options;
  const key = hashOf(JSON.stringify([program, lockFile, configFiles, profiles, set, overrides]));
  const name = `${RESULT}${key.slice(0, 32)}.json`;
  const known = folder.read(name) as StoredResult | undefined;
  if (known !== undefined && (await areCurrent(known.inputs, directory, options))) {
    return { ...known.validation, namespaces: new Map(known.validation.namespaces) };
  }
  const { check, inspect } = await loadCheck();
  const facts = new FactsCache(folder, program, inspect);
  const { validation, project } = await validateLoaded(directory, options, (loaded) => check(loaded, facts.of));
  facts.save();
  const inputs = await inputsOf(project, options);
  folder.write(name, { inputs, validation: { ...validation, namespaces: [...validation.namespaces] } });
  folder.prune(RESULT);
  return validation;
}

/** Facts of Lua sources by the hash of their text. */
class FactsCache {
  readonly #folder: CacheFolder;
  readonly #program: string;
  readonly #inspect: (source: string) => SourceFacts;
  readonly #known: ReadonlyMap<string, SourceFacts>;
  readonly #used = new Map<string, SourceFacts>();

  constructor(folder: CacheFolder, program: string, inspect: (source: string) => SourceFacts) {
    this.#folder = folder;
    this.#program = program;
    this.#inspect = inspect;
    const stored = folder.read(FACTS);
    const isOurs = isPlainObject(stored) && stored['program'] === program && isPlainObject(stored['facts']);
    this.#known = new Map(isOurs ? Object.entries(stored['facts'] as Record<string, SourceFacts>) : []);
  }

  readonly of = (source: string): SourceFacts => {
    const hash = hashOf(source);
    const facts = this.#used.get(hash) ?? this.#known.get(hash) ?? this.#inspect(source);
    this.#used.set(hash, facts);
    return facts;
  };

  /** Keeps the facts of the sources that are there; those of others are forgotten. */
  save(): void {
    const isSame =
      this.#used.size === this.#known.size && [...this.#used.keys()].every((hash) => this.#known.has(hash));
    if (!isSame) this.#folder.write(FACTS, { program: this.#program, facts: Object.fromEntries(this.#used) });
  }
}
