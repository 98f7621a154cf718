/** A history in whose place another one comes where the start of a process cannot use it. */
import { toWippyError, type WippyError } from '../../../infrastructure/errors.ts';
import type { EntryState } from '../entry-state.ts';
import type { ChangeSet } from '../operations/operation.ts';
import type { GitState, Version, VersionRecord } from '../version.ts';
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

/**
 * Gives the history to go on with, or throws the error.
 * @param restored what the first one has said before it failed.
 */
export type HistoryReplacement = (error: WippyError, restored: RestoredState | undefined) => History | Promise<History>;

class ReplaceableHistory implements History {
  #history: History;
  readonly #replace: HistoryReplacement;
  #restored: RestoredState | undefined;
  #starting = true;

  constructor(history: History, replace: HistoryReplacement) {
    this.#history = history;
    this.#replace = replace;
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

  noteGit(id: number, git: GitState | null): Promise<void> {
    return this.#history.noteGit(id, git);
  }

  amend(files: FileChanges): Promise<void> {
    return this.#last(() => this.#history.amend(files));
  }

  moveHead(id: number, changes: ChangeSet, files: FileChanges): Promise<void> {
    return this.#history.moveHead(id, changes, files);
  }

  revoke(id: number, error: string, changes: ChangeSet, files: FileChanges): Promise<void> {
    return this.#history.revoke(id, error, changes, files);
  }

  head(): Promise<Version> {
    return this.#attempt(() => this.#history.head());
  }

  detachment(): Promise<Detachment | null> {
    return this.#attempt(() => this.#history.detachment());
  }

  get(id: number): Promise<VersionRecord | undefined> {
    return this.#attempt(() => this.#history.get(id));
  }

  find(id: number): Promise<Version | undefined> {
    return this.#attempt(() => this.#history.find(id));
  }

  list(): Promise<Version[]> {
    return this.#attempt(() => this.#history.list());
  }

  log(limit?: number): Promise<Version[]> {
    return this.#attempt(() => this.#history.log(limit));
  }

  difference(from: number, to: number): Promise<Difference> {
    return this.#attempt(() => this.#history.difference(from, to));
  }

  sources(id: number): Promise<ReadonlyMap<string, string> | undefined> {
    return this.#attempt(() => this.#history.sources(id));
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
      const next = await this.#replace(error, this.#restored);
      await this.#history.close().catch(() => undefined);
      this.#history = next;
      if (this.#restored !== undefined) await next.restore(this.#restored.state);
      return await work();
    }
  }
}

/**
 * Uses `history`, or what `replace` gives from the moment where it fails before the first change of the process was kept.
 * Later failures are thrown.
 */
export function replaceable(history: History, replace: HistoryReplacement): History {
  return new ReplaceableHistory(history, replace);
}
