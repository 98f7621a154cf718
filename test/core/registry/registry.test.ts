import { describe, expect, it } from 'vitest';
import {
  createMemoryHistory,
  createNoHistory,
  createOperation,
  deleteOperation,
  type EntryChange,
  type Operation,
  updateOperation,
} from '../../../src/core/registry/index.ts';
import { WippyError } from '../../../src/infrastructure/errors.ts';
import type { Event } from '../../../src/infrastructure/event-bus/index.ts';
import { pick, seededRandom } from '../../infrastructure/random.ts';
import { createFixture, entry } from './entries.ts';

describe('Registry.apply', () => {
  it('offers operations in dependency order and makes a version', async () => {
    const { registry, listener } = createFixture();
    const version = await registry.apply([createOperation(entry('a:a', ['a:b'])), createOperation(entry('a:b'))], {
      cause: { kind: 'cli', message: 'test' },
    });
    expect(listener.log).toEqual(['create a:b', 'create a:a']);
    expect(version).toMatchObject({
      id: 1,
      parent: 0,
      operations: { created: 2, updated: 0, deleted: 0 },
      entries: ['a:b', 'a:a'],
      outcome: 'applied',
      cause: { kind: 'cli', message: 'test' },
    });
    expect(registry.version).toEqual(version);
    expect(registry.require('a:a').id).toBe('a:a');
    expect((await registry.history.get(1))?.changes.map((operation) => operation.entry.id)).toEqual(['a:b', 'a:a']);
  });

  it('leaves everything as it was when a handler refuses, and undoes what was accepted', async () => {
    const { registry, listener } = createFixture();
    await registry.loadState([entry('a:a', [], { v: 1 }), entry('a:gone')]);
    listener.log.length = 0;
    listener.refuse = (_action, item) => {
      if (item.id === 'a:z') throw new WippyError('port in use', { kind: 'Unavailable', retryable: true });
    };
    const before = registry.snapshot();
    const changes: Operation[] = [
      updateOperation(entry('a:a', [], { v: 2 })),
      deleteOperation('a:gone'),
      createOperation(entry('a:new')),
      createOperation(entry('a:z')),
    ];
    await expect(registry.apply(changes)).rejects.toMatchObject({
      kind: 'Invalid',
      message: 'failed to apply changes: operation failed for entry a:z: port in use',
      details: { entry: 'a:z', kind: 'test.kind' },
    });
    expect(listener.log.slice(0, 3)).toEqual(['update a:a', 'delete a:gone', 'create a:new']);
    expect(listener.log.slice(3).sort()).toEqual(['undo: create a:gone', 'undo: delete a:new', 'undo: update a:a']);
    expect(registry.snapshot()).toBe(before);
    expect(await registry.history.list()).toHaveLength(1);
    expect((await registry.history.log())[0]).toMatchObject({
      id: 1,
      outcome: 'failed',
      parent: 0,
      error: 'operation failed for entry a:z: port in use',
    });
  });

  it('tries again what was refused because something was not there yet', async () => {
    const { registry, listener } = createFixture();
    listener.refuse = (_action, item) => {
      const needs = (item.data as { needs?: string }).needs;
      if (needs !== undefined && !listener.log.includes(`create ${needs}`)) {
        throw new Error('wrapped', { cause: new WippyError(`no ${needs}`, { kind: 'NotFound' }) });
      }
    };
    await registry.apply([
      createOperation(entry('a:1', [], { needs: 'a:2' })),
      createOperation(entry('a:2', [], { needs: 'a:3' })),
      createOperation(entry('a:3')),
    ]);
    expect(listener.log).toEqual(['create a:3', 'create a:2', 'create a:1']);
  });

  it('gives up when a pass makes no progress', async () => {
    const { registry, listener } = createFixture();
    listener.refuse = (_action, item) => {
      if (item.id !== 'a:ok') throw new WippyError('no router', { kind: 'NotFound' });
    };
    await expect(
      registry.apply([createOperation(entry('a:1')), createOperation(entry('a:2')), createOperation(entry('a:ok'))]),
    ).rejects.toMatchObject({
      kind: 'NotFound',
      message: expect.stringMatching(/unresolved dependencies after retry: a:1,a:2: .*no router/),
    });
    expect(listener.log).toEqual(['create a:ok', 'undo: delete a:ok']);
  });

  it('refuses unknown kinds at once, all of them, with a suggestion', async () => {
    const { registry, listener } = createFixture();
    await expect(
      registry.apply([
        createOperation(entry('a:1', [], {}, 'tst.kind')),
        createOperation(entry('a:2', [], {}, 'zebra')),
        createOperation(entry('a:3')),
      ]),
    ).rejects.toThrow(
      'unknown kind "tst.kind" of entry a:1 (did you mean "test.kind"?); unknown kind "zebra" of entry a:2',
    );
    expect(listener.log).toEqual([]);
  });

  it('does not offer entries that are data only', async () => {
    const { registry, listener } = createFixture();
    await registry.apply([createOperation(entry('a:config', [], {}, 'test.data'))]);
    expect(listener.log).toEqual([]);
    expect(registry.get('a:config')).toBeDefined();
  });

  it('refuses a change set made for another version', async () => {
    const { registry } = createFixture();
    await registry.apply([createOperation(entry('a:1'))]);
    await expect(registry.apply([createOperation(entry('a:2'))], { expectedVersion: 0 })).rejects.toMatchObject({
      kind: 'Conflict',
      retryable: true,
      message: 'registry changed during apply',
      details: { expected_version: 0, actual_version: 1 },
    });
  });

  it('refuses a change set without effect', async () => {
    const { registry } = createFixture();
    await expect(registry.apply([])).rejects.toThrow('no changes to apply');
    const item = entry('a:1');
    await expect(registry.apply([createOperation(item), deleteOperation(item)])).rejects.toThrow('no changes to apply');
  });

  it('runs change sets one after the other', async () => {
    const { registry } = createFixture();
    const versions = await Promise.all(['a:1', 'a:2', 'a:3'].map((id) => registry.apply([createOperation(entry(id))])));
    expect(versions.map((version) => [version.id, version.parent])).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
    ]);
  });

  it('undoes the change when the version cannot be kept', async () => {
    const history = createMemoryHistory();
    const { registry, listener } = createFixture({
      history: { ...history, append: () => Promise.reject(new Error('disk full')) },
    });
    await expect(registry.apply([createOperation(entry('a:1'))])).rejects.toThrow(
      'failed to save new version: disk full',
    );
    expect(listener.log).toEqual(['create a:1', 'delete a:1']);
    expect(registry.get('a:1')).toBeUndefined();
  });
});

