/** The versioned store of entries: every change is a transaction, and every change set that is applied a version. */
import { type Clock, systemClock } from '../../infrastructure/clock.ts';
import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import type { EventBus } from '../../infrastructure/event-bus/index.ts';
import { type Logger, silentLogger } from '../../infrastructure/logger/index.ts';
import { Mutex } from '../../infrastructure/mutex.ts';
import { type DependencyExtractor, DependencyGraph } from './dependencies.ts';
import { compileDependencyPatterns, genericDependencyPatterns } from './dependency-patterns.ts';
import type { Entry } from './entry.ts';
import { type EntryId, namespaceOf } from './entry-id.ts';
import type { EntryRouter, TransactionParticipant } from './entry-router.ts';
import { EntryState } from './entry-state.ts';
import type { History } from './history/history.ts';
import { createMemoryHistory, versionNotFound } from './history/memory-history.ts';
import { type EntryChange, observeEntries, type StateChange, StateEvent } from './observation.ts';
import { replay, validateChanges } from './operations/change-validation.ts';
import { buildDelta, invert, type Operation, squash } from './operations/operation.ts';
import { requireKnownKinds } from './operations/require-known-kinds.ts';
import { sortOperations } from './operations/sort-operations.ts';
import { registryEventSystem, Transaction } from './transaction.ts';
import { rootVersion, summarize, type Version, type VersionCause, type VersionRecord, versionPath } from './version.ts';

export interface RegistryOptions {
  bus: EventBus;
  router: EntryRouter;
  /** Default: memory. */
  history?: History;
  clock?: Clock;
  logger?: Logger;
  /** Milliseconds for one operation or participant; default 30000. */
  operationTimeout?: number;
  /** Default: the generic ones. */
  dependencyPatterns?: readonly string[];
}

/** The entries at one version. */
export interface RegistrySnapshot {
  readonly version: Version;
  readonly state: EntryState;
}

export interface ApplyOptions {
  cause?: VersionCause;
  /** The version the change set was made for; another current one is a Conflict. */
  expectedVersion?: number;
}

export interface LoadOptions {
  cause?: VersionCause;
  /** Replays history up to this version; default the head. */
  version?: number;
  /** Which versions are replayed over the entries; default all. */
  replays?: (version: VersionRecord) => boolean;
  /** Makes a version of the difference to the last recorded state, so that later versions can be told from it. */
  record?: boolean;
}

function noChanges(): WippyError {
  return new WippyError('no changes to apply', { kind: ErrorKind.Invalid, retryable: false });
}

/** Entries, their versions and the transactions that change them; changes wait for each other. */
export class Registry {
  readonly history: History;
  readonly #bus: EventBus;
  readonly #router: EntryRouter;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #operationTimeout: number;
  readonly #findPatternTexts: ReturnType<typeof compileDependencyPatterns>;
  readonly #participants: TransactionParticipant[] = [];
  readonly #mutex = new Mutex();
  readonly #graphs = new WeakMap<EntryState, DependencyGraph>();
  #snapshot: RegistrySnapshot = { version: summarize(rootVersion), state: EntryState.empty };
  #transactions = 0;

  constructor(options: RegistryOptions) {
    this.#bus = options.bus;
    this.#router = options.router;
    this.history = options.history ?? createMemoryHistory();
    this.#clock = options.clock ?? systemClock;
    this.#logger = options.logger ?? silentLogger;
    this.#operationTimeout = options.operationTimeout ?? 30_000;
    this.#findPatternTexts = compileDependencyPatterns(options.dependencyPatterns ?? genericDependencyPatterns);
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
    this.#participants.push(participant);
  }

