/** The versioned store of entries: every change is a transaction, and every change set that is applied a version. */
import { type Clock, systemClock } from '../../infrastructure/clock.ts';
import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import type { EventBus } from '../../infrastructure/event-bus/index.ts';
import { type Logger, silentLogger } from '../../infrastructure/logger/index.ts';
import { Mutex } from '../../infrastructure/mutex.ts';
import type { DependencyExtractor } from './dependencies.ts';
import { DependencyGraph } from './dependency-graph.ts';
import { compileDependencyPatterns, genericDependencyPatterns } from './dependency-patterns.ts';
import type { Entry } from './entry.ts';
import { type EntryId, namespaceOf } from './entry-id.ts';
import type { EntryRouter, TransactionParticipant } from './entry-router.ts';
import { EntryState } from './entry-state.ts';
import { FollowedFiles } from './followed-files.ts';
import type { Detachment, FileChanges, History, RestoredState, VersionDraft } from './history/history.ts';
import { createMemoryHistory } from './history/memory-history.ts';
import { applyBaseline, baselineChanges } from './merge-files.ts';
import { type EntryChange, observeEntries, type StateChange, StateEvent } from './observation.ts';
import { withAgain } from './operations/again.ts';
import { replay, validateChanges } from './operations/change-validation.ts';
import { buildDelta, invert, type Operation, squash, stateDelta } from './operations/operation.ts';
import { sortOperations } from './operations/sort-operations.ts';
import type {
  ApplyOptions,
  LoadOptions,
  LoadReport,
  RegistryOptions,
  RegistrySnapshot,
  RollbackOptions,
} from './registry-options.ts';
import { registryEventSystem } from './transaction.ts';
import { Transactions } from './transactions.ts';
import { type GitState, rootVersion, summarize, type Version, type VersionCause, versionNotFound } from './version.ts';

function noChanges(): WippyError {
  return new WippyError('no changes to apply', { kind: ErrorKind.Invalid, retryable: false });
}

function nothingToRollBack(id: number, current: number): WippyError {
  const reason = id === current ? 'is the current one' : 'has the same entries as the current one';
  return new WippyError(`version ${id} ${reason}`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    details: { version_id: id, current_version: current },
  });
}

/** One change of the registry from its transaction to its version. */
interface Change {
  readonly cause: VersionCause;
  /** What handlers are offered, sorted. */
  readonly operations: readonly Operation[];
  /** What the version says; differs from the operations at the start of a process. */
  readonly recorded: readonly Operation[];
  readonly after: EntryState;
  readonly parent: number;
  readonly files: FileChanges;
}

/** What takes a version back. */
interface LastChange extends Pick<Change, 'operations' | 'recorded'>, Pick<FileChanges, 'baseline' | 'detached'> {
  readonly made: Version;
  readonly former: Version;
  readonly before: EntryState;
}

/** Entries, their versions and the transactions that change them; changes wait for each other. */
export class Registry {
  readonly history: History;
  readonly #bus: EventBus;
  readonly #router: EntryRouter;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #findPatternTexts: ReturnType<typeof compileDependencyPatterns>;
  readonly #transactions: Transactions;
  readonly #mutex = new Mutex();
  readonly #texts = new WeakMap<Entry, readonly string[]>();
  readonly #graphs = new WeakMap<EntryState, DependencyGraph>();
  #last: LastChange | undefined;
  #snapshot: RegistrySnapshot = { version: summarize(rootVersion), state: EntryState.empty };
  readonly #followed = new FollowedFiles();
  #git: Promise<GitState | null> = Promise.resolve(null);
  #restored = false;

