/** Whether files are still as they were, as far as the file system tells without reading them. */
import { stat } from 'node:fs/promises';
import { type Clock, sleep } from '../../infrastructure/clock.ts';

/**
 * Milliseconds for which a file must have been left alone to count as written: times in file systems are coarse, so what
 * is written right after a look may have the same.
 */
const SETTLED = 30;

/** The stamp of a file that is not there. */
const MISSING = 'missing';

/** How often a file that goes on changing is waited for. */
const ROUNDS = 5;

export class FileStamps {
  readonly #clock: Clock;
  readonly #stamps = new Map<string, string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes how the files are; to be called before they are read. Waits a moment for those that are just written. */
  async take(paths: Iterable<string>): Promise<void> {
    await Promise.all(
      [...paths].map(async (path) => {
        for (let round = 0; round < ROUNDS; round += 1) {
          const { stamp, changed } = await look(path);
          this.#stamps.set(path, stamp);
          const age = this.#clock.now() - changed;
          // Times in the future are those of another machine.
          if (age >= SETTLED || age < -SETTLED) return;
          await sleep(this.#clock, SETTLED - Math.max(0, age));
        }
        this.#stamps.delete(path);
      }),
    );
  }

  /** Notes how files are that were read without a look before: those that had long been written when that began. */
  async takeSettled(paths: Iterable<string>, began: number): Promise<void> {
    await Promise.all(
      [...paths].map(async (path) => {
        const { stamp, changed } = await look(path);
        if (stamp !== MISSING && changed < began - SETTLED) this.#stamps.set(path, stamp);
      }),
    );
  }

  /** Those of the files that may differ from what was noted. */
  async differing(paths: Iterable<string>): Promise<Set<string>> {
    const found = new Set<string>();
    await Promise.all(
      [...paths].map(async (path) => {
        const known = this.#stamps.get(path);
        if (known === undefined || known !== (await look(path)).stamp) found.add(path);
      }),
    );
    return found;
  }
}

/** What tells one state of a file from another, and when it changed (milliseconds since 1970). */
async function look(path: string): Promise<{ readonly stamp: string; readonly changed: number }> {
  try {
    const { mtimeNs, ctimeNs, size, ino, ctimeMs } = await stat(path, { bigint: true });
    return { stamp: `${mtimeNs} ${ctimeNs} ${size} ${ino}`, changed: Number(ctimeMs) };
  } catch {
    return { stamp: MISSING, changed: 0 };
  }
}
