import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openHistory, openStoredHistory } from '../../../src/boot/history/application-history.ts';
import { createOperation, type Entry, updateOperation } from '../../../src/core/registry/index.ts';
import { Config } from '../../../src/infrastructure/config.ts';
import { ErrorKind, WippyError } from '../../../src/infrastructure/errors.ts';
import { DRIVER_MISSING } from '../../../src/infrastructure/sqlite.ts';
import { createFixture, entry } from '../../core/registry/entries.ts';

const driver = vi.hoisted(() => ({ missing: false }));

vi.mock(import('../../../src/infrastructure/sqlite.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    openSqlite: (...args: Parameters<typeof real.openSqlite>) => {
      if (!driver.missing) return real.openSqlite(...args);
      throw new WippyError('the SQLite driver better-sqlite3 is not installed', {
        kind: ErrorKind.Unavailable,
        details: { reason: DRIVER_MISSING },
      });
    },
  };
});

let directory: string;
let warnings: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wippy-open-history-'));
  warnings = [];
});

afterEach(async () => {
  driver.missing = false;
  await rm(directory, { recursive: true, force: true });
});

const config = (registry: Record<string, unknown> = {}): Config => Config.fromSections({ registry });
const open = (settings?: Record<string, unknown>) =>
  openHistory(config(settings), directory, (text) => void warnings.push(text));

/** A start with these entries; gives its registry. */
async function start(entries: readonly Entry[], settings?: Record<string, unknown>) {
  const { history, records, keepsChanges } = open(settings);
  const { registry } = createFixture({ history });
  await registry.loadState(entries, { record: records, keepChanges: keepsChanges });
  return registry;
}

describe('the history of an application', () => {
  it('is a file unless something else is configured, and takes no version of files that have not changed', async () => {
    const first = await start([entry('a:x')]);
    expect(first.version).toMatchObject({ id: 1, cause: { kind: 'boot' } });
    await first.history.close();
    const second = await start([entry('a:x')]);
    expect(second.version.id).toBe(1);
    expect(await second.history.log()).toHaveLength(1);
    await second.history.close();
    expect(warnings).toEqual([]);
  });

  it('undoes changes of run time at a start, as a version, unless sqlite is asked for', async () => {
    const first = await start([entry('a:x')]);
    await first.apply([createOperation(entry('a:runtime')), updateOperation(entry('a:x', [], { v: 2 }))]);
    await first.history.close();
    const kept = await start([entry('a:x')], { history_type: 'sqlite' });
    expect(kept.state.entries().map(({ id, data }) => [id, data])).toEqual([
      ['a:runtime', {}],
      ['a:x', { v: 2 }],
    ]);
    await kept.history.close();
    const third = await start([entry('a:x')]);
    expect(third.state.entries()).toEqual([entry('a:x')]);
    expect(third.version).toMatchObject({ id: 3, parent: 2, cause: { kind: 'boot' } });
    await third.history.close();
  });

  it('is in memory, with one warning, where the driver is missing', async () => {
    driver.missing = true;
    const registry = await start([entry('a:x')]);
    await registry.apply([createOperation(entry('a:y'))]);
    expect((await registry.history.log()).map(({ id }) => id)).toEqual([2, 1]);
    expect(warnings).toEqual([
      'versions of the registry are kept in memory only: the SQLite driver better-sqlite3 is not installed. Set registry.history_type to memory to say that this is wanted.',
    ]);
  });

  it('is an error where sqlite was asked for and the driver is missing', async () => {
    driver.missing = true;
    await expect(start([entry('a:x')], { history_type: 'sqlite' })).rejects.toThrow(
      'failed to load state: the SQLite driver better-sqlite3 is not installed',
    );
    expect(warnings).toEqual([]);
  });

  it('is in memory, and leaves the file alone, where that is no history', async () => {
    await mkdir(join(directory, '.wippy'));
    const file = join(directory, '.wippy/registry.db');
    await writeFile(file, 'no database at all, but long enough to have a header of a hundred bytes'.repeat(3));
    const before = await stat(file);
    const registry = await start([entry('a:x')]);
    expect(registry.version.id).toBe(1);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('registry.db cannot be used: it is no SQLite database');
    expect((await stat(file)).mtimeMs).toBe(before.mtimeMs);
    await expect(start([entry('a:x')], { history_type: 'sqlite' })).rejects.toThrow('it is no SQLite database');
  });

  it('keeps nothing where nothing is to be kept', async () => {
    for (const settings of [{ history_type: 'nil' }, { enable_history: false }, { history_type: 'memory' }]) {
      const { history, records } = open(settings);
      expect([history.name, records]).toEqual([settings.history_type === 'memory' ? 'memory' : 'none', false]);
      expect(() => openStoredHistory(config(settings), directory, false)).toThrow('the project keeps no history');
    }
    await expect(stat(join(directory, '.wippy'))).rejects.toThrow('ENOENT');
  });
});
