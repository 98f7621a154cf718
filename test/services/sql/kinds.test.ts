import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entry, luaEntry, RunningApplication } from '../../support/application.ts';

let folder: string;
let application: RunningApplication | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wippy-sql-kinds-'));
});

afterEach(async () => {
  await application?.close();
  application = null;
  rmSync(folder, { recursive: true });
});

const service = { lifecycle: { auto_start: true } };
const count = luaEntry(
  'app:count',
  'function.lua',
  `local sql = require("sql")
   return {main = function(statement)
     local db, err = sql.get("app:db")
     if err then return nil, err end
     if statement then db:execute(statement) end
     local rows, err = db:query("SELECT count(*) n FROM t")
     if err then return nil, err end
     return rows[1].n
   end}`,
  { modules: ['sql'] },
);
const create = 'CREATE TABLE t AS SELECT 1';

describe('db.sql.sqlite', () => {
  it('takes its file from a variable of the application', async () => {
    application = await RunningApplication.start([
      entry('app:settings', 'env.storage.static', { values: { FOLDER: folder } }),
      entry('app:folder', 'env.variable', { storage: 'app:settings', variable: 'FOLDER' }),
      entry('app:db', 'db.sql.sqlite', { file: `\${env:FOLDER}/a.db`, ...service }),
      count,
    ]);
    expect(await application.call('app:count', create)).toBe(1);
  });

  it('keeps its data when only its lifecycle changes, and opens another file when that changes', async () => {
    const db = (file: string, more: object = {}) =>
      entry('app:db', 'db.sql.sqlite', { file, lifecycle: { auto_start: true, ...more } });
    application = await RunningApplication.start([db(':memory:'), count]);
    expect(await application.call('app:count', create)).toBe(1);
    await application.update(db(':memory:', { stop_timeout: '1s' }));
    expect(await application.call('app:count')).toBe(1);
    await application.update(db(join(folder, 'b.db')));
    await expect(application.call('app:count')).rejects.toThrow('no such table: t');
  });

  it('works without being started, as its users open it', async () => {
    application = await RunningApplication.start([entry('app:db', 'db.sql.sqlite', { file: ':memory:' }), count]);
    expect(await application.call('app:count', create)).toBe(1);
  });

  it('is refused where its directory is missing', async () => {
    const file = join(folder, 'none', 'a.db');
    await expect(RunningApplication.start([entry('app:db', 'db.sql.sqlite', { file, ...service })])).rejects.toThrow(
      `cannot open database app:db: the directory ${join(folder, 'none')} does not exist`,
    );
  });
});

describe.each([
  [
    'db.sql.postgres',
    { host: 'h', port: 5432, database: 'd', username: 'u', password: 'p' },
    'a driver for PostgreSQL',
  ],
  ['db.sql.mysql', { host: 'h' }, 'a driver for MySQL'],
  ['queue.driver.amqp', { url: 'amqp://localhost' }, 'a client for AMQP'],
  ['queue.driver.sqs', { config: 'app:aws' }, 'a client for Amazon SQS'],
])('%s', (kind, data, needs) => {
  it('is refused with what it needs', async () => {
    await expect(RunningApplication.start([entry('app:x', kind, data)])).rejects.toThrow(
      `${kind} needs ${needs}, which this runtime does not have`,
    );
  });
});
