/**
 * The thread of one database. The driver is synchronous, and nothing can interrupt a statement inside SQLite; here it holds up
 * nobody but those who want the same database.
 *
 * The function is sent to the thread as text, so that it runs the same from the sources, in tests and in the bundle: it may use
 * nothing but its parameters and the language.
 */

import type { MessagePort } from 'node:worker_threads';
import type BetterSqlite from 'better-sqlite3';
import type { ParsedStatement } from './statement-text.ts';
import type { ThreadAnswer, ThreadError, ThreadOptions, ThreadRequest, ThreadValue } from './thread-messages.ts';

interface Prepared {
  readonly statement: BetterSqlite.Statement<unknown[], unknown>;
  columns: string[] | null;
  types: string[];
}

export function sqliteThread(
  port: MessagePort,
  options: ThreadOptions,
  Database: typeof BetterSqlite,
  isUtf8: (bytes: Buffer) => boolean,
): void {
  const MAX_PREPARED = 100;
  const KEEP_SCHEMA = ['INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'WITH', 'SAVEPOINT', 'RELEASE', 'ROLLBACK'];
  const prepared = new Map<string, Prepared>();
  const failure = (thrown: unknown): ThreadError => {
    const { name = 'Error', message = String(thrown), code = '' } = thrown as Partial<ThreadError>;
    return { name, message, code };
  };
  const refuse = (code: string): Error => Object.assign(new Error(code), { code });

  let database: BetterSqlite.Database;
  try {
    database = new Database(options.file, { timeout: options.lockTimeout });
    // As the driver of the Go runtime: a journal that readers need not wait for, and the defaults of SQLite.
    database.pragma('journal_mode = WAL');
    database.pragma('foreign_keys = OFF');
    database.pragma('recursive_triggers = OFF');
    database.defaultSafeIntegers(true);
  } catch (thrown) {
    port.postMessage({ id: 0, error: failure(thrown) } satisfies ThreadAnswer);
    port.close();
    return;
  }
  const changes = database.prepare('SELECT changes(), last_insert_rowid()').raw(true);

  /** Bytes as text. Those that are no text are stored as a blob, so that nothing is lost. */
  const decode = (bytes: string): string | Buffer => {
    if (Buffer.byteLength(bytes) === bytes.length) return bytes;
    const buffer = Buffer.from(bytes, 'latin1');
    return isUtf8(buffer) ? buffer.toString('utf8') : buffer;
  };

  const encode = (value: unknown): ThreadValue => {
    if (typeof value === 'bigint') {
      return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
    }
    if (typeof value === 'number') return Number.isSafeInteger(value) ? { n: value } : value;
    if (typeof value === 'string') {
      return Buffer.byteLength(value) === value.length ? value : Buffer.from(value, 'utf8').toString('latin1');
    }
    return value === null ? null : (value as Buffer).toString('latin1');
  };

  const prepare = (bytes: string): Prepared => {
    let found = prepared.get(bytes);
    if (found !== undefined) {
      prepared.delete(bytes);
    } else {
      const sql = decode(bytes);
      if (typeof sql !== 'string') throw new SyntaxError('the statement is not UTF-8 text');
      const statement = database.prepare<unknown[], unknown>(sql);
      if (statement.reader) statement.raw(true);
      found = { statement, columns: null, types: [] };
      const oldest = prepared.keys().next();
      if (prepared.size >= MAX_PREPARED && oldest.done !== true) prepared.delete(oldest.value);
    }
    prepared.set(bytes, found);
    return found;
  };

  const describe = (found: Prepared): void => {
    const columns = found.statement.columns();
    found.columns = columns.map(({ name }) => encode(name) as string);
    found.types = columns.map(({ type }) => (type ?? '').toLowerCase());
  };

  const read = (found: Prepared, parameters: unknown[], request: ThreadRequest): ThreadAnswer => {
    const slot = request.id % options.window;
    const rows: ThreadValue[][] = [];
    let size = 0;
    for (const row of found.statement.iterate(...parameters) as IterableIterator<unknown[]>) {
      if (Atomics.load(options.shared, slot) === request.id) throw refuse('CANCELED');
      if (request.kind !== 'query') continue;
      const values: ThreadValue[] = [];
      for (const value of row) {
        const encoded = encode(value);
        size += 16 + (typeof encoded === 'string' ? encoded.length : 0);
        values.push(encoded);
      }
      if (size > options.resultLimit) throw refuse(`TOO_LARGE ${options.resultLimit}`);
      rows.push(values);
    }
    // Another program may have changed the table since the statement was compiled.
    if (found.columns === null || (rows[0] !== undefined && rows[0].length !== found.columns.length)) describe(found);
    return { id: request.id, rows, columns: found.columns as unknown as string[], types: found.types };
  };

  const run = (parsed: ParsedStatement, given: readonly unknown[], request: ThreadRequest): ThreadAnswer => {
    const { sql, parameters, verb } = parsed;
    const found = prepare(sql);
    const { statement } = found;
    if (request.readOnly && !statement.readonly) throw refuse('READ_ONLY');
    const values = parameters.map((index) => {
      const value = given[index];
      return typeof value === 'string' ? decode(value) : value;
    });
    let answer: ThreadAnswer;
    if (statement.reader) {
      answer = read(found, values, request);
      if (request.kind !== 'query') {
        const [count, lastId] = changes.get() as [bigint, bigint];
        answer = { id: request.id, changes: statement.readonly ? 0 : Number(count), lastId: encode(lastId) as number };
      }
    } else {
      const result = statement.run(...values);
      answer = { id: request.id, changes: result.changes, lastId: encode(result.lastInsertRowid) as number };
    }
    // What changes the schema changes the columns of other statements.
    if (!statement.readonly && !KEEP_SCHEMA.includes(verb)) prepared.clear();
    return answer;
  };

  const runAll = (request: ThreadRequest): ThreadAnswer => {
    let answer: ThreadAnswer = { id: request.id, rows: [], columns: [], types: [], changes: 0, lastId: 0 };
    let start = 0;
    for (const statement of request.statements) {
      answer = run(statement, request.parameters.slice(start, start + statement.count), request);
      start += statement.count;
    }
    return answer;
  };

  const handle = (request: ThreadRequest): ThreadAnswer => {
    switch (request.kind) {
      case 'prepare':
        for (const { sql } of request.statements) prepare(sql);
        break;
      case 'begin':
        database.exec('BEGIN');
        break;
      case 'commit':
        try {
          database.exec('COMMIT');
        } catch (thrown) {
          // The transaction is over for whoever asked; it must not stay open for the next one.
          if (database.inTransaction) database.exec('ROLLBACK');
          throw thrown;
        }
        break;
      case 'rollback':
        if (database.inTransaction) database.exec('ROLLBACK');
        break;
      case 'close':
        database.close();
        break;
      default:
        return runAll(request);
    }
    return { id: request.id };
  };

  port.on('message', (request: ThreadRequest) => {
    let answer: ThreadAnswer;
    Atomics.store(options.shared, options.window, 1);
    try {
      answer = handle(request);
    } catch (thrown) {
      answer = { id: request.id, error: failure(thrown) };
    }
    Atomics.store(options.shared, options.window, 0);
    Atomics.notify(options.shared, options.window);
    port.postMessage(answer);
    if (request.kind === 'close') port.close();
  });
  port.postMessage({ id: 0 } satisfies ThreadAnswer);
}
