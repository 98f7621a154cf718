import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createOperation,
  deleteOperation,
  type History,
  rootVersion,
  summarize,
  updateOperation,
  type VersionRecord,
} from '../../../../src/core/registry/index.ts';
import { entry } from '../entries.ts';

function version(id: number, parent: number, changes: VersionRecord['changes'] = []): VersionRecord {
  return {
    id,
    parent,
    time: 1_700_000_000_000 + id,
    cause: { source: 'runtime', message: `change ${id}` },
    outcome: 'committed',
    duration: 1.5,
    size: changes.length,
    changes,
  };
}

/**
 * What every history that keeps versions must do.
 * @param create opens a history; called twice with the same argument for back ends that outlive their object.
 * @param durable whether a second opening shows what the first one kept.
 */
export function historyConformance(name: string, create: () => Promise<History>, durable: boolean): void {
  describe(`history conformance: ${name}`, () => {
    let history: History;

    beforeEach(async () => {
      history = await create();
    });

    afterEach(async () => {
      await history.close();
    });

    it('begins with the root version as its head', async () => {
      expect(await history.head()).toBe(0);
      expect(await history.list()).toEqual([summarize(rootVersion)]);
      expect(await history.get(0)).toEqual(rootVersion);
    });

    it('keeps versions with all their operations', async () => {
      const before = entry('a:x', ['a:y'], { list: [1, 'two', null, true], text: 'ä' });
      const after = entry('a:x', [], { nested: { deep: [{}] } });
      const record = version(1, 0, [
        createOperation(entry('a:new')),
        updateOperation(after, before),
        deleteOperation(before),
      ]);
      await history.save(record);
      expect(await history.head()).toBe(1);
      const kept = await history.get(1);
      expect(kept?.changes.map(({ kind, entry: item, original }) => [kind, item, original])).toEqual(
        record.changes.map(({ kind, entry: item, original }) => [kind, item, original]),
      );
      expect(summarize(kept as VersionRecord)).toEqual(summarize(record));
      expect(await history.list()).toEqual([summarize(rootVersion), summarize(record)]);
    });

    it('keeps branches, lists by id and moves its head', async () => {
      await history.save(version(1, 0));
      await history.save(version(2, 1));
      await history.setHead(1);
      await history.save(version(3, 1));
      expect((await history.list()).map(({ id, parent }) => [id, parent])).toEqual([
        [0, null],
        [1, 0],
        [2, 1],
        [3, 1],
      ]);
      await history.setHead(0);
      expect(await history.head()).toBe(0);
    });

    it('knows nothing of versions that were not saved', async () => {
      expect(await history.get(9)).toBeUndefined();
      await expect(history.setHead(9)).rejects.toMatchObject({
        kind: 'NotFound',
        message: 'version not found in history',
        details: { version_id: 9 },
      });
    });

    it('refuses a second version of one id and keeps the first', async () => {
      await history.save(version(1, 0, [createOperation(entry('a:first'))]));
      await history.save(version(2, 1));
      await expect(history.save(version(1, 0))).rejects.toMatchObject({ kind: 'Conflict' });
      expect((await history.get(1))?.size).toBe(1);
      expect(await history.head()).toBe(2);
    });

    it('remembers refused changes, newest first, apart from the versions', async () => {
      const rejected = (error: string) => ({
        parent: 0,
        time: 5,
        cause: { source: 'reload' as const },
        outcome: 'rejected' as const,
        duration: 1,
        changes: [createOperation(entry('a:x'))],
        error,
      });
      await history.saveRejected(rejected('first'));
      await history.saveRejected(rejected('second'));
      expect((await history.rejected(10)).map((change) => change.error)).toEqual(['second', 'first']);
      expect(await history.rejected(1)).toHaveLength(1);
      expect((await history.rejected(1))[0].changes[0].entry.id).toBe('a:x');
      expect(await history.list()).toHaveLength(1);
    });

    it.runIf(durable)('shows what was kept after it is opened again', async () => {
      await history.save(version(1, 0, [createOperation(entry('a:x'))]));
      await history.save(version(2, 1));
      await history.setHead(1);
      await history.close();
      history = await create();
      expect(await history.head()).toBe(1);
      expect((await history.get(1))?.changes[0].entry).toEqual(entry('a:x'));
      expect(await history.list()).toHaveLength(3);
    });
  });
}
