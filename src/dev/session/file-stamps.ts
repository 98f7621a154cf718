/** Whether files are still as they were, as far as the file system tells without reading them. */
import { stat } from 'node:fs/promises';

/**
 * Milliseconds for which a file must have been left alone: times in file systems are coarse, so what is written at once
 * after a look may have the same.
 */
const SETTLED = 30;

export class FileStamps {
  readonly #stamps = new Map<string, string>();

  /** Notes how the files are; to be called before they are read. */
  async take(paths: Iterable<string>): Promise<void> {
    await Promise.all(
      [...paths].map(async (path) => {
        const stamp = await stampOf(path, SETTLED);
        if (stamp === undefined) this.#stamps.delete(path);
        else this.#stamps.set(path, stamp);
      }),
    );
  }

  /** Those of the files that may differ from what was noted. */
  async differing(paths: Iterable<string>): Promise<Set<string>> {
    const found = new Set<string>();
    const look = async (path: string): Promise<void> => {
      const known = this.#stamps.get(path);
      if (known === undefined || known !== (await stampOf(path, 0))) found.add(path);
    };
    await Promise.all([...paths].map(look));
    return found;
  }
}

/** Undefined for a file that has changed within the last milliseconds. */
async function stampOf(path: string, settled: number): Promise<string | undefined> {
  try {
    const { mtimeNs, ctimeNs, size, ino, ctimeMs } = await stat(path, { bigint: true });
    if (Date.now() - Number(ctimeMs) < settled) return undefined;
    return `${mtimeNs} ${ctimeNs} ${size} ${ino}`;
  } catch {
    return 'missing';
  }
}
