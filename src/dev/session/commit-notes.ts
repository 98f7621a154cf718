/** The commits of versions, which are found out after a save has taken effect: git takes longer than the save does. */
import type { GitState, Registry } from '../../core/registry/index.ts';

export interface CommitNotesOptions {
  readonly registry: Pick<Registry, 'noteGit'> & { readonly history: Pick<Registry['history'], 'log'> };
  readonly readGit: () => Promise<GitState | null>;
  /** Told why a note could not be kept. */
  readonly onFailure: (error: unknown) => void;
}

export class CommitNotes {
  readonly #options: CommitNotesOptions;
  readonly #waiting = new Set<number>();
  #work: Promise<void> | undefined;

  constructor(options: CommitNotesOptions) {
    this.#options = options;
  }

  /** Notes the commit of the newest version, applied or failed, soon. */
  async noteNewest(): Promise<void> {
    const [newest] = await this.#options.registry.history.log(1);
    if (newest === undefined) return;
    this.#waiting.add(newest.id);
    this.#work ??= this.#run().finally(() => {
      this.#work = undefined;
    });
  }

  /** Resolves when nothing is left to note. */
  async settled(): Promise<void> {
    await this.#work;
  }

  async #run(): Promise<void> {
    const { registry, readGit, onFailure } = this.#options;
    while (this.#waiting.size > 0) {
      const ids = [...this.#waiting];
      this.#waiting.clear();
      try {
        const git = await readGit();
        for (const id of ids) await registry.noteGit(id, git);
      } catch (error) {
        onFailure(error);
      }
    }
  }
}