describe('Registry.loadState', () => {
  it('uses the last of duplicate ids and makes no version', async () => {
    const { registry } = createFixture();
    const { version } = await registry.loadState([entry('a:1', [], 'first'), entry('a:1', [], 'last')]);
    expect(version.id).toBe(0);
    expect(registry.require('a:1').data).toBe('last');
  });

  it('applies only the difference to the current entries', async () => {
    const { registry, listener } = createFixture();
    await registry.loadState([entry('a:1'), entry('a:2')]);
    listener.log.length = 0;
    await registry.loadState([entry('a:1'), entry('a:2', [], { v: 2 }), entry('a:3')]);
    expect(listener.log).toEqual(['update a:2', 'create a:3']);
  });

  it('replays recorded changes over the entries', async () => {
    const history = createMemoryHistory();
    const first = createFixture({ history });
    await first.registry.loadState([entry('a:1')]);
    await first.registry.apply([createOperation(entry('a:runtime')), deleteOperation('a:1')]);
    const second = createFixture({ history });
    const { version, kept } = await second.registry.loadState([entry('a:1'), entry('a:2')]);
    expect(version.id).toBe(1);
    expect(second.registry.state.entries().map((item) => item.id)).toEqual(['a:2', 'a:runtime']);
    expect(kept).toEqual(['a:1', 'a:runtime']);
  });

  it('can record the difference to the last recorded state as a version', async () => {
    const history = createMemoryHistory();
    const first = createFixture({ history });
    await first.registry.loadState([entry('a:1')], { record: true });
    expect(first.registry.version).toMatchObject({ id: 1, cause: { kind: 'boot' }, entries: ['a:1'] });
    const second = createFixture({ history });
    await second.registry.loadState([entry('a:1')], { record: true });
    expect(second.registry.version.id).toBe(1);
    expect(second.listener.log).toEqual(['create a:1']);
    await second.registry.loadState([entry('a:1', [], { v: 2 })], { record: true, cause: { kind: 'watch' } });
    expect(second.registry.version).toMatchObject({ id: 2, parent: 1, cause: { kind: 'watch' } });
  });

  it('says what it was doing when an entry is refused', async () => {
    const { registry, listener } = createFixture();
    listener.refuse = () => {
      throw new Error('bad');
    };
    await expect(registry.loadState([entry('a:1')])).rejects.toThrow(
      'failed to load state: operation failed for entry a:1: bad',
    );
  });
});