  /** The texts by which an entry names others: the generic patterns and the references of its kind's schema. */
  readonly extract: DependencyExtractor = (entry) => {
    const texts = new Set(this.#findPatternTexts(entry).map((found) => found.text));
    for (const text of this.#router.references(entry)) texts.add(text);
    return [...texts].sort();
  };

  /** The dependencies of the current entries (or of another state). */
  graph(state: EntryState = this.state): DependencyGraph {
    let graph = this.#graphs.get(state);
    if (graph === undefined) {
      graph = new DependencyGraph(state.entries(), this.extract);
      this.#graphs.set(state, graph);
    }
    return graph;
  }

  /** The sorted operations from the current entries (or others) to the given ones. */
  plan(to: Iterable<Entry>, from: Iterable<Entry> = this.state.entries()): Operation[] {
    return this.#sort(buildDelta(from, to));
  }

  /**
   * Validates, sorts and applies operations as one transaction and makes a version of them.
   * @throws Conflict, retryable, if the version is not the expected one; Invalid for no or wrong operations or a refusal.
   */
  apply(operations: readonly Operation[], options: ApplyOptions = {}): Promise<Version> {
    return this.#mutex.run(async () => {
      const cause = options.cause ?? { source: 'runtime' };
      this.#checkExpected(options.expectedVersion);
      const validated = validateChanges(this.state, operations);
      const sorted = this.#sort(squash(validated.operations));
      if (sorted.length === 0) throw noChanges();
      return this.#commitVersion(sorted, validated.state, cause, await this.#nextId());
    });
  }

