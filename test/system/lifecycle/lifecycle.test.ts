import { describe, expect, it } from 'vitest';
import type { Event } from '../../../src/infrastructure/event-bus/event.ts';
import { EventLifecycle } from '../../../src/system/lifecycle/event-lifecycle.ts';
import { System, untilTold } from '../support.ts';

describe('LifecycleRegistry', () => {
  it('calls its handlers in order for every start and end', async () => {
    const system = new System();
    system.define('app:worker', untilTold);
    const calls: string[] = [];
    const handler = (name: string) => ({
      started: () => void calls.push(`${name} started`),
      ended: () => void calls.push(`${name} ended`),
    });
    system.lifecycle.register('a', handler('a'));
    system.lifecycle.register('b', handler('b'));
    system.lifecycle.register('a', handler('A'));
    const { pid, ended } = system.start('app:worker');
    system.processes.terminate(pid);
    await ended;
    expect(calls).toEqual(['A started', 'b started', 'A ended', 'b ended']);
    expect([system.lifecycle.unregister('a'), system.lifecycle.unregister('a')]).toEqual([true, false]);
    system.start('app:worker');
    expect(calls.slice(4)).toEqual(['b started']);
  });
});

describe('EventLifecycle', () => {
  it('publishes process.started and process.stopped', async () => {
    const system = new System();
    system.define('app:worker', untilTold);
    const events: Event[] = [];
    system.lifecycle.register('events', new EventLifecycle({ publish: (event) => void events.push(event) }));
    const { pid, ended } = system.start('app:worker');
    system.processes.terminate(pid);
    await ended;
    expect(events).toEqual([
      {
        system: 'process',
        kind: 'process.started',
        path: pid.text,
        data: { pid, host: 'app:processes', source: 'app:worker', parent: null },
      },
      expect.objectContaining({
        kind: 'process.stopped',
        path: pid.text,
        data: expect.objectContaining({ error: expect.objectContaining({ message: 'process terminated' }) }),
      }),
    ]);
  });

  it('publishes nothing that nobody wants', () => {
    const system = new System();
    system.define('app:worker', untilTold);
    const events: Event[] = [];
    const hasSubscribers = (_system: string, kind: string) => kind === 'process.stopped';
    const bus = { publish: (event: Event) => void events.push(event), hasSubscribers };
    system.lifecycle.register('events', new EventLifecycle(bus));
    system.start('app:worker');
    expect(events).toEqual([]);
  });
});
