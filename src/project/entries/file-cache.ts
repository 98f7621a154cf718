/** Definition files as they were read last, so that a reload reads only what has changed. */

import type { LoadedFileResult } from './load-directory.ts';
import { originOf } from './locate-entry.ts';

export class FileCache {
  readonly #files = new Map<string, LoadedFileResult>();
  /** The definition files that include a file. */
  readonly #users = new Map<string, Set<string>>();

  get(path: string): LoadedFileResult | undefined {
    return this.#files.get(path);
  }

  set(path: string, result: LoadedFileResult): void {
    this.#files.set(path, result);
    for (const entry of result.file.entries) {
      for (const included of originOf(entry)?.includes ?? []) {
        const users = this.#users.get(included);
        if (users === undefined) this.#users.set(included, new Set([path]));
        else users.add(path);
      }
    }
  }

  /** Whether the path is a file that was read, or one that an entry includes, be it there or not. */
  knows(path: string): boolean {
    return this.#files.has(path) || this.#users.has(path);
  }

  /** All files that were read, and those that entries include. */
  paths(): string[] {
    return [...new Set([...this.#files.keys(), ...this.#users.keys()])];
  }

  /** Forgets the file, and the definition files that include it. */
  invalidate(path: string): void {
    this.#files.delete(path);
    for (const user of this.#users.get(path) ?? []) this.#files.delete(user);
    this.#users.delete(path);
  }

  clear(): void {
    this.#files.clear();
    this.#users.clear();
  }
}