  /**
   * Replaces all entries. Of duplicate ids the last counts; recorded versions are replayed over them.
   * @throws `failed to load state: ...`
   */
  loadState(entries: Iterable<Entry>, options: LoadOptions = {}): Promise<Version> {
    return this.#mutex.run(async () => {
      try {
        return await this.#load(EntryState.from(entries), options);
      } catch (error) {
        throw toWippyError(error).wrap('failed to load state');
      }
    });
  }

  /**
   * Makes an existing version the current one; no new version is made.
   * @throws NotFound `version not found in history`.
   */
  applyVersion(id: number, options: { cause?: VersionCause } = {}): Promise<Version> {
    return this.#mutex.run(async () => {
      if (id === this.version.id) return this.version;
      const target = await this.#record(id);
      const changes = this.#sort(squash(await this.#changesTo(id)));
      const after = replay(this.state, changes);
      await this.#transact(changes, after, options.cause ?? { source: 'rollback' }, () => this.history.setHead(id));
      return this.#publishState(StateEvent.Applied, summarize(target), after, changes);
    });
  }

  /** The entries as they were at a version. @throws NotFound */
  async snapshotAt(id: number): Promise<RegistrySnapshot> {
    const current = this.#snapshot;
    if (id === current.version.id) return current;
    const record = await this.#record(id);
    const state = replay(current.state, await this.#changesTo(id, current.version.id));
    return { version: summarize(record), state };
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

  async #load(files: EntryState, options: LoadOptions): Promise<Version> {
    const cause = options.cause ?? { source: 'boot' };
    const target = await this.#record(options.version ?? (await this.history.head()));
    const chain = await this.#chain(target.id);
    const recorded = chain.filter(options.replays ?? (() => true));
    const after = replay(
      files,
      recorded.flatMap((version) => version.changes),
    );
    const changes = this.#sort(buildDelta(this.state.entries(), after.entries()));
    if (options.record === true) {
      const last = replay(
        EntryState.empty,
        chain.flatMap((version) => version.changes),
      );
      const difference = this.#sort(buildDelta(last.entries(), after.entries()));
      if (difference.length > 0) {
        const started = this.#clock.monotonic();
        let version: Version | undefined;
        await this.#transact(changes, after, cause, async () => {
          version = await this.#save(await this.#nextId(), target.id, cause, started, difference);
        });
        return this.#publishState(StateEvent.Created, version as Version, after, changes);
      }
    }
    await this.#transact(changes, after, cause, () => this.history.setHead(target.id));
    return this.#publishState(StateEvent.Loaded, summarize(target), after, changes);
  }

  async #commitVersion(changes: Operation[], after: EntryState, cause: VersionCause, id: number): Promise<Version> {
    const started = this.#clock.monotonic();
    let version: Version | undefined;
    const parent = this.version.id;
    try {
      await this.#transact(changes, after, cause, async () => {
        version = await this.#save(id, parent, cause, started, changes);
      });
    } catch (error) {
      const reason = toWippyError(error);
      await this.history.saveRejected({
        parent,
        time: this.#clock.now(),
        cause,
        outcome: 'rejected',
        duration: this.#clock.monotonic() - started,
        changes,
        error: reason.message,
      });
      throw reason.wrap('failed to apply changes');
    }
    return this.#publishState(StateEvent.Created, version as Version, after, changes);
  }

  async #save(
    id: number,
    parent: number,
    cause: VersionCause,
    started: number,
    changes: readonly Operation[],
  ): Promise<Version> {
    const duration = this.#clock.monotonic() - started;
    const record: VersionRecord = Object.freeze({
      id,
      parent,
      time: this.#clock.now(),
      cause,
      outcome: 'committed',
      duration,
      size: changes.length,
      changes: Object.freeze([...changes]),
    });
    try {
      await this.history.save(record);
    } catch (error) {
      throw toWippyError(error).wrap('failed to save new version');
    }
    return summarize(record);
  }

  async #transact(
    operations: readonly Operation[],
    after: EntryState,
    cause: VersionCause,
    save: () => Promise<void>,
  ): Promise<void> {
    requireKnownKinds(operations, this.#router);
    await this.#transaction(operations, this.state, after, cause).run();
    try {
      await save();
    } catch (error) {
      const inverse = this.#sort(invert(operations));
      await this.#transaction(inverse, after, this.state, { source: 'rollback' }).run();
      throw error;
    }
  }

  #transaction(
    operations: readonly Operation[],
    before: EntryState,
    after: EntryState,
    cause: VersionCause,
  ): Transaction {
    const prefix = cause.source === 'boot' ? 'boot' : 'registry';
    return new Transaction(
      {
        bus: this.#bus,
        router: this.#router,
        participants: [...this.#router.participants(), ...this.#participants],
        clock: this.#clock,
        logger: this.#logger,
        operationTimeout: this.#operationTimeout,
        extract: this.extract,
      },
      { id: `${prefix}.tx/${++this.#transactions}`, cause, operations, before, after },
    );
  }

  #publishState(kind: string, version: Version, state: EntryState, changes: readonly Operation[]): Version {
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

  async #nextId(): Promise<number> {
    const versions = await this.history.list();
    return Math.max(this.version.id, versions.at(-1)?.id ?? 0, await this.history.head()) + 1;
  }

  async #record(id: number): Promise<VersionRecord> {
    const record = await this.history.get(id);
    if (record !== undefined) return record;
    // Without history the current version is known by its number only.
    if (id === this.version.id) return { ...this.version, changes: [] };
    throw versionNotFound(id);
  }

  /** The versions from the first one to this, oldest first, without the root; ends where the history does. */
  async #chain(id: number): Promise<VersionRecord[]> {
    const chain: VersionRecord[] = [];
    let record = await this.history.get(id);
    while (record !== undefined && record.parent !== null) {
      chain.push(record);
      record = await this.history.get(record.parent);
    }
    return chain.reverse();
  }

  async #changesTo(id: number, from = this.version.id): Promise<Operation[]> {
    const parents = new Map((await this.history.list()).map((version) => [version.id, version.parent]));
    const { back, forward } = versionPath((version) => parents.get(version), from, id);
    const operations: Operation[] = [];
    for (const version of back) {
      const undone = invert((await this.#record(version)).changes, (operation) => {
        this.#logger.warn('an operation cannot be undone: its original is not in the history', {
          entry: operation.entry.id,
          version,
        });
      });
      operations.push(...undone);
    }
    for (const version of forward) operations.push(...(await this.#record(version)).changes);
    return operations;
  }
}
