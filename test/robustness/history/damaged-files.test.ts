import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOperation,
  createSqliteHistory,
  deleteOperation,
  EntryState,
  fingerprintOf,
  type History,
  updateOperation,
} from '../../../src/core/registry/index.ts';
import { WippyError } from '../../../src/infrastructure/errors.ts';
import { createFixture, entry } from '../../core/registry/entries.ts';
import { pick, seededRandom } from '../../infrastructure/random.ts';

/** A release passes with WIPPY_MUTANTS=2000. */
const mutants = Number(process.env['WIPPY_MUTANTS'] ?? 100);

let directory: string;
let original: Buffer;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wippy-damage-'));
  const file = join(directory, 'original.db');
  const history = createSqliteHistory({ file });
  const { registry } = createFixture({ history });
  const source = 'return 1\n'.repeat(100);
  const texts = new Map([['src/a.lua', source]]);
  const files = Array.from({ length: 12 }, (_, index) => entry(`a:${index}`, [], { source: source + index }));
  await registry.loadState(files, { record: true, sources: async () => ({ texts, complete: true }) });
  for (let step = 0; step < 12; step++) {
    const known = registry.get(`a:${step}`);
    if (known === undefined) continue;
    await registry.apply([step % 3 === 0 ? deleteOperation(known) : updateOperation(entry(known.id, [], { step }))]);
  }
  await registry.rollback(3);
  await history.close();
  original = await readFile(file);
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** Bytes of the file as a failing disk would leave them. */
function damageBytes(random: () => number): Buffer {
  const bytes = Buffer.from(original);
  const at = Math.floor(random() * bytes.length);
  const length = 1 + Math.floor(random() * 600);
  const choice = random();
  if (choice < 0.4)
    for (let i = 0; i < 1 + random() * 20; i++)
      bytes[Math.floor(random() * bytes.length)] ^= 1 << Math.floor(random() * 8);
  else if (choice < 0.55) bytes.fill(0, at, at + length);
  else if (choice < 0.7) bytes.copy(bytes, at, Math.floor(random() * bytes.length), bytes.length);
  else if (choice < 0.8) return bytes.subarray(0, at);
  else for (let i = at; i < Math.min(bytes.length, at + length); i++) bytes[i] = Math.floor(random() * 256);
  return bytes;
}

const junk = [
  'NULL',
  '-1',
  '0',
  '9007199254740993',
  '1e308',
  "''",
  "'x'",
  "'[]'",
  "'{}'",
  "'null'",
  "'[1]'",
  "x'00ff'",
  `'{"kind":"lua","files":7}'`,
  `'{"$text":"nothing"}'`,
  "'../../../../tmp/outside'",
  `'${'['.repeat(5000)}'`,
];

/** Values that make no sense, in a file that is sound. */
function damageRows(file: string, random: () => number): void {
  const database = new BetterSqlite(file);
  database.unsafeMode(true);
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'history%'")
    .pluck()
    .all() as string[];
  for (let i = 0; i < 1 + random() * 4; i++) {
    const table = pick(tables, random);
    const columns = database.prepare(`SELECT name FROM pragma_table_info('${table}')`).pluck().all() as string[];
    const column = pick(columns, random);
    const order = `ORDER BY ${columns[0]} LIMIT 1 OFFSET ${Math.floor(random() * 8)}`;
    const statement =
      random() < 0.25
        ? `DELETE FROM ${table} WHERE ${column} IN (SELECT ${column} FROM ${table} ${order})`
        : `UPDATE OR REPLACE ${table} SET ${column} = ${pick(junk, random)} WHERE ${column} IN (SELECT ${column} FROM ${table} ${order})`;
    try {
      database.exec(statement);
    } catch {
      // A constraint refuses this value; the next one may fit.
    }
  }
  database.close();
}

async function useEverything(history: History): Promise<void> {
  const restored = await history.restore(EntryState.empty);
  if (restored.version.id !== 0) expect(fingerprintOf(restored.state)).toBe(restored.version.fingerprint);
  await history.detachment();
  await history.list();
  for (const { id } of await history.log()) {
    await history.get(id);
    await history.sources(id);
    await history.difference(id, restored.version.id).catch(onlyCoded);
  }
  const { registry } = createFixture({ history });
  await registry.attach(undefined);
  await registry.apply([createOperation(entry('new:entry', [], { source: 'x'.repeat(400) }))]);
  await history.prune(3);
}

function onlyCoded(error: unknown): void {
  if (!(error instanceof WippyError)) throw error;
}

describe('a damaged history', () => {
  it(`is an error or loads, and never crashes or hangs (${mutants} mutants)`, async () => {
    const outcomes = { loaded: 0, refused: 0 };
    for (let seed = 1; seed <= mutants; seed++) {
      const random = seededRandom(seed);
      const file = join(directory, 'mutant.db');
      for (const end of ['', '-wal', '-shm']) await rm(file + end, { force: true });
      if (seed % 2 === 0) await writeFile(file, damageBytes(random));
      else {
        await copyFile(join(directory, 'original.db'), file);
        damageRows(file, random);
      }
      const history = createSqliteHistory({ file });
      try {
        await useEverything(history);
        outcomes.loaded++;
      } catch (error) {
        expect(error, `seed ${seed}`).toBeInstanceOf(WippyError);
        expect((error as WippyError).message, `seed ${seed}`).not.toMatch(/undefined|\[object/);
        outcomes.refused++;
      } finally {
        await history.close();
      }
    }
    expect(outcomes.loaded).toBeGreaterThan(0);
    expect(outcomes.refused).toBeGreaterThan(0);
  }, 600_000);
});
