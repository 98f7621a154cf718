/** Definition files as they were read last, so that a reload reads only what has changed. */

import type { LoadedFileResult } from './load-directory.ts';
import { originOf } from './locate-entry.ts';
import type { ScannedFiles } from './scan.ts';

/** A definition file that is as it was, and the files that it includes and that are not. */
export interface OutdatedFile {
  readonly result: LoadedFileResult;
  readonly includes: ReadonlySet<string>;
}

export class FileCache {
  readonly #files = new Map<string, LoadedFileResult>();
  readonly #outdated = new Map<string, { readonly result: LoadedFileResult; readonly includes: Set<string> }>();
  /** The definition files that include a file. */
  readonly #users = new Map<string, Set<string>>();
  readonly #scans = new Map<string, ScannedFiles>();

  get(path: string): LoadedFileResult | undefined {
    return this.#files.get(path);
  }

  /** A definition file of which only the included files have changed. */
  outdated(path: string): OutdatedFile | undefined {
    return this.#outdated.get(path);
  }

  set(path: string, result: LoadedFileResult): void {
    this.#files.set(path, result);
    this.#outdated.delete(path);
    for (const entry of result.file.entries) {
      for (const included of originOf(entry)?.includes ?? []) {
        const users = this.#users.get(included);
        if (users === undefined) this.#users.set(included, new Set([path]));
        else users.add(path);
      }
    }
  }

  /** The files of a directory, as long as none can have come or gone. */
  scan(root: string): ScannedFiles | undefined {
    return this.#scans.get(root);
  }

  setScan(root: string, files: ScannedFiles): void {
    this.#scans.set(root, files);
  }

  /** Whether the path is a file that was read, or one that an entry includes, be it there or not. */
  knows(path: string): boolean {
    return this.#files.has(path) || this.#outdated.has(path) || this.#users.has(path);
  }

  /** All files that were read, and those that entries include. */
  paths(): string[] {
    return [...new Set([...this.#files.keys(), ...this.#outdated.keys(), ...this.#users.keys()])];
  }

  /** Whether a file is only included by others, so that a change of it changes nothing but their entries. */
  isIncluded(path: string): boolean {
    return this.#users.has(path) && !this.#files.has(path) && !this.#outdated.has(path);
  }

  /** Forgets the file; definition files that include it will read it again. */
  invalidate(path: string): void {
    if (!this.isIncluded(path)) this.#scans.clear();
    this.#files.delete(path);
    this.#outdated.delete(path);
    for (const user of this.#users.get(path) ?? []) {
      const result = this.#files.get(user);
      if (result !== undefined) {
        this.#files.delete(user);
        this.#outdated.set(user, { result, includes: new Set() });
      }
      this.#outdated.get(user)?.includes.add(path);
    }
  }

  clear(): void {
    this.#files.clear();
    this.#outdated.clear();
    this.#users.clear();
    this.#scans.clear();
  }
}
