import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { createSqliteHistory } from '../../../../src/core/registry/index.ts';
import { historyConformance } from './history-conformance.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wippy-history-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

historyConformance('sqlite', async () => createSqliteHistory({ file: join(directory, '.wippy/registry.db') }), {
  keeps: true,
  durable: true,
});
