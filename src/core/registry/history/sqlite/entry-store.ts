/** Entries and long texts, each kept once. */
import { LruCache } from '../../../../infrastructure/lru-cache.ts';
import type { Entry } from '../../entry.ts';
import { type ContentHash, decodeEntry, encodeEntry, hashText } from '../../entry-encoding.ts';
import type { EntryId } from '../../entry-id.ts';
import { integer, text } from './columns.ts';
import { damagedHistory } from './errors.ts';
import type { Statements } from './statements.ts';

/** An entry that is kept, with its number. */
export interface StoredEntry {
  readonly number: number;
  readonly hash: ContentHash;
}

export class EntryStore {
  readonly #statements: Statements;
  readonly #decoded = new LruCache<ContentHash, Entry>(1000);

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** The number of an entry, which is kept if it was not yet. */
  keep(entry: Entry): StoredEntry {
    const { hash, body, texts } = encodeEntry(entry);
    const known = this.#statements.row('SELECT number FROM history_entries WHERE hash = ?', hash);
    if (known !== undefined) return { number: integer(known, 'number'), hash };
    const { id: number } = this.#statements.run(
      'INSERT INTO history_entries (hash, content) VALUES (?, ?)',
      hash,
      body,
    );
    for (const [key, content] of texts) {
      const kept = this.keepText(content, key);
      this.#statements.run('INSERT OR IGNORE INTO history_entry_texts (entry, text) VALUES (?, ?)', number, kept);
    }
    return { number, hash };
  }

  /** The number of a text. */
  keepText(content: string, hash: ContentHash = hashText(content)): number {
    const known = this.#statements.row('SELECT number FROM history_texts WHERE hash = ?', hash);
    if (known !== undefined) return integer(known, 'number');
    return this.#statements.run('INSERT INTO history_texts (hash, content) VALUES (?, ?)', hash, content).id;
  }

  /** The hash of a kept entry. */
  hashOf(number: number): ContentHash {
    const row = this.#statements.row('SELECT hash FROM history_entries WHERE number = ?', number);
    if (row === undefined) throw damagedHistory(`entry ${number} is missing`);
    return text(row, 'hash');
  }

  /** @throws Invalid where the entry is missing, damaged or another one. */
  read(number: number, id: EntryId): Entry {
    const row = this.#statements.row('SELECT hash, content FROM history_entries WHERE number = ?', number);
    if (row === undefined) throw damagedHistory(`entry ${number} is missing`);
    const entry = this.#decode(text(row, 'hash'), text(row, 'content'));
    if (entry.id !== id) throw damagedHistory(`entry ${number} is ${entry.id} instead of ${id}`);
    return entry;
  }

  #decode(hash: ContentHash, body: string): Entry {
    const known = this.#decoded.get(hash);
    if (known !== undefined) return known;
    const entry = decodeEntry(hash, body, (key) => this.#readText(key));
    this.#decoded.set(hash, entry);
    return entry;
  }

  #readText(hash: ContentHash): string {
    const row = this.#statements.row('SELECT content FROM history_texts WHERE hash = ?', hash);
    if (row === undefined) throw damagedHistory(`the text ${hash} is missing`);
    const content = text(row, 'content');
    if (hashText(content) !== hash) throw damagedHistory(`the text ${hash} has another content`);
    return content;
  }
}
