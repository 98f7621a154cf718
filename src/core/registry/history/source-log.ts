/** Which texts the files had at which version, in memory. */
import type { Version } from '../version.ts';
import type { SourceSnapshot } from './history.ts';

export class SourceLog {
  readonly #texts = new Map<number, ReadonlyMap<string, string>>();
  /** The version whose files belong to a version: its own, or those it came from or went back to. */
  readonly #origin = new Map<number, number>();
  #latest: ReadonlyMap<string, string> = new Map();

  /** Notes a version and, where it came with them, the texts of the files. */
  note(version: Version, snapshot: SourceSnapshot | undefined): void {
    if (snapshot === undefined) {
      const from = originOf(version);
      const origin = from === null ? undefined : this.#origin.get(from);
      if (origin !== undefined && !this.#origin.has(version.id)) this.#origin.set(version.id, origin);
      return;
    }
    const texts = new Map(snapshot.complete ? [] : this.#latest);
    for (const [path, text] of snapshot.texts) {
      if (text === null) texts.delete(path);
      else texts.set(path, text);
    }
    this.#latest = texts;
    this.#texts.set(version.id, texts);
    this.#origin.set(version.id, version.id);
  }

  at(id: number): ReadonlyMap<string, string> | undefined {
    const origin = this.#origin.get(id);
    return origin === undefined ? undefined : this.#texts.get(origin);
  }
}

/** Where the files of a version that came without its own are found. */
export function originOf({ cause, parent }: Pick<Version, 'cause' | 'parent'>): number | null {
  return cause.kind === 'rollback' && cause.version !== undefined ? cause.version : parent;
}
