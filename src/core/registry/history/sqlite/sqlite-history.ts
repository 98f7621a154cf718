/** Versions in a SQLite database: they outlive the process. See docs/adr/0010-registry-history.md. */
import { isPlainObject } from '../../../../infrastructure/plain-data.ts';
import type { Entry } from '../../entry.ts';
import type { EntryId } from '../../entry-id.ts';
import type { EntryState } from '../../entry-state.ts';
import {
  type ChangeSet,
  createOperation,
  deleteOperation,
  type Operation,
  OperationKind,
  updateOperation,
} from '../../operations/operation.ts';
import {
  type BaselineChange,
  type GitState,
  rootVersion,
  summarize,
  type Version,
  type VersionRecord,
  versionNotFound,
  versionPath,
} from '../../version.ts';
import type {
  CurrentEntries,
  Detachment,
  Difference,
  FileChanges,
  History,
  PruneReport,
  RestoredState,
  VersionDraft,
} from '../history.ts';
import { headMoved } from '../memory-history.ts';
import type { Span } from './change-rows.ts';
import { integer, jsonMap, optionalInteger } from './columns.ts';
import { type Connection, connect } from './connection.ts';
import { damagedHistory, historyError } from './errors.ts';
import { pruneVersions } from './prune.ts';
import { insertVersion, readVersions, toVersion } from './version-rows.ts';

export interface SqliteHistoryOptions {
  /** Path of the database; it and its directory are made when they are missing. */
  readonly file: string;
  /** The number of versions that are kept; 0, the default, keeps all. */
  readonly keep?: number;
}

const root = summarize(rootVersion);

/** How the entries of a change set differ afterwards. */
function outcomes(changes: ChangeSet): [EntryId, Entry | undefined][] {
  return changes.map(({ kind, entry }) => [entry.id, kind === OperationKind.Delete ? undefined : entry]);
}

class SqliteHistory implements History {
  readonly name = 'sqlite';
  readonly #file: string;
  readonly #keep: number;
  #connection: Connection | undefined;

  constructor({ file, keep = 0 }: SqliteHistoryOptions) {
    this.#file = file;
    this.#keep = keep;
  }

  async head(): Promise<Version> {
    return this.#read((connection) => this.#head(connection));
  }

  async detachment(): Promise<Detachment | null> {
    return this.#read((connection) => this.#detachment(connection));
  }

