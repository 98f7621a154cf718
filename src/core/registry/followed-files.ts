/** What the files say, as far as the registry knows, and whether it follows them. */
import type { Entry } from './entry.ts';
import type { EntryId } from './entry-id.ts';
import { EntryState } from './entry-state.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Detachment, FileChanges, RestoredState } from './history/history.ts';
import { applyBaseline, baselineChanges, mergeFiles } from './merge-files.ts';
import type { LoadOptions } from './registry-options.ts';
import type { BaselineChange } from './version.ts';

/** What taking the files leads to. */
export interface LoadPlan {
  readonly after: EntryState;
  /** True while the registry keeps the version that it was taken back to. */
  readonly detached: boolean;
  readonly replaced: readonly EntryId[];
  readonly kept: readonly EntryId[];
}

export class FollowedFiles {
  /** What they said when they were last loaded. */
  #files = EntryState.empty;
  /** What they said when they last counted; differs while detached. */
  #baseline = EntryState.empty;
  #detached: Detachment | null = null;

  get baseline(): EntryState {
    return this.#baseline;
  }

  get detached(): Detachment | null {
    return this.#detached;
  }

  /** Entries of the files as a state that shares with the last one what did not change. */
  read(entries: Iterable<Entry>): EntryState {
    return this.#files.following(entries);
  }

  /** Begins with what a history says. */
  attach(files: EntryState, { baseline, detached }: Pick<RestoredState, 'baseline' | 'detached'>): void {
    this.#files = files;
    this.#baseline = baseline;
    this.#detached = detached;
  }

  /** The entries when the files are taken now. A detachment lasts until the files differ from what they were then. */
  plan(files: EntryState, base: RestoredState, options: Pick<LoadOptions, 'follow' | 'keepChanges'>): LoadPlan {
    const { state, baseline, pinned, detached } = base;
    if (detached !== null && options.follow !== true && fingerprintOf(files) === detached.files) {
      return { after: state, detached: true, replaced: [], kept: [] };
    }
    if (options.keepChanges === false) return { after: files, detached: false, replaced: [], kept: [] };
    const { state: after, ...report } = mergeFiles({ files, baseline, current: state, pinned });
    return { after, detached: false, ...report };
  }

  /** Notes what a load has led to. */
  loaded(files: EntryState, base: RestoredState, plan: LoadPlan): void {
    this.#files = files;
    this.#baseline = plan.detached ? base.baseline : files;
    this.#detached = plan.detached ? base.detached : null;
  }

  /** Notes what a version has changed. */
  take({ baseline, detached }: FileChanges): void {
    this.#baseline = applyBaseline(this.#baseline, baseline);
    this.#detached = detached;
  }

  /** Notes that the files were written; tells how what they say has changed. */
  written(entries: Iterable<Entry>): BaselineChange[] {
    this.#files = this.read(entries);
    return baselineChanges(this.#baseline, this.#files);
  }

  /** The detachment that going to an older version leads to; null where the files hold the same entries. */
  detachment(version: number, after: EntryState): Detachment | null {
    const files = fingerprintOf(this.#files);
    return files === fingerprintOf(after) ? null : { version, files };
  }

  /** As `detachment`, but null also where only changes made at run time set the version apart from the files. */
  detachmentFrom(version: number, baseline: readonly BaselineChange[]): Detachment | null {
    const then = applyBaseline(this.#baseline, baseline);
    if (baselineChanges(then, this.#files).length === 0) return null;
    return { version, files: fingerprintOf(this.#files) };
  }
}
