/** A history that goes on in memory where the start of a process cannot use its file. */
import { toWippyError, type WippyError } from '../../../infrastructure/errors.ts';
import type { EntryState } from '../entry-state.ts';
import type { ChangeSet } from '../operations/operation.ts';
import type { Version, VersionRecord } from '../version.ts';
import type {
  CurrentEntries,
  Detachment,
  Difference,
  FileChanges,
  History,
  PruneReport,
  RestoredState,
  VersionDraft,
} from './history.ts';
import { createMemoryHistory } from './memory-history.ts';

class FallbackHistory implements History {
  #history: History;
  readonly #keep: number;
  readonly #onFailure: (error: WippyError) => void;
  #restored: RestoredState | undefined;
  #starting = true;

  constructor(history: History, keep: number, onFailure: (error: WippyError) => void) {
    this.#history = history;
    this.#keep = keep;
    this.#onFailure = onFailure;
  }

  get name(): History['name'] {
    return this.#history.name;
  }

  async restore(known: EntryState): Promise<RestoredState> {
    this.#restored = await this.#attempt(() => this.#history.restore(known));
    return this.#restored;
  }

  append(draft: VersionDraft, files: FileChanges, current?: () => CurrentEntries): Promise<Version> {
    return this.#last(() => this.#history.append(draft, files, current));
  }

  appendFailed(draft: VersionDraft, error: string): Promise<Version> {
    return this.#last(() => this.#history.appendFailed(draft, error));
  }

  amend(files: FileChanges): Promise<void> {
    return this.#last(() => this.#history.amend(files));
  }

  moveHead(id: number, changes: ChangeSet, files: FileChanges): Promise<void> {
    return this.#history.moveHead(id, changes, files);
  }

  head(): Promise<Version> {
    return this.#history.head();
  }

  detachment(): Promise<Detachment | null> {
    return this.#history.detachment();
  }

  get(id: number): Promise<VersionRecord | undefined> {
    return this.#history.get(id);
  }

  find(id: number): Promise<Version | undefined> {
    return this.#history.find(id);
  }

  list(): Promise<Version[]> {
    return this.#history.list();
  }

  log(limit?: number): Promise<Version[]> {
    return this.#history.log(limit);
  }

  difference(from: number, to: number): Promise<Difference> {
    return this.#history.difference(from, to);
  }

  sources(id: number): Promise<ReadonlyMap<string, string> | undefined> {
    return this.#history.sources(id);
  }

  prune(keep: number): Promise<PruneReport> {
    return this.#history.prune(keep);
  }

  close(): Promise<void> {
    return this.#history.close();
  }

  /** The first change of a process ends its start: from then on a change that cannot be kept is refused. */
  async #last<T>(work: () => Promise<T>): Promise<T> {
    const result = await this.#attempt(work);
    this.#starting = false;
    return result;
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      const error = toWippyError(thrown);
      if (!this.#starting) throw error;
      this.#starting = false;
      await this.#history.close().catch(() => undefined);
      const restored = this.#restored;
      this.#history = createMemoryHistory({
        keep: this.#keep,
        ...(restored === undefined ? {} : { start: async () => restored }),
      });
      if (restored !== undefined) await this.#history.restore(restored.state);
      this.#onFailure(error);
      return await work();
    }
  }
}

/**
 * Uses `history`, or memory from the moment where it fails before the first change of the process was kept. Later failures
 * are thrown.
 * @param onFailure told once, with the reason.
 */
export function withMemoryFallback(
  history: History,
  options: { readonly keep?: number; readonly onFailure: (error: WippyError) => void },
): History {
  return new FallbackHistory(history, options.keep ?? 0, options.onFailure);
}
