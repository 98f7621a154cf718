import { describe, expect, it } from 'vitest';
import type { LifecycleEvent, OutdatedEvent } from '../../../src/core/scheduler/lifecycle-events.ts';
import { settle } from '../../core/scheduler/support.ts';
import { System, watching } from '../support.ts';

function setup() {
  const system = new System();
  const events: LifecycleEvent[] = [];
  system.define('app:worker', watching(events));
  const { pid } = system.start('app:worker');
  /** Says that these entries have changed, all of which matter to the worker. */
  const change = (...ids: string[]) => system.upgradable.codeChanged((source) => (source === 'app:worker' ? ids : []));
  const sources = () => events.map((event) => [...(event as OutdatedEvent).sources]);
  return { system, events, pid, change, sources };
}

describe('processes that want to know about new code', () => {
  it('are told once they have said so', async () => {
    const { system, pid, change, sources, events } = setup();
    change('app:worker');
    system.upgradable.set(pid, 'app:worker', true);
    change('app:worker', 'app:lib');
    await settle(system.loop);
    expect(sources()).toEqual([['app:worker', 'app:lib']]);
    expect(events[0]).toMatchObject({ kind: 'pid.outdated', from: null, at: expect.any(Number) });
  });

  it('get one event for all changes until they receive it, and another one after that', async () => {
    const { system, pid, change, sources, events } = setup();
    system.upgradable.set(pid, 'app:worker', true);
    change('app:a');
    change('app:b', 'app:a');
    await settle(system.loop);
    expect(sources()).toEqual([['app:a', 'app:b']]);
    (events[0] as OutdatedEvent).received = true;
    change('app:c');
    await settle(system.loop);
    expect(sources()).toEqual([['app:a', 'app:b'], ['app:c']]);
  });

  it('hear nothing of changes that do not concern them, and nothing after they have changed their mind', async () => {
    const { system, pid, change, sources } = setup();
    system.upgradable.set(pid, 'app:other', true);
    change('app:worker');
    system.upgradable.set(pid, 'app:other', false);
    system.upgradable.set(pid, 'app:worker', true);
    expect(system.upgradable.of(new Set(['app:worker']))).toEqual([pid]);
    system.upgradable.set(pid, 'app:worker', false);
    change('app:worker');
    await settle(system.loop);
    expect(sources()).toEqual([]);
    expect(system.upgradable.has(pid)).toBe(false);
  });

  it('are forgotten when they end, and when they go on as new code', async () => {
    const system = new System();
    system.define('app:old', (events, out) => {
      if (events.length > 0) out.upgrade({ source: 'app:new', input: [] });
    });
    system.define('app:new', (events, out) => {
      for (const event of events) if (event.kind === 'message' && event.topic === 'end') out.done(null);
    });
    const { pid, ended } = system.start('app:old');
    await settle(system.loop);
    system.upgradable.set(pid, 'app:old', true);
    system.processes.send(null, pid.text, 'go', []);
    await settle(system.loop);
    expect(system.upgradable.has(pid)).toBe(false);
    system.upgradable.set(pid, 'app:new', true);
    system.processes.send(null, pid.text, 'end', []);
    await ended;
    expect(system.upgradable.has(pid)).toBe(false);
  });
});
