import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReferenceHistory } from '../../../../src/core/registry/history/reference-history.ts';
import { createOperation, createSqliteHistory, EntryState } from '../../../../src/core/registry/index.ts';
import { createFixture, entry } from '../entries.ts';

/** A change set as the library of the Go runtime (hashicorp/go-msgpack 2.1, canonical) has encoded it. */
const changeSet = Buffer.from(
  [
    '9383a5456e74727984a44461746182a44461746184a3626967d30020000000000001a166cb3ff8000000000000a46c69737493a161c0c3',
    'a6736f75726365a972657475726e20310aa6466f726d6174aa676f6c616e672f616e79a2494482a46e616d65a568656c6c6fa26e73a361',
    '7070a44b696e64ac66756e6374696f6e2e6c7561a44d65746182a7636f6d6d656e74a74772c3bcc39f65a16e03a44b696e64ac656e7472',
    '792e637265617465ad4f726967696e616c456e747279c083a5456e74727984a44461746182a444617461a77b2276223a327da6466f726d',
    '6174aa6a736f6e2f706c61696ea2494482a46e616d65a178a26e73a3617070a44b696e64ae72656769737472792e656e747279a44d6574',
    '61c0a44b696e64ac656e7472792e757064617465ad4f726967696e616c456e74727984a44461746182a444617461a5763a20310aa6466f',
    '726d6174aa79616d6c2f706c61696ea2494482a46e616d65a178a26e73a3617070a44b696e64ae72656769737472792e656e747279a44d',
    '657461c083a5456e74727984a444617461c0a2494482a46e616d65a179a26e73a3617070a44b696e64ae72656769737472792e656e7472',
    '79a44d657461c0a44b696e64ac656e7472792e64656c657465ad4f726967696e616c456e74727984a444617461c0a2494482a46e616d65',
    'a179a26e73a3617070a44b696e64ae72656769737472792e656e747279a44d657461c0',
  ].join(''),
  'hex',
);

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wippy-reference-'));
  file = join(directory, 'registry.db');
  const database = new BetterSqlite(file);
  database.pragma('journal_mode = WAL');
  database.exec(`
    CREATE TABLE metadata (key TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE versions (id INTEGER PRIMARY KEY, parent_id INTEGER, FOREIGN KEY (parent_id) REFERENCES versions(id));
    CREATE TABLE changesets (version_id INTEGER PRIMARY KEY, data BLOB NOT NULL);
    INSERT INTO metadata VALUES ('schema_version', 1), ('head', 1);
    INSERT INTO versions VALUES (0, NULL), (1, 0);
  `);
  const insert = database.prepare('INSERT INTO changesets VALUES (?, ?)');
  insert.run(0, Buffer.from([0x90]));
  insert.run(1, changeSet);
  database.close();
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('a history of the Go runtime', () => {
  const files = [entry('app:x', [], { v: 1 }, 'test.data'), entry('app:y'), entry('app:z')];

  it('lies over the files, as it does there', async () => {
    const history = createReferenceHistory(file);
    const { registry } = createFixture({ history });
    const { version, kept } = await registry.attach(files).then(async (head) => ({
      version: head,
      kept: registry.state.entries().map(({ id, data }) => [id, data]),
    }));
    expect(version.id).toBe(1);
    expect(kept).toEqual([
      ['app:hello', { big: 9007199254740993n, f: 1.5, list: ['a', null, true], source: 'return 1\n' }],
      ['app:x', { v: 2 }],
      ['app:z', {}],
    ]);
    expect(registry.require('app:hello').meta).toEqual({ comment: 'Grüße', n: 3 });
    expect((await history.log()).map(({ id, entries }) => [id, entries])).toEqual([
      [1, ['app:hello', 'app:x', 'app:y']],
    ]);
    expect(await registry.planRollback(0)).toHaveLength(3);
  });

  it('takes new versions in memory and stays as it is, byte for byte', async () => {
    const before = await readFile(file);
    const history = createReferenceHistory(file);
    const { registry } = createFixture({ history });
    await registry.attach(files);
    expect((await registry.apply([createOperation(entry('app:new'))])).id).toBe(2);
    expect((await history.log()).map(({ id }) => id)).toEqual([2, 1]);
    await expect(createSqliteHistory({ file }).restore(EntryState.empty)).rejects.toThrow(
      'is a history of the Go runtime, which is only read',
    );
    expect(await readFile(file)).toEqual(before);
  });

  it('is an error where it is damaged', async () => {
    const database = new BetterSqlite(file);
    database.prepare('UPDATE changesets SET data = ? WHERE version_id = 1').run(changeSet.subarray(0, 90));
    database.close();
    expect(() => createReferenceHistory(file)).toThrow(/registry\.db cannot be used: it is damaged/);
  });
});
