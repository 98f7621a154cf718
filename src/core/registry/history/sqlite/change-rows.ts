/** The operations and file changes of versions, as rows. */
import type { Entry } from '../../entry.ts';
import type { EntryId } from '../../entry-id.ts';
import { type ChangeSet, type Operation, OperationKind } from '../../operations/operation.ts';
import type { BaselineChange } from '../../version.ts';
import { optionalInteger, text } from './columns.ts';
import type { EntryStore } from './entry-store.ts';
import { damagedHistory } from './errors.ts';
import type { Row, Statements } from './statements.ts';

/** Numbers of kept entries; null for none. */
export interface Span {
  before: number | null;
  after: number | null;
}

type Table = 'history_operations' | 'history_baseline';

export class ChangeRows {
  readonly #statements: Statements;
  readonly #store: EntryStore;

  constructor(statements: Statements, store: EntryStore) {
    this.#statements = statements;
    this.#store = store;
  }

  addOperations(version: number, changes: ChangeSet): void {
    const number = (entry: Entry | undefined): number | null =>
      entry === undefined ? null : this.#store.keep(entry).number;
    changes.forEach(({ kind, entry, original }, position) => {
      const deletion = kind === OperationKind.Delete;
      const before = kind === OperationKind.Create ? undefined : deletion ? (original ?? entry) : original;
      this.#statements.run(
        'INSERT INTO history_operations (version, position, kind, entry, before, after) VALUES (?, ?, ?, ?, ?, ?)',
        version,
        position,
        kind,
        entry.id,
        number(before),
        deletion ? null : number(entry),
      );
    });
  }

  addBaseline(version: number, changes: readonly BaselineChange[]): void {
    const last = this.#statements.row(
      'SELECT max(position) AS position FROM history_baseline WHERE version = ?',
      version,
    );
    let position = last === undefined ? -1 : (optionalInteger(last, 'position') ?? -1);
    for (const { id, before, after } of changes) {
      this.#statements.run(
        'INSERT INTO history_baseline (version, position, entry, before, after) VALUES (?, ?, ?, ?, ?)',
        version,
        ++position,
        id,
        before === undefined ? null : this.#store.keep(before).number,
        after === undefined ? null : this.#store.keep(after).number,
      );
    }
  }

  operations(version: number): Operation[] {
    const rows = this.#statements.rows(
      'SELECT kind, entry, before, after FROM history_operations WHERE version = ? ORDER BY position',
      version,
    );
    return rows.map((row) => this.#operation(row));
  }

  baseline(version: number): BaselineChange[] {
    const rows = this.#statements.rows(
      'SELECT entry, before, after FROM history_baseline WHERE version = ? ORDER BY position',
      version,
    );
    return rows.map((row) => {
      const id = text(row, 'entry');
      return { id, before: this.#entry(row, 'before', id), after: this.#entry(row, 'after', id) };
    });
  }

  /** What the versions change together, undone on the way back; without reading the entries themselves. */
  spans(table: Table, back: readonly number[], forward: readonly number[]): Map<EntryId, Span> {
    const spans = new Map<EntryId, Span>();
    const note = (id: EntryId, before: number | null, after: number | null): void => {
      const known = spans.get(id);
      if (known === undefined) spans.set(id, { before, after });
      else known.after = after;
    };
    const rows = this.#byVersion(table, [...back, ...forward]);
    for (const version of back) {
      for (const row of (rows.get(version) ?? []).toReversed()) {
        note(text(row, 'entry'), optionalInteger(row, 'after'), optionalInteger(row, 'before'));
      }
    }
    for (const version of forward) {
      for (const row of rows.get(version) ?? []) {
        note(text(row, 'entry'), optionalInteger(row, 'before'), optionalInteger(row, 'after'));
      }
    }
    for (const [id, { before, after }] of spans) if (before === after) spans.delete(id);
    return spans;
  }

  read(number: number | null, id: EntryId): Entry | undefined {
    return number === null ? undefined : this.#store.read(number, id);
  }

  #byVersion(table: Table, versions: readonly number[]): Map<number, Row[]> {
    const result = new Map<number, Row[]>(versions.map((version) => [version, []]));
    if (versions.length === 0) return result;
    const rows = this.#statements.rows(
      `SELECT version, entry, before, after FROM ${table} WHERE version BETWEEN ? AND ? ORDER BY version, position`,
      versions.reduce((least, id) => Math.min(least, id)),
      versions.reduce((most, id) => Math.max(most, id)),
    );
    for (const row of rows) result.get(row['version'] as number)?.push(row);
    return result;
  }

  #entry(row: Row, column: 'before' | 'after', id: EntryId): Entry | undefined {
    return this.read(optionalInteger(row, column), id);
  }

  #operation(row: Row): Operation {
    const id = text(row, 'entry');
    const before = this.#entry(row, 'before', id);
    const after = this.#entry(row, 'after', id);
    const kind = text(row, 'kind');
    if (kind === OperationKind.Create && after !== undefined) return { kind, entry: after };
    if (kind === OperationKind.Delete && before !== undefined) return { kind, entry: before, original: before };
    if (kind === OperationKind.Update && after !== undefined) {
      return { kind, entry: after, ...(before === undefined ? {} : { original: before }) };
    }
    throw damagedHistory(`operation ${kind} of ${id} lacks its entry`);
  }
}
