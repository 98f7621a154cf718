/**
 * What an earlier start has found out about the texts of a project: entries of definition files, facts of Lua sources. All
 * of it follows from the text alone, whose hash finds it again.
 */
import { createHash } from 'node:crypto';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import type { UserCache } from '../../infrastructure/user-cache.ts';
import { rememberSound, type SourceFacts } from '../../lua/index.ts';
import { type ParsedFile, parseEntryFile } from '../entries/parse-file.ts';
import { restoreFile, type StoredFile, storeFile } from './stored-file.ts';

/** A project with fewer characters than this is read as quickly without. */
const SMALL_PROJECT = 32 * 1024;

export interface ProjectMemoryOptions {
  readonly cache: UserCache;
  /** Absolute path of the project. */
  readonly directory: string;
  /** What tells one version of the program from another. */
  readonly program: string;
}

interface Stored {
  readonly program: string;
  readonly files: Readonly<Record<string, StoredFile>>;
  readonly facts: Readonly<Record<string, SourceFacts>>;
}

export class ProjectMemory {
  readonly #options: ProjectMemoryOptions;
  readonly #name: string;
  readonly #known: Stored;
  readonly #files: Record<string, StoredFile> = {};
  readonly #facts: Record<string, SourceFacts> = {};
  #characters = 0;
  #learnt = false;
  #saved = false;

  constructor(options: ProjectMemoryOptions) {
    this.#options = options;
    this.#name = `project-${hashOf(options.directory).slice(0, 32)}.json`;
    const stored = options.cache.read(this.#name);
    const isOurs = isPlainObject(stored) && stored['program'] === options.program;
    this.#known = isOurs ? (stored as unknown as Stored) : { program: options.program, files: {}, facts: {} };
  }

  /** As `parseEntryFile`. */
  readonly parse = (text: string, file: string): ParsedFile => {
    const hash = this.#see(text);
    const known = this.#known.files[hash];
    if (known !== undefined) {
      this.#files[hash] = known;
      return restoreFile(known, file);
    }
    const parsed = parseEntryFile(text, file);
    const stored = storeFile(parsed);
    if (stored !== undefined && !this.#saved) {
      this.#files[hash] = stored;
      this.#learnt = true;
    }
    return parsed;
  };

  /** As `inspect`, which is asked where nothing is known. */
  inspector(inspect: (source: string) => SourceFacts): (source: string) => SourceFacts {
    return (source) => {
      const hash = this.#see(source);
      const known = this.#facts[hash] ?? this.#known.facts[hash];
      if (known === undefined) this.#learnt = true;
      else if (known.problems.length === 0) rememberSound(source);
      const facts = known ?? inspect(source);
      if (!this.#saved) this.#facts[hash] = facts;
      return facts;
    };
  }

  /**
   * Keeps what was asked since the start; what was not asked for belongs to texts that are gone. Nothing is learnt after
   * it, so that a long session does not remember every text that there was.
   */
  save(): void {
    this.#saved = true;
    if (!this.#learnt || this.#characters < SMALL_PROJECT) return;
    const { cache, program } = this.#options;
    cache.write(this.#name, { program, files: this.#files, facts: this.#facts });
  }

  #see(text: string): string {
    this.#characters += text.length;
    return hashOf(text);
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
