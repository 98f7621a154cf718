import { describe, expect, it } from 'vitest';
import { createOperation, type TransactionContext } from '../../../src/core/registry/index.ts';
import { ManualClock } from '../../infrastructure/manual-clock.ts';
import { createFixture, entry } from './entries.ts';

describe('transactions', () => {
  it('limits the time of an operation and tells its handler', async () => {
    const clock = new ManualClock();
    const { registry, listener } = createFixture({ clock, operationTimeout: 30_000 });
    let signal: AbortSignal | undefined;
    listener.create = async (_item: unknown, context: unknown) => {
      signal = (context as TransactionContext).signal;
      await new Promise(() => undefined);
    };
    const applied = registry.apply([createOperation(entry('a:1'))]);
    const check = expect(applied).rejects.toMatchObject({
      kind: 'Timeout',
      message: 'failed to apply changes: event handler timeout after 30s for entry a:1 (kind: test.kind)',
    });
    await clock.advance(30_000);
    await check;
    expect(signal?.aborted).toBe(true);
  });

  it('limits the time of a participant and says how many had accepted', async () => {
    const clock = new ManualClock();
    const stuck = { name: 'stuck', commit: () => new Promise<void>(() => undefined) };
    const { registry, listener } = createFixture({ clock, operationTimeout: 1000 }, [{ name: 'quick' }, stuck]);
    const applied = registry.apply([createOperation(entry('a:1'))]);
    const check = expect(applied).rejects.toThrow(
      'transaction handler timeout after 1s for registry.commit: accepted 1 of 2',
    );
    await clock.advance(1000);
    await check;
    expect(listener.log).toEqual(['create a:1', 'undo: delete a:1']);
  });

  it('undoes everything when a commit is refused, and keeps no version', async () => {
    const log: string[] = [];
    const participants = ['one', 'two'].map((name) => ({
      name,
      begin: () => void log.push(`begin ${name}`),
      commit: () => {
        log.push(`commit ${name}`);
        if (name === 'two') throw new Error('duplicate route');
      },
      discard: () => void log.push(`discard ${name}`),
    }));
    const { registry, listener } = createFixture({}, participants);
    await expect(registry.apply([createOperation(entry('a:1'))])).rejects.toThrow(
      'transaction rejected for registry.commit: two: duplicate route',
    );
    expect(log).toEqual(['begin one', 'begin two', 'commit one', 'commit two', 'discard two', 'discard one']);
    expect(listener.log).toEqual(['create a:1', 'undo: delete a:1']);
    expect((await registry.history.head()).id).toBe(0);
    expect(await registry.history.list()).toHaveLength(1);
  });

  it('offers nothing when a begin is refused', async () => {
    const refusing = {
      name: 'refusing',
      begin: () => {
        throw new Error('not now');
      },
    };
    const { registry, listener } = createFixture({}, [refusing]);
    await expect(registry.apply([createOperation(entry('a:1'))])).rejects.toThrow(
      'transaction rejected for registry.begin: refusing: not now',
    );
    expect(listener.log).toEqual([]);
  });

  it('shows handlers the entries as they will be', async () => {
    const { registry, listener } = createFixture();
    const seen: unknown[] = [];
    listener.create = async (item: { id: string }, context: unknown) => {
      seen.push((context as TransactionContext).lookup('a:2')?.id, registry.get(item.id));
    };
    await registry.apply([createOperation(entry('a:1')), createOperation(entry('a:2'))]);
    expect(seen).toEqual(['a:2', undefined, 'a:2', undefined]);
  });

  it('goes on with the rollback when an operation cannot be undone, and says so', async () => {
    const { registry, listener } = createFixture();
    const remove = listener.delete.bind(listener);
    listener.delete = async (item, context) => {
      if (item.id === 'a:2') throw new Error('still in use');
      await remove(item, context);
    };
    listener.refuse = (_action, item) => {
      if (item.id === 'a:3') throw new Error('bad');
    };
    await expect(registry.apply(['a:1', 'a:2', 'a:3'].map((id) => createOperation(entry(id))))).rejects.toMatchObject({
      details: { rollback_error: 'operation failed for entry a:2: still in use' },
    });
    expect(listener.log).toEqual(['create a:1', 'create a:2', 'undo: delete a:1']);
  });
});