  async restore(known: EntryState): Promise<RestoredState> {
    return this.#read((connection) => ({
      version: this.#checkedHead(connection),
      state: connection.head.read(known),
      baseline: connection.files.read(known),
      pinned: new Set<EntryId>(),
      detached: this.#detachment(connection),
    }));
  }

  async append(draft: VersionDraft, files: FileChanges, current?: () => CurrentEntries): Promise<Version> {
    return this.#write((connection) => {
      const { head, files: baseline, changes, sources } = connection;
      const headId = this.#headId(connection);
      let fingerprint: string;
      if (headId === draft.parent) {
        fingerprint = head.change(outcomes(draft.changes));
        baseline.change(files.baseline.map(({ id, after }) => [id, after] as const));
      } else if (current !== undefined) {
        const now = current();
        fingerprint = head.reset(now.state);
        baseline.reset(now.baseline);
      } else {
        throw headMoved(draft.parent, headId);
      }
      const version = insertVersion(connection.statements, draft, { outcome: 'applied', fingerprint });
      changes.addOperations(version.id, draft.changes);
      changes.addBaseline(version.id, files.baseline);
      sources.note(version, files.sources);
      this.#setHead(connection, version.id, files.detached);
      this.#pruneSometimes(connection, version.id);
      return version;
    });
  }

  async appendFailed(draft: VersionDraft, error: string): Promise<Version> {
    return this.#write((connection) => {
      const version = insertVersion(connection.statements, draft, { outcome: 'failed', fingerprint: null, error });
      connection.changes.addOperations(version.id, draft.changes);
      this.#pruneSometimes(connection, this.#headId(connection));
      return version;
    });
  }

  async noteGit(id: number, git: GitState | null): Promise<void> {
    this.#write(({ statements }) => {
      const [commit, dirty] = git === null ? [null, null] : [git.commit, Number(git.dirty)];
      statements.run('UPDATE history_versions SET git_commit = ?, git_dirty = ? WHERE id = ?', commit, dirty, id);
    });
  }

  async amend(files: FileChanges): Promise<void> {
    this.#write((connection) => {
      const version = this.#head(connection);
      connection.files.change(files.baseline.map(({ id, after }) => [id, after] as const));
      if (version.id !== 0) {
        connection.changes.addBaseline(version.id, files.baseline);
        if (files.sources !== undefined) connection.sources.note(version, files.sources);
      }
      this.#setHead(connection, version.id, files.detached);
    });
  }

  async moveHead(id: number, changes: ChangeSet, files: FileChanges): Promise<void> {
    this.#write((connection) => {
      const version = id === 0 ? root : this.#find(connection, id);
      if (version?.outcome !== 'applied') throw versionNotFound(id);
      connection.head.change(outcomes(changes));
      connection.files.change(files.baseline.map(({ id: entry, after }) => [entry, after] as const));
      this.#setHead(connection, id, files.detached);
    });
  }

  async revoke(id: number, error: string, changes: ChangeSet, files: FileChanges): Promise<void> {
    this.#write((connection) => {
      const { parent } = this.#head(connection);
      const headId = this.#headId(connection);
      if (headId !== id || parent === null) throw headMoved(id, headId);
      connection.head.change(outcomes(changes));
      connection.files.change(files.baseline.map(({ id: entry, after }) => [entry, after] as const));
      const failed = "UPDATE history_versions SET outcome = 'failed', fingerprint = NULL, error = ? WHERE id = ?";
      connection.statements.run(failed, error, id);
      this.#setHead(connection, parent, files.detached);
    });
  }

  async get(id: number): Promise<VersionRecord | undefined> {
    if (id === 0) return rootVersion;
    return this.#read((connection) => {
      const version = this.#find(connection, id);
      if (version === undefined) return undefined;
      const { changes } = connection;
      return Object.freeze({ ...version, changes: changes.operations(id), baseline: changes.baseline(id) });
    });
  }

  async find(id: number): Promise<Version | undefined> {
    return id === 0 ? root : this.#read((connection) => this.#find(connection, id));
  }

  async list(): Promise<Version[]> {
    return this.#read(({ statements }) => [root, ...readVersions(statements, "WHERE outcome = 'applied' ORDER BY id")]);
  }

  async log(limit = -1): Promise<Version[]> {
    return this.#read(({ statements }) => readVersions(statements, 'ORDER BY id DESC LIMIT ?', limit));
  }

  async difference(from: number, to: number): Promise<Difference> {
    return this.#read((connection) => {
      const { changes } = connection;
      const parents = this.#parents(connection);
      for (const id of [from, to]) if (!parents.has(id)) throw versionNotFound(id);
      const { back, forward } = versionPath(parents, from, to);
      const read = (table: 'history_operations' | 'history_baseline'): BaselineChange[] =>
        Array.from(changes.spans(table, back, forward), ([id, span]: [EntryId, Span]) => ({
          id,
          before: changes.read(span.before, id),
          after: changes.read(span.after, id),
        }));
      return { operations: read('history_operations').flatMap(toOperations), baseline: read('history_baseline') };
    });
  }

  async sources(id: number): Promise<ReadonlyMap<string, string> | undefined> {
    return this.#read(({ sources }) => sources.at(id));
  }

  async prune(keep: number): Promise<PruneReport> {
    const report = this.#write((connection) => {
      const { statements, sources } = connection;
      return pruneVersions(statements, sources, { head: this.#headId(connection), keep });
    });
    if (report.deleted > 0) this.#guard(({ statements }) => statements.database.exec('VACUUM'));
    return report;
  }

  async close(): Promise<void> {
    this.#connection?.statements.database.close();
    this.#connection = undefined;
  }

  #guard<T>(work: (connection: Connection) => T): T {
    try {
      this.#connection ??= connect(this.#file);
      return work(this.#connection);
    } catch (error) {
      throw historyError(error, this.#file);
    }
  }

  #read<T>(work: (connection: Connection) => T): T {
    return this.#guard((connection) => connection.statements.reading(() => work(connection)));
  }

  #write<T>(work: (connection: Connection) => T): T {
    return this.#guard((connection) => connection.statements.transaction(() => work(connection)));
  }

  #head(connection: Connection): Version {
    const id = this.#headId(connection);
    if (id === 0) return root;
    const version = this.#find(connection, id);
    if (version === undefined) throw damagedHistory(`its current version ${id} is missing`);
    return version;
  }

  /** The current version, whose entries must be those of the head. */
  #checkedHead(connection: Connection): Version {
    const version = this.#head(connection);
    if (version.id !== 0 && version.fingerprint !== connection.head.fingerprint()) {
      throw damagedHistory(`its current entries are not those of version ${version.id}`);
    }
    return version;
  }

  #headId({ statements }: Connection): number {
    const row = statements.row("SELECT CAST(value AS INTEGER) AS id FROM history_meta WHERE key = 'head'");
    return row === undefined ? 0 : integer(row, 'id');
  }

  #setHead({ statements }: Connection, id: number, detached: Detachment | null): void {
    statements.run("INSERT OR REPLACE INTO history_meta (key, value) VALUES ('head', ?)", String(id));
    const value = detached === null ? null : JSON.stringify(detached);
    statements.run("INSERT OR REPLACE INTO history_meta (key, value) VALUES ('detached', ?)", value);
  }

  #detachment({ statements }: Connection): Detachment | null {
    const row = statements.row("SELECT value FROM history_meta WHERE key = 'detached' AND value IS NOT NULL");
    if (row === undefined) return null;
    const value = jsonMap(row, 'value');
    const { version, files } = isPlainObject(value) ? value : {};
    if (typeof version !== 'number' || typeof files !== 'string') throw damagedHistory('its detachment is unreadable');
    return { version, files };
  }

  #find({ statements }: Connection, id: number): Version | undefined {
    const row = statements.row('SELECT * FROM history_versions WHERE id = ?', id);
    return row === undefined ? undefined : toVersion(row);
  }

  #parents({ statements }: Connection): Map<number, number | null> {
    const rows = statements.rows("SELECT id, parent FROM history_versions WHERE outcome = 'applied'");
    const parents = new Map<number, number | null>([[0, null]]);
    for (const row of rows) parents.set(integer(row, 'id'), integer(row, 'parent'));
    return parents;
  }

  #pruneSometimes({ statements, sources }: Connection, head: number): void {
    if (this.#keep === 0) return;
    const limit = this.#keep + Math.max(100, this.#keep / 10);
    const range = statements.row('SELECT min(id) AS oldest, max(id) AS newest FROM history_versions');
    const oldest = range === undefined ? null : optionalInteger(range, 'oldest');
    // Counting looks at all versions, so it is done only where there can be too many.
    if (oldest === null || integer(range ?? {}, 'newest') - oldest < limit) return;
    const count = statements.row('SELECT count(*) AS count FROM history_versions');
    if (count !== undefined && integer(count, 'count') > limit) {
      pruneVersions(statements, sources, { head, keep: this.#keep });
    }
  }
}

function toOperations({ before, after }: BaselineChange): Operation[] {
  if (before === undefined) return after === undefined ? [] : [createOperation(after)];
  if (after === undefined) return [deleteOperation(before)];
  if (before.kind !== after.kind) return [deleteOperation(before), createOperation(after)];
  return [updateOperation(after, before)];
}

/** A history in a file; it is opened when it is first used. Its methods throw WippyErrors that name the file. */
export function createSqliteHistory(options: SqliteHistoryOptions): History {
  return new SqliteHistory(options);
}
