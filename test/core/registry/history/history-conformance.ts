import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ChangeSet,
  createOperation,
  deleteOperation,
  EntryState,
  type FileChanges,
  type History,
  rootVersion,
  summarize,
  updateOperation,
  type VersionDraft,
  type VersionRecord,
} from '../../../../src/core/registry/index.ts';
import { entry } from '../entries.ts';

export const noFiles: FileChanges = { baseline: [], detached: null };

export function draft(parent: number, changes: ChangeSet = [], fields: Partial<VersionDraft> = {}): VersionDraft {
  return {
    parent,
    time: 1_700_000_000_000 + parent,
    cause: { kind: 'lua', actor: `after ${parent}` },
    git: null,
    duration: 1.5,
    changes,
    ...fields,
  };
}

/** What the back end under test promises. */
export interface Promises {
  /** Whether versions can be read again. */
  readonly keeps: boolean;
  /** Whether a second opening shows what the first one kept. */
  readonly durable: boolean;
}

/**
 * What every history must do.
 * @param create opens a history; called twice with the same argument for back ends that outlive their object.
 */
export function historyConformance(name: string, create: () => Promise<History>, promises: Promises): void {
  const { keeps, durable } = promises;

  describe(`history conformance: ${name}`, () => {
    let history: History;
    const add = (parent: number, changes: ChangeSet = []) => history.append(draft(parent, changes), noFiles);
    const restore = () => history.restore(EntryState.empty);

    beforeEach(async () => {
      history = await create();
    });

    afterEach(async () => {
      await history.close();
    });

    it('begins with the root version as its head, without entries', async () => {
      expect((await history.head()).id).toBe(0);
      expect(await history.list()).toEqual([summarize(rootVersion)]);
      expect(await history.get(0)).toEqual(rootVersion);
      expect(await history.log()).toEqual([]);
      const restored = await restore();
      expect(restored.version.id).toBe(0);
      expect([restored.state.size, restored.baseline.size, restored.detached]).toEqual([0, 0, null]);
    });

    it('numbers versions upwards and never twice, failed ones too', async () => {
      const first = await add(0, [createOperation(entry('a:1'))]);
      const second = await history.appendFailed(draft(1, [deleteOperation(entry('a:1'))]), 'in use');
      const third = await add(1, [createOperation(entry('a:3'))]);
      expect([first.id, second.id, third.id]).toEqual([1, 2, 3]);
      expect([first.outcome, second.outcome, second.error, third.parent]).toEqual(['applied', 'failed', 'in use', 1]);
      expect((await history.head()).id).toBe(3);
    });

    it('counts operations and lists the changed entries', async () => {
      const before = entry('a:x');
      await add(0, [createOperation(before), createOperation(entry('a:y'))]);
      const version = await add(1, [deleteOperation(before), updateOperation(entry('a:y', [], 1), entry('a:y'))]);
      expect(version).toMatchObject({
        parent: 1,
        time: 1_700_000_000_001,
        cause: { kind: 'lua', actor: 'after 1' },
        duration: 1.5,
        outcome: 'applied',
        operations: { created: 0, updated: 1, deleted: 1 },
        entries: ['a:x', 'a:y'],
      });
    });

    it('refuses a version whose parent is not the head', async () => {
      await add(0);
      await expect(add(0)).rejects.toMatchObject({
        kind: 'Conflict',
        retryable: true,
        details: { expected_version: 0, actual_version: 1 },
      });
      expect((await history.head()).id).toBe(1);
    });

    it('knows nothing of versions that were not kept', async () => {
      expect(await history.get(9)).toBeUndefined();
      expect(await history.find(9)).toBeUndefined();
      await expect(history.moveHead(9, [], noFiles)).rejects.toMatchObject({
        kind: 'NotFound',
        message: 'version not found in history',
        details: { version_id: 9 },
      });
    });

    if (!keeps) return;

    it('keeps versions with all their operations', async () => {
      const before = entry('a:x', ['a:y'], { list: [1, 'two', null, true], text: 'ä', long: 'é\n'.repeat(400) });
      const after = entry('a:x', [], { nested: { deep: [{}], $odd: { $text: 'x' } }, bytes: new Uint8Array([1, 255]) });
      await add(0, [createOperation(before)]);
      const changes = [createOperation(entry('a:new')), updateOperation(after, before), deleteOperation(after)];
      const version = await add(1, changes);
      const kept = await history.get(2);
      expect(kept?.changes.map(({ kind, entry: item, original }) => [kind, item, original])).toEqual(
        changes.map(({ kind, entry: item, original }) => [kind, item, original]),
      );
      expect(summarize(kept as VersionRecord)).toEqual(version);
      expect((await history.list()).map(({ id }) => id)).toEqual([0, 1, 2]);
      expect(await history.find(2)).toEqual(version);
    });

    it('keeps a change of kind as a deletion and a creation', async () => {
      const [before, after] = [entry('a:x'), entry('a:x', [], {}, 'test.other')];
      await add(0, [createOperation(before)]);
      await add(1, [deleteOperation(before), createOperation(after)]);
      expect((await history.get(2))?.changes.map(({ kind, entry: item }) => [kind, item.kind])).toEqual([
        ['entry.delete', 'test.kind'],
        ['entry.create', 'test.other'],
      ]);
      expect((await restore()).state.require('a:x').kind).toBe('test.other');
    });

    it('keeps cause, commit and failure', async () => {
      const cause = { kind: 'watch', files: ['src/a.lua', 'src/ü.yaml'] } as const;
      const git = { commit: 'c0ffee', dirty: true };
      const applied = await history.append(draft(0, [createOperation(entry('a:1'))], { cause, git }), noFiles);
      const failed = await history.appendFailed(
        draft(1, [], { cause: { kind: 'rollback', version: 1 } }),
        'port in use',
      );
      expect(await history.log()).toEqual([failed, applied]);
      expect(await history.log(1)).toEqual([failed]);
      expect(applied).toMatchObject({ cause, git });
      expect(await history.find(2)).toEqual(failed);
      expect(summarize((await history.get(2)) as VersionRecord)).toEqual(failed);
      expect((await history.list()).map(({ id }) => id)).toEqual([0, 1]);
      await expect(history.moveHead(2, [], noFiles)).rejects.toMatchObject({ kind: 'NotFound' });
    });

    it('keeps a version that was taken back as one that failed, and what was before it is the head', async () => {
      const [kept, gone] = [entry('a:1'), entry('a:2')];
      await add(0, [createOperation(kept)]);
      await add(1, [createOperation(gone)]);
      await history.revoke(2, 'it did not start', [deleteOperation(gone)], noFiles);
      expect((await history.head()).id).toBe(1);
      expect(await history.find(2)).toMatchObject({ outcome: 'failed', error: 'it did not start' });
      expect((await history.list()).map(({ id }) => id)).toEqual([0, 1]);
      expect((await restore()).state.entries().map(({ id }) => id)).toEqual(['a:1']);
      await expect(history.revoke(2, 'again', [], noFiles)).rejects.toMatchObject({ kind: 'Conflict' });
      expect((await add(1, [createOperation(gone)])).id).toBe(3);
    });

    it('keeps branches, lists by id and moves its head', async () => {
      await add(0, [createOperation(entry('a:1'))]);
      await add(1, [createOperation(entry('a:2'))]);
      await history.moveHead(1, [deleteOperation(entry('a:2'))], noFiles);
      await add(1, [createOperation(entry('a:3'))]);
      expect((await history.list()).map(({ id, parent }) => [id, parent])).toEqual([
        [0, null],
        [1, 0],
        [2, 1],
        [3, 1],
      ]);
      expect((await restore()).state.entries().map(({ id }) => id)).toEqual(['a:1', 'a:3']);
      await history.moveHead(0, [deleteOperation(entry('a:1')), deleteOperation(entry('a:3'))], noFiles);
      expect((await history.head()).id).toBe(0);
      expect((await restore()).state.size).toBe(0);
    });

    it('restores the entries of the head and what the files said, and whether it follows them', async () => {
      const [file, changed] = [entry('a:x', [], 'file'), entry('a:x', [], 'changed')];
      const baseline = [{ id: 'a:x', before: undefined, after: file }];
      await history.append(draft(0, [createOperation(file)]), { ...noFiles, baseline });
      await add(1, [updateOperation(changed, file), createOperation(entry('a:runtime'))]);
      const same = entry('a:x', [], 'changed');
      const restored = await history.restore(EntryState.from([same]));
      expect(restored.state.entries().map(({ id, data }) => [id, data])).toEqual([
        ['a:runtime', {}],
        ['a:x', 'changed'],
      ]);
      expect(restored.baseline.entries()).toEqual([file]);
      expect(restored.pinned.size).toBe(0);
      await history.append(draft(2, [updateOperation(file, changed)]), {
        ...noFiles,
        detached: { version: 1, files: 'f'.repeat(64) },
      });
      expect((await restore()).detached).toEqual({ version: 1, files: 'f'.repeat(64) });
      expect((await history.get(1))?.baseline).toEqual(baseline);
    });

    it('records what the files say without a new version', async () => {
      const [old, now] = [entry('a:x', [], 1), entry('a:x', [], 2)];
      await history.append(draft(0, [createOperation(old)]), {
        ...noFiles,
        baseline: [{ id: 'a:x', before: undefined, after: old }],
      });
      await add(1, [updateOperation(now, old)]);
      await history.amend({ ...noFiles, baseline: [{ id: 'a:x', before: old, after: now }] });
      const restored = await restore();
      expect(restored.version.id).toBe(2);
      expect(restored.baseline.entries()).toEqual([now]);
      expect((await history.get(2))?.baseline).toEqual([{ id: 'a:x', before: old, after: now }]);
    });

    it('takes the commit of a version later, applied or failed', async () => {
      await add(0, [createOperation(entry('a:1'))]);
      await history.appendFailed(draft(1), 'in use');
      const git = { commit: 'c0ffee', dirty: true };
      for (const id of [1, 2, 99]) await history.noteGit(id, git);
      expect((await history.log()).map((version) => [version.id, version.git])).toEqual([
        [2, git],
        [1, git],
      ]);
      await history.noteGit(1, null);
      expect((await history.find(1))?.git).toBeNull();
    });

    it('forgets old versions on demand, but not the numbers, the head or the entries', async () => {
      for (let id = 0; id < 9; id++) await add(id, [createOperation(entry(`a:${id}`))]);
      await history.appendFailed(draft(9), 'no');
      expect(await history.prune(4)).toEqual({ deleted: 6, kept: 4 });
      expect((await history.log()).map(({ id }) => id)).toEqual([10, 9, 8, 7]);
      expect((await history.list()).map(({ id }) => id)).toEqual([0, 7, 8, 9]);
      expect(await history.get(6)).toBeUndefined();
      expect((await restore()).state.size).toBe(durable ? 9 : 3);
      expect((await add(9)).id).toBe(11);
    });

    it('keeps the versions between the head and the newest ones', async () => {
      for (let id = 0; id < 9; id++) await add(id, [createOperation(entry(`a:${id}`))]);
      await history.moveHead(
        5,
        [8, 7, 6, 5].map((id) => deleteOperation(entry(`a:${id}`))),
        noFiles,
      );
      await history.prune(2);
      expect((await history.list()).map(({ id }) => id)).toEqual([0, 5, 6, 7, 8, 9]);
    });

    it.runIf(durable)('shows what was kept after it is opened again', async () => {
      const version = await add(0, [createOperation(entry('a:x', ['a:y'], { source: 'x = 1\n'.repeat(200) }))]);
      await add(1, [createOperation(entry('a:y'))]);
      await history.moveHead(1, [deleteOperation(entry('a:y'))], noFiles);
      await history.close();
      history = await create();
      expect(await history.head()).toEqual(version);
      expect((await history.get(1))?.changes[0].entry).toEqual(
        entry('a:x', ['a:y'], { source: 'x = 1\n'.repeat(200) }),
      );
      expect(await history.list()).toHaveLength(3);
      expect((await add(1)).id).toBe(3);
    });
  });
}
