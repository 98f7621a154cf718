/** Files of `.wippy/cache`. A cache is never a reason to fail: what cannot be read or written is not there. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Results that are kept; each combination of flags has one. */
const MAX_RESULTS = 8;

/** SHA-256 in hexadecimal digits. */
export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

export class CacheFolder {
  readonly #path: string;

  /** `directory` is that of the project. */
  constructor(directory: string) {
    this.#path = join(directory, '.wippy', 'cache');
  }

  /** The data of a file, or undefined where it is missing or damaged. */
  read(name: string): unknown {
    try {
      const text = readFileSync(join(this.#path, name), 'utf8');
      const end = text.indexOf('\n');
      const body = text.slice(end + 1);
      return hashOf(body) === text.slice(0, end) ? JSON.parse(body) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Writes a file in one step, so that nobody reads half of it. */
  write(name: string, data: unknown): void {
    const target = join(this.#path, name);
    const temporary = `${target}.${process.pid}`;
    try {
      mkdirSync(this.#path, { recursive: true });
      const ignore = join(this.#path, '.gitignore');
      if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
      const body = JSON.stringify(data);
      writeFileSync(temporary, `${hashOf(body)}\n${body}`);
      renameSync(temporary, target);
    } catch {
      discard(temporary);
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

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It was never written: something else is where the directory should be.
  }
}