  constructor(options: RegistryOptions) {
    this.#bus = options.bus;
    this.#router = options.router;
    this.history = options.history ?? createMemoryHistory();
    this.#clock = options.clock ?? systemClock;
    this.#logger = options.logger ?? silentLogger;
    this.#findPatternTexts = compileDependencyPatterns(options.dependencyPatterns ?? genericDependencyPatterns);
    this.#transactions = new Transactions({
      bus: options.bus,
      router: options.router,
      clock: this.#clock,
      logger: this.#logger,
      operationTimeout: options.operationTimeout ?? 30_000,
      extract: this.extract,
      sort: (operations) => this.#sort(operations),
    });
  }

  /** The current entries with their version. */
  snapshot(): RegistrySnapshot {
    return this.#snapshot;
  }

  get version(): Version {
    return this.#snapshot.version;
  }

  get state(): EntryState {
    return this.#snapshot.state;
  }

  get(id: EntryId): Entry | undefined {
    return this.state.get(id);
  }

  /** @throws NotFound `entry not found`. */
  require(id: EntryId): Entry {
    return this.state.require(id);
  }

  /** Adds a participant to all later transactions, after those of the kinds. */
  addParticipant(participant: TransactionParticipant): void {
    this.#transactions.addParticipant(participant);
  }

  /** Set while the registry is at a version that was gone back to and does not follow the files. */
  get detached(): Detachment | null {
    return this.#followed.detached;
  }

  /** The texts by which an entry names others: the generic patterns and the references of its kind's schema. */
  readonly extract: DependencyExtractor = (entry) => {
    let texts = this.#texts.get(entry);
    if (texts === undefined) {
      const found = new Set(this.#findPatternTexts(entry).map((item) => item.text));
      for (const text of this.#router.references(entry)) found.add(text);
      texts = [...found].sort();
      this.#texts.set(entry, texts);
    }
    return texts;
  };

  /** The dependencies of the current entries (or of another state). */
  graph(state: EntryState = this.state): DependencyGraph {
    let graph = this.#graphs.get(state);
    if (graph === undefined) {
      graph = DependencyGraph.of(state, this.extract);
      this.#graphs.set(state, graph);
    }
    return graph;
  }

  /** The sorted operations from the current entries (or others) to the given ones. */
  plan(to: Iterable<Entry>, from: Iterable<Entry> = this.state.entries()): Operation[] {
    return this.#sort(buildDelta(from, to));
  }

  /** The sorted operations that `loadState` would apply to the current entries. */
  planLoad(entries: Iterable<Entry>, options: Pick<LoadOptions, 'follow' | 'keepChanges' | 'again'> = {}): Operation[] {
    const { after } = this.#followed.plan(this.#followed.read(entries), this.#continued(), options);
    return this.#sort(
      withAgain(stateDelta(this.state, after), options.again ?? new Set(), this.state, after).operations,
    );
  }

  /**
   * Validates, sorts and applies operations as one transaction and makes a version of them.
   * @throws Conflict, retryable, if the version is not the expected one; Invalid for no or wrong operations or a refusal.
   */
  apply(operations: readonly Operation[], options: ApplyOptions = {}): Promise<Version> {
    return this.#mutex.run(async () => {
      this.#checkExpected(options.expectedVersion);
      const validated = validateChanges(this.state, operations);
      const sorted = this.#sort(squash(validated.operations));
      if (sorted.length === 0) throw noChanges();
      return this.#commit({
        cause: options.cause ?? { kind: 'lua' },
        operations: sorted,
        recorded: sorted,
        after: validated.state,
        parent: this.version.id,
        files: { baseline: [], detached: this.detached },
      });
    });
  }

  /**
   * Takes entries from files; of duplicate ids the last counts. Changes that were made at run time stay where the files
   * say what they said before: see merge-files.ts. While detached, nothing changes until the files were edited.
   * @throws `failed to load state: ...`
   */
  loadState(entries: Iterable<Entry>, options: LoadOptions = {}): Promise<LoadReport> {
    return this.#mutex.run(async () => {
      try {
        return await this.#load(this.#followed.read(entries), options);
      } catch (error) {
        throw toWippyError(error).wrap('failed to load state');
      }
    });
  }

  /**
   * Takes the state that the history ends with, without offering it to handlers: for tools that work on the history
   * while no application runs.
   * @param entries what the files say now; undefined where they cannot be read.
   */
  attach(entries: Iterable<Entry> | undefined): Promise<Version> {
    return this.#mutex.run(async () => {
      const files = entries === undefined ? undefined : EntryState.from(entries);
      const restored = await this.history.restore(files ?? EntryState.empty);
      this.#snapshot = { version: restored.version, state: restored.state };
      this.#followed.attach(files ?? restored.baseline, restored);
      this.#restored = true;
      return restored.version;
    });
  }

  /**
   * Makes an existing version the current one; no new version is made.
   * @throws NotFound `version not found in history`.
   */
  applyVersion(id: number, options: { cause?: VersionCause } = {}): Promise<Version> {
    return this.#mutex.run(async () => {
      if (id === this.version.id) return this.version;
      const target = await this.#applied(id);
      const { operations, after, baseline } = await this.#route(id);
      const files = { baseline, detached: this.#followed.detachmentFrom(id, baseline) };
      const cause = options.cause ?? { kind: 'rollback', version: id };
      await this.#transact(operations, after, cause, () => this.history.moveHead(id, operations, files));
      this.#followed.take(files);
      return this.#publishState(StateEvent.Applied, target, after, operations);
    });
  }

  /**
   * Takes the newest version back, which has turned out not to work: the one before is in effect again, and the history
   * keeps the version as one that failed.
   * @throws Conflict if it is not the current one any more.
   */
  revoke(id: number, reason: string): Promise<Version> {
    return this.#mutex.run(async () => {
      const last = this.#last;
      if (last === undefined || last.made.id !== id || this.version.id !== id) {
        throw new WippyError(`version ${id} is not the newest any more and cannot be taken back`, {
          kind: ErrorKind.Conflict,
          retryable: false,
          details: { version_id: id, current_version: this.version.id },
        });
      }
      const inverse = this.#sort(invert(last.operations));
      const baseline = last.baseline.map(({ before, after, ...change }) => ({
        ...change,
        before: after,
        after: before,
      }));
      const files = { baseline, detached: last.detached };
      await this.#transact(inverse, last.before, { kind: 'rollback', version: last.former.id }, () =>
        this.history.revoke(id, reason, invert(last.recorded), files),
      );
      this.#followed.take(files);
      this.#last = undefined;
      return this.#publishState(StateEvent.Applied, last.former, last.before, inverse);
    });
  }

  /**
   * Makes a new version with the entries of an older one. Where the files say otherwise the registry is detached from
   * then on.
   * @throws NotFound for an unknown version; Invalid for the current one, one that failed, or one with equal entries.
   */
  rollback(id: number, options: RollbackOptions = {}): Promise<Version> {
    return this.#mutex.run(async () => {
      await this.#applied(id);
      const { operations, after, ...route } = await this.#route(id);
      if (operations.length === 0) throw nothingToRollBack(id, this.version.id);
      const { git, sources } = options;
      if (git !== undefined) this.#git = Promise.resolve(git);
      const baseline = options.files === undefined ? route.baseline : this.#followed.written(options.files);
      const files = { baseline, detached: this.#followed.detachment(id, after), ...(sources && { sources }) };
      const cause: VersionCause = { kind: 'rollback', version: id, ...options.cause };
      return this.#commit({ cause, operations, recorded: operations, after, parent: this.version.id, files });
    });
  }

  /** Notes the commit of a version after it was made; later versions carry it too. */
  noteGit(id: number, git: GitState | null): Promise<void> {
    return this.#mutex.run(async () => {
      this.#git = Promise.resolve(git);
      await this.history.noteGit(id, git);
      const { version, state } = this.#snapshot;
      if (version.id === id) this.#snapshot = { version: Object.freeze({ ...version, git }), state };
    });
  }

  /** The operations that `rollback` would apply; none where the entries are equal. @throws NotFound, Invalid */
  async planRollback(id: number): Promise<readonly Operation[]> {
    await this.#applied(id);
    return (await this.#route(id)).operations;
  }

  /** The entries as they were at a version. @throws NotFound */
  async snapshotAt(id: number): Promise<RegistrySnapshot> {
    const current = this.#snapshot;
    if (id === current.version.id) return current;
    const version = await this.#applied(id);
    const { operations } = await this.history.difference(current.version.id, id);
    return { version, state: replay(current.state, operations) };
  }

  /** Watches entries; see observeEntries. */
  observe(
    ids: Iterable<EntryId>,
    observer: (change: EntryChange) => void | Promise<void>,
    signal?: AbortSignal,
  ): () => void {
    return observeEntries(this.#bus, ids, observer, signal);
  }

  /** Resolves when no transaction runs or waits. */
  idle(): Promise<void> {
    return this.#mutex.idle();
  }

  async #load(files: EntryState, options: LoadOptions): Promise<LoadReport> {
    const cause = options.cause ?? { kind: 'boot' };
    const base = await this.#base(files);
    const plan = this.#followed.plan(files, base, options);
    const { replaced, kept } = plan;
    const delta = stateDelta(this.state, plan.after);
    const { operations: unsorted, after } = withAgain(delta, options.again ?? new Set(), this.state, plan.after);
    const operations = this.#sort(unsorted);
    const recorded = base.state === this.state ? operations : this.#sort(stateDelta(base.state, after));
    const records = options.record === true && !plan.detached;
    const baseline = records ? baselineChanges(base.baseline, files) : [];
    const changes = { baseline, detached: plan.detached ? base.detached : null };
    let version: Version;
    if (records && recorded.length > 0) {
      if (options.git !== undefined) this.#git = options.git();
      const sources = await options.sources?.();
      const files = { ...changes, ...(sources && { sources }) };
      version = await this.#commit({ cause, operations, recorded, after, parent: base.version.id, files });
    } else {
      await this.#transact(operations, after, cause, async () => {
        if (records && (baseline.length > 0 || base.detached !== null)) await this.history.amend(changes);
      });
      version = this.#publishState(StateEvent.Loaded, base.version, after, operations);
    }
    this.#followed.loaded(files, base, plan);
    this.#restored = true;
    return { version, replaced, kept };
  }

  /** Where this process goes on: from what it has, at first from what the history ends with. */
  async #base(files: EntryState): Promise<RestoredState> {
    return this.#restored ? this.#continued() : this.history.restore(files);
  }

  #continued(): RestoredState {
    const { baseline, detached } = this.#followed;
    return { version: this.version, state: this.state, baseline, pinned: new Set(), detached };
  }

  async #commit(change: Change): Promise<Version> {
    const { cause, operations, recorded, after, parent, files } = change;
    const started = this.#clock.monotonic();
    const draft = async (): Promise<VersionDraft> => ({
      parent,
      time: this.#clock.now(),
      cause,
      duration: this.#clock.monotonic() - started,
      git: await this.#git,
      changes: recorded,
    });
    const current = () => ({ state: after, baseline: applyBaseline(this.#followed.baseline, files.baseline) });
    let version: Version | undefined;
    try {
      await this.#transact(operations, after, cause, async () => {
        try {
          version = await this.history.append(await draft(), files, current);
        } catch (error) {
          throw toWippyError(error).wrap('failed to save new version');
        }
      });
    } catch (error) {
      const reason = toWippyError(error);
      await this.#noteFailure(draft, reason);
      throw reason.wrap('failed to apply changes');
    }
    const { version: former, state } = this.#snapshot;
    const { detached } = this.#followed;
    this.#followed.take(files);
    const made = this.#publishState(StateEvent.Created, version as Version, after, operations);
    this.#last = { made, former, before: state, detached, operations, recorded, baseline: files.baseline };
    return made;
  }

  async #noteFailure(draft: () => Promise<VersionDraft>, reason: WippyError): Promise<void> {
    try {
      await this.history.appendFailed(await draft(), reason.message);
    } catch (error) {
      this.#logger.warn('a failed change could not be kept in the history', { error });
    }
  }

  #transact(
    operations: readonly Operation[],
    after: EntryState,
    cause: VersionCause,
    save: () => Promise<void>,
  ): Promise<void> {
    return this.#transactions.run({ operations, before: this.state, after, cause }, save);
  }

  #publishState(kind: string, version: Version, state: EntryState, changes: readonly Operation[]): Version {
    const graph = this.#graphs.get(this.state);
    if (graph !== undefined && !this.#graphs.has(state)) {
      const ids = changes.map(({ entry }) => entry.id);
      this.#graphs.set(state, graph.with(state, ids));
    }
    this.#snapshot = { version, state };
    const data: StateChange = { version, changes };
    this.#bus.publish({ system: registryEventSystem, kind, path: String(version.id), data });
    return version;
  }

  #sort(operations: readonly Operation[]): Operation[] {
    return sortOperations(operations, this.extract, (ids) => {
      this.#logger.warn('entries depend on each other in a cycle', {
        entries: ids.join(', '),
        namespace: namespaceOf(ids[0]),
      });
    });
  }

  #checkExpected(expected: number | undefined): void {
    if (expected === undefined || expected === this.version.id) return;
    throw new WippyError('registry changed during apply', {
      kind: ErrorKind.Conflict,
      retryable: true,
      details: { expected_version: expected, actual_version: this.version.id },
      hint: 'Take a new snapshot, make the changes again and apply them.',
    });
  }

  /** A version that was applied. @throws NotFound, Invalid */
  async #applied(id: number): Promise<Version> {
    const version = await this.history.find(id);
    if (version === undefined) throw versionNotFound(id);
    if (version.outcome === 'applied') return version;
    throw new WippyError(`version ${id} failed and was never in effect`, {
      kind: ErrorKind.Invalid,
      retryable: false,
      details: { version_id: id },
      hint: 'Choose a version whose outcome is "applied".',
    });
  }

  /** What leads to another version, and how what the files say differs there. */
  async #route(id: number): Promise<Pick<Change, 'operations' | 'after'> & Pick<FileChanges, 'baseline'>> {
    const { operations, baseline } = await this.history.difference(this.version.id, id);
    return { operations: this.#sort(operations), after: replay(this.state, operations), baseline };
  }
}
