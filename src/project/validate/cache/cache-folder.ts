/** Files of `.wippy/cache`. A cache is never a reason to fail: what cannot be read or written is not there. */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readChecked, writeChecked } from '../../../infrastructure/checked-file.ts';

/** Results that are kept; each combination of flags has one. */
const MAX_RESULTS = 8;

export class CacheFolder {
  readonly #path: string;

  /** `directory` is that of the project. */
  constructor(directory: string) {
    this.#path = join(directory, '.wippy', 'cache');
  }

  /** The data of a file, or undefined where it is missing or damaged. */
  read(name: string): unknown {
    try {
      return readChecked(join(this.#path, name));
    } catch {
      return undefined;
    }
  }

  write(name: string, data: unknown): void {
    try {
      mkdirSync(this.#path, { recursive: true });
      const ignore = join(this.#path, '.gitignore');
      if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
      writeChecked(join(this.#path, name), data);
    } catch {
      // It is made again the next time.
    }
  }

  /** Removes the oldest results. */
  prune(prefix: string): void {
    try {
      const files = readdirSync(this.#path).filter((name) => name.startsWith(prefix));
      const dated = files.map((name) => ({ name, time: statSync(join(this.#path, name)).mtimeMs }));
      dated.sort((a, b) => b.time - a.time);
      for (const { name } of dated.slice(MAX_RESULTS)) rmSync(join(this.#path, name), { force: true });
    } catch {
      // Somebody else is tidying up.
    }
  }

  clear(): void {
    rmSync(this.#path, { recursive: true, force: true });
  }
}
