import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createOperation, createSqliteHistory, EntryState, updateOperation } from '../../../src/core/registry/index.ts';
import { createFixture, entry } from '../../core/registry/entries.ts';

let directory: string;
let disk: string;
let mounted = false;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wippy-disk-'));
  disk = join(directory, 'disk');
  try {
    // Only the administrator may mount.
    execFileSync('sh', ['-c', `mkdir '${disk}' && mount -t tmpfs -o size=1m tmpfs '${disk}'`], { stdio: 'ignore' });
    mounted = true;
  } catch {
    mounted = false;
  }
});

afterAll(async () => {
  if (mounted) execFileSync('umount', [disk]);
  await rm(directory, { recursive: true, force: true });
});

describe('a disk that is full', () => {
  const opened: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const history of opened.splice(0)) await history.close();
  });

  it('leaves the old version in effect, says why, and takes changes again when there is space', async (context) => {
    if (!mounted) context.skip();
    const file = join(disk, 'registry.db');
    const history = createSqliteHistory({ file });
    opened.push(history);
    const { registry, listener } = createFixture({ history });
    await registry.apply([createOperation(entry('a:x', [], { v: 1 }))]);
    const ballast = join(disk, 'ballast');
    await writeFile(ballast, 'x'.repeat(2_000_000)).catch(() => undefined);
    listener.log.length = 0;
    const large = entry('a:x', [], {
      source: Array.from({ length: 30_000 }, (_, line) => `return ${line}`).join('\n'),
    });
    await expect(registry.apply([updateOperation(large)])).rejects.toMatchObject({
      message: expect.stringMatching(
        /^failed to apply changes: failed to save new version: the history .*registry\.db cannot be used: the disk is full/,
      ),
      retryable: true,
      hint: 'Free some space and try again.',
    });
    // The handler was given the new entry and then the old one.
    expect(listener.log).toEqual(['update a:x', 'update a:x']);
    expect(registry.version.id).toBe(1);
    expect(registry.require('a:x').data).toEqual({ v: 1 });
    await rm(ballast);
    await registry.apply([updateOperation(entry('a:x', [], { v: 2 }))]);
    const again = createSqliteHistory({ file });
    opened.push(again);
    expect((await again.restore(EntryState.empty)).state.require('a:x').data).toEqual({ v: 2 });
  });
});
