/** Which texts the project's files had at which version. */
import type { Version } from '../../version.ts';
import type { SourceSnapshot } from '../history.ts';
import { originOf } from '../source-log.ts';
import { optionalInteger, text } from './columns.ts';
import type { EntryStore } from './entry-store.ts';
import type { Statements } from './statements.ts';

export class SourceStore {
  readonly #statements: Statements;
  readonly #store: EntryStore;

  constructor(statements: Statements, store: EntryStore) {
    this.#statements = statements;
    this.#store = store;
  }

  /** Notes a version and, where it came with them, the texts of the files. */
  note(version: Version, snapshot: SourceSnapshot | undefined): void {
    const origin = snapshot === undefined ? this.#originOf(originOf(version)) : version.id;
    if (origin !== null) {
      this.#statements.run('UPDATE history_versions SET sources = ? WHERE id = ?', origin, version.id);
    }
    if (snapshot === undefined) return;
    for (const [path, content] of snapshot.texts) {
      this.#change(version.id, path, content === null ? null : this.#store.keepText(content));
    }
    if (!snapshot.complete) return;
    for (const row of this.#statements.rows('SELECT DISTINCT path FROM history_sources')) {
      const path = text(row, 'path');
      if (!snapshot.texts.has(path)) this.#change(version.id, path, null);
    }
  }

  /** The texts by path that belong to a version; undefined where none were recorded. */
  at(id: number): ReadonlyMap<string, string> | undefined {
    const origin = this.#originOf(id);
    if (origin === null) return undefined;
    const rows = this.#statements.rows(
      `SELECT s.path, t.content FROM history_sources s JOIN history_texts t ON t.number = s.text
        WHERE s.version = (SELECT max(version) FROM history_sources WHERE path = s.path AND version <= ?)`,
      origin,
    );
    return new Map(rows.map((row) => [text(row, 'path'), text(row, 'content')]));
  }

  /** Deletes what only versions before this one need. */
  forgetBefore(id: number): void {
    this.#statements.run(
      `DELETE FROM history_sources AS s WHERE version <
        (SELECT max(version) FROM history_sources WHERE path = s.path AND version <= ?)`,
      id,
    );
  }

  /** Adds a row where the text is another one than before. */
  #change(version: number, path: string, number: number | null): void {
    const before = this.#statements.row(
      'SELECT text FROM history_sources WHERE path = ? AND version <= ? ORDER BY version DESC LIMIT 1',
      path,
      version,
    );
    if ((before?.['text'] ?? null) === number) return;
    this.#statements.run(
      'INSERT OR REPLACE INTO history_sources (path, version, text) VALUES (?, ?, ?)',
      path,
      version,
      number,
    );
  }

  #originOf(id: number | null): number | null {
    if (id === null || id === 0) return null;
    const row = this.#statements.row('SELECT sources FROM history_versions WHERE id = ?', id);
    return row === undefined ? null : optionalInteger(row, 'sources');
  }
}
