import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineKind, entryRef, KindRegistry } from '../../../src/core/kinds/index.ts';
import {
  createEntry,
  createOperation,
  deleteOperation,
  Registry,
  updateOperation,
} from '../../../src/core/registry/index.ts';
import {
  type Lifecycle,
  lifecycleSchema,
  Supervisor,
  supervisorParticipant,
} from '../../../src/core/supervisor/index.ts';
import { EventBus } from '../../../src/infrastructure/event-bus/index.ts';
import { FakeService } from './fake-service.ts';

/** A registry with one kind of supervised service that may refer to another as its `database`. */
function setUp() {
  const log: string[] = [];
  const bus = new EventBus();
  const kinds = new KindRegistry().register(
    defineKind({
      kind: 'test.service',
      description: 'A service of this test.',
      schema: z.object({
        database: entryRef({ relative: true }).optional(),
        version: z.number().default(1),
        lifecycle: lifecycleSchema(),
      }),
    }),
  );
  const registry = new Registry({ bus, router: kinds });
  const supervisor = new Supervisor({
    bus,
    references: (id) => registry.graph().dependencies(id),
    exists: (id) => registry.get(id) !== undefined,
  });
  interface ServiceConfig {
    version: number;
    lifecycle: Lifecycle;
  }
  kinds.attach<ServiceConfig>('test.service', {
    add: (entry, config) => {
      if (config.version < 0) throw new Error('negative version');
      void supervisor.register(entry.id, new FakeService(`${entry.id}@${config.version}`, log), config.lifecycle);
    },
    remove: (entry) => void supervisor.remove(entry.id),
  });
  registry.addParticipant(supervisorParticipant(supervisor, registry));
  const settled = async (): Promise<void> => {
    await registry.idle();
    await new Promise((resolve) => setImmediate(resolve));
    await supervisor.settled();
  };
  return { registry, supervisor, log, settled };
}

const service = (id: string, data: Record<string, unknown> = {}) =>
  createEntry({ id, kind: 'test.service', data: { lifecycle: { auto_start: true }, ...data } });

describe('a supervisor that follows the registry', () => {
  it('starts services in the order of the references of their entries', async () => {
    const { registry, log, settled } = setUp();
    await registry.loadState([service('app:api', { database: 'db' }), service('app:db')]);
    await settled();
    expect(log).toEqual(['start app:db@1', 'run app:db@1', 'start app:api@1', 'run app:api@1']);
  });

  it('restarts what changed and what depends on it, and nothing else', async () => {
    const { registry, log, settled } = setUp();
    await registry.loadState([service('app:api', { database: 'db' }), service('app:db'), service('app:other')]);
    await settled();
    log.length = 0;
    await registry.apply([updateOperation(service('app:db', { version: 2 }))]);
    await settled();
    expect(log).toEqual([
      'stop app:api@1',
      'stop app:db@1',
      'start app:db@2',
      'run app:db@2',
      'start app:api@1',
      'run app:api@1',
    ]);
  });

  it('stops deleted services and starts those of the same transaction', async () => {
    const { registry, supervisor, log, settled } = setUp();
    await registry.loadState([service('app:old')]);
    await settled();
    log.length = 0;
    await registry.apply([deleteOperation('app:old'), createOperation(service('app:new'))]);
    await settled();
    expect(log).toEqual(['stop app:old@1', 'start app:new@1', 'run app:new@1']);
    expect(supervisor.states().map((state) => state.id)).toEqual(['app:new']);
  });

  it('keeps services running when a change is refused', async () => {
    const { registry, supervisor, log, settled } = setUp();
    await registry.loadState([service('app:db'), service('app:other')]);
    await settled();
    log.length = 0;
    await expect(
      registry.apply([createOperation(service('app:new')), createOperation(service('app:zzz', { version: -1 }))]),
    ).rejects.toThrow('negative version');
    await settled();
    expect(log).toEqual([]);
    expect(supervisor.states().map((state) => [state.id, state.status])).toEqual([
      ['app:db', 'running'],
      ['app:other', 'running'],
    ]);
  });
});
