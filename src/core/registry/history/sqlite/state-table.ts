/** A set of entries by id, as a table: the entries at the head, or what the files said last. */

import type { Entry } from '../../entry.ts';
import { hashEntry } from '../../entry-encoding.ts';
import type { EntryId } from '../../entry-id.ts';
import { EntryState } from '../../entry-state.ts';
import { emptyFingerprint, type Fingerprint, FingerprintSum } from '../../fingerprint.ts';
import { integer, text } from './columns.ts';
import type { EntryStore } from './entry-store.ts';
import { damagedHistory } from './errors.ts';
import type { Row, Statements } from './statements.ts';

export class StateTable {
  readonly #statements: Statements;
  readonly #store: EntryStore;
  readonly #table: string;
  readonly #meta: string;

  /** @param table `history_head` or `history_files`. */
  constructor(statements: Statements, store: EntryStore, table: 'history_head' | 'history_files') {
    this.#statements = statements;
    this.#store = store;
    this.#table = table;
    this.#meta = `${table}_fingerprint`;
  }

  fingerprint(): Fingerprint {
    const row = this.#statements.row('SELECT value FROM history_meta WHERE key = ?', this.#meta);
    return row === undefined ? emptyFingerprint : text(row, 'value');
  }

  /** Changes entries; undefined takes one out. */
  change(changes: Iterable<readonly [EntryId, Entry | undefined]>): Fingerprint {
    const sum = new FingerprintSum(this.fingerprint());
    for (const [id, entry] of changes) {
      const before = this.#statements.row(`SELECT number FROM ${this.#table} WHERE entry = ?`, id);
      if (before !== undefined) sum.remove(this.#store.hashOf(integer(before, 'number')));
      if (entry === undefined) {
        this.#statements.run(`DELETE FROM ${this.#table} WHERE entry = ?`, id);
        continue;
      }
      const { number, hash } = this.#store.keep(entry);
      sum.add(hash);
      this.#statements.run(`INSERT OR REPLACE INTO ${this.#table} (entry, number) VALUES (?, ?)`, id, number);
    }
    const value = sum.value();
    this.#statements.run('INSERT OR REPLACE INTO history_meta (key, value) VALUES (?, ?)', this.#meta, value);
    return value;
  }

  /** Replaces everything. */
  reset(state: EntryState): Fingerprint {
    this.#statements.run(`DELETE FROM ${this.#table}`);
    this.#statements.run('DELETE FROM history_meta WHERE key = ?', this.#meta);
    return this.change(state.entries().map((entry) => [entry.id, entry] as const));
  }

  /**
   * All entries; those of `known` that are equal are taken from there.
   * @throws Invalid where they are not those that were recorded.
   */
  read(known: EntryState): EntryState {
    const rows = this.#statements.rows(
      `SELECT s.entry, s.number, e.hash FROM ${this.#table} s LEFT JOIN history_entries e ON e.number = s.number`,
    );
    const sum = new FingerprintSum();
    for (const row of rows) sum.add(text(row, 'hash'));
    if (sum.value() !== this.fingerprint()) throw damagedHistory('some of its current entries are missing');
    return EntryState.from(rows.map((row) => this.#entry(row, known)));
  }

  #entry(row: Row, known: EntryState): Entry {
    const id = text(row, 'entry');
    const same = known.get(id);
    if (same !== undefined && hashEntry(same) === row['hash']) return same;
    return this.#store.read(integer(row, 'number'), id);
  }
}
