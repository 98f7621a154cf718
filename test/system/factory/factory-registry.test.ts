import { describe, expect, it } from 'vitest';
import type { Event } from '../../../src/infrastructure/event-bus/event.ts';
import { EventBus } from '../../../src/infrastructure/event-bus/event-bus.ts';
import { listenForFactories } from '../../../src/system/factory/factory-events.ts';
import { FactoryRegistry } from '../../../src/system/factory/factory-registry.ts';
import { FakeProcess } from '../../core/scheduler/support.ts';

const factory = { create: () => new FakeProcess(() => {}) };

describe('FactoryRegistry', () => {
  it('makes a new process each time, with the entry point of the entry', () => {
    const factories = new FactoryRegistry();
    factories.register('app:a', factory);
    factories.register('app:b', { ...factory, method: 'run' });
    expect(factories.create('app:a').process).not.toBe(factories.create('app:a').process);
    expect([factories.create('app:a').method, factories.create('app:b').method]).toEqual(['main', 'run']);
    factories.delete('app:a');
    expect(factories.list()).toEqual(['app:b']);
  });

  it('says which factory is missing and why a process cannot be made', () => {
    const factories = new FactoryRegistry();
    const missing = expect.objectContaining({ message: 'factory not found', details: { factory_id: 'app:x' } });
    expect(() => factories.create('app:x')).toThrow(missing);
    expect(() => factories.delete('app:x')).toThrow(missing);
    factories.register('app:x', {
      create: () => {
        throw new Error('out of ideas');
      },
    });
    expect(() => factories.create('app:x')).toThrow(
      expect.objectContaining({
        message: 'failed to create process',
        details: expect.objectContaining({ cause: 'out of ideas' }),
      }),
    );
  });
});

describe('listenForFactories', () => {
  it('registers and deletes by events and answers each', async () => {
    const bus = new EventBus();
    const factories = new FactoryRegistry();
    const answers: Event[] = [];
    bus.subscribe({ system: 'process', kind: 'factory.(accept|reject)' }, (event) => void answers.push(event));
    const stop = listenForFactories(bus, factories);
    const publish = (kind: string, data?: unknown) => bus.publish({ system: 'process', kind, path: 'app:a', data });
    publish('factory.register', factory);
    publish('factory.delete');
    publish('factory.delete');
    publish('factory.register', { no: 'factory' });
    await bus.idle();
    expect(answers.map(({ kind, path, data }) => [kind, path, data])).toEqual([
      ['factory.accept', 'app:a', undefined],
      ['factory.accept', 'app:a', undefined],
      ['factory.reject', 'app:a', 'factory not found'],
      ['factory.reject', 'app:a', 'invalid factory entry'],
    ]);
    stop();
    publish('factory.register', factory);
    await bus.idle();
    expect(factories.has('app:a')).toBe(false);
  });
});