describe('Registry.applyVersion', () => {
  it('goes back and forward without making versions', async () => {
    const { registry } = createFixture();
    await registry.loadState([entry('a:base')]);
    await registry.apply([createOperation(entry('a:1'))]);
    await registry.apply([updateOperation(entry('a:base', [], { v: 2 })), deleteOperation('a:1')]);
    await registry.applyVersion(1);
    expect(registry.version.id).toBe(1);
    expect(registry.state.entries().map(({ id, data }) => [id, data])).toEqual([
      ['a:1', {}],
      ['a:base', {}],
    ]);
    await registry.applyVersion(2);
    expect(registry.get('a:1')).toBeUndefined();
    expect((await registry.history.head()).id).toBe(2);
    expect(await registry.history.list()).toHaveLength(3);
  });

  it('numbers a version after a rollback above all others', async () => {
    const { registry } = createFixture();
    await registry.apply([createOperation(entry('a:1'))]);
    await registry.apply([createOperation(entry('a:2'))]);
    await registry.applyVersion(1);
    expect(await registry.apply([createOperation(entry('a:3'))])).toMatchObject({ id: 3, parent: 1 });
    await registry.applyVersion(2);
    expect(registry.state.entries().map((item) => item.id)).toEqual(['a:1', 'a:2']);
  });

  it('does nothing for the current version and refuses unknown ones', async () => {
    const { registry, listener } = createFixture();
    await registry.apply([createOperation(entry('a:1'))]);
    listener.log.length = 0;
    await registry.applyVersion(1);
    expect(listener.log).toEqual([]);
    await expect(registry.applyVersion(7)).rejects.toMatchObject({
      kind: 'NotFound',
      message: 'version not found in history',
      details: { version_id: 7 },
    });
  });

  it('shows any version without applying it', async () => {
    const { registry, listener } = createFixture();
    await registry.apply([createOperation(entry('a:1'))]);
    await registry.apply([deleteOperation('a:1')]);
    const calls = listener.log.length;
    const snapshot = await registry.snapshotAt(1);
    expect(snapshot.version.id).toBe(1);
    expect(snapshot.state.has('a:1')).toBe(true);
    expect(registry.version.id).toBe(2);
    expect(listener.log).toHaveLength(calls);
  });

  it('reaches each version of a random history from any other', async () => {
    const random = seededRandom(31);
    const { registry } = createFixture();
    const states = new Map([[0, registry.state.entries()]]);
    for (let i = 0; i < 40; i++) {
      if (random() < 0.3) await registry.applyVersion(pick([...states.keys()], random));
      const id = pick(['a:1', 'a:2', 'a:3', 'b:1'], random);
      const item = entry(id, [pick(['a:1', 'b:1'], random)], { v: i });
      const known = registry.get(id);
      const operation =
        known === undefined ? createOperation(item) : random() < 0.4 ? deleteOperation(known) : updateOperation(item);
      const version = await registry.apply([operation]);
      states.set(version.id, registry.state.entries());
    }
    for (let i = 0; i < 60; i++) {
      const id = pick([...states.keys()], random);
      expect((await registry.snapshotAt(id)).state.entries()).toEqual(states.get(id));
      await registry.applyVersion(id);
      expect(registry.state.entries()).toEqual(states.get(id));
    }
  });

  it('works without history for the current version only', async () => {
    const { registry } = createFixture({ history: createNoHistory() });
    await registry.apply([createOperation(entry('a:1'))]);
    await registry.apply([createOperation(entry('a:2'))]);
    expect(registry.version.id).toBe(2);
    await expect(registry.applyVersion(1)).rejects.toThrow('version not found in history');
    await registry.loadState([entry('a:3')]);
    expect(registry.get('a:3')).toBeDefined();
  });
});

describe('events of the registry', () => {
  it('tells begin, each operation with its answer, commit and the version', async () => {
    const { registry, bus } = createFixture({}, [{ name: 'routes', begin: () => undefined, commit: () => undefined }]);
    const events: string[] = [];
    bus.subscribe({ system: 'registry' }, ({ kind, path }) => void events.push(`${kind} ${path}`));
    await registry.apply([createOperation(entry('a:1'))]);
    await bus.idle();
    expect(events).toEqual([
      'registry.begin registry.tx/1',
      'registry.accept registry.tx/1/registry.begin/routes',
      'entry.create a:1',
      'entry.accept a:1',
      'registry.commit registry.tx/1',
      'registry.accept registry.tx/1/registry.commit/routes',
      'version.create 1',
    ]);
  });

  it('tells the rejection and the discard', async () => {
    const { registry, bus, listener } = createFixture();
    const events: Event[] = [];
    bus.subscribe({ system: 'registry' }, (event) => void events.push(event));
    listener.refuse = () => {
      throw new Error('bad');
    };
    await expect(registry.apply([createOperation(entry('a:1'))])).rejects.toThrow('bad');
    await bus.idle();
    expect(events.map((event) => event.kind)).toEqual([
      'registry.begin',
      'entry.create',
      'entry.reject',
      'registry.discard',
    ]);
    expect(events[2].data).toMatchObject({ message: 'bad' });
  });

  it('lets specific entries be observed', async () => {
    const { registry, bus } = createFixture();
    const seen: EntryChange[] = [];
    const end = registry.observe(['a:1'], (change) => void seen.push(change));
    await registry.apply([createOperation(entry('a:1', [], 1)), createOperation(entry('a:other'))]);
    await registry.apply([updateOperation(entry('a:1', [], 2))]);
    await registry.apply([deleteOperation('a:other')]);
    await registry.applyVersion(0);
    await bus.idle();
    end();
    await registry.applyVersion(1);
    await bus.idle();
    expect(seen.map(({ before, after, version }) => [before?.data, after?.data, version.id])).toEqual([
      [undefined, 1, 1],
      [1, 2, 2],
      [2, undefined, 0],
    ]);
  });
});
