import { describe, expect, it } from 'vitest';
import { ProcessHost } from '../../../src/core/scheduler/process-host.ts';
import { FakeProcess, Harness } from './support.ts';

function submit(harness: Harness, host: ProcessHost, process: FakeProcess) {
  const pid = harness.pids.next(host.id);
  return host.submit(process, pid, harness.root.spawn({ pid }), 'main', []);
}

describe('ProcessHost', () => {
  it('runs processes between start and stop only', async () => {
    const harness = new Harness();
    const host = new ProcessHost('app:processes', { queue_size: 8 }, harness.options);
    const early = new FakeProcess(() => {});
    expect(() => submit(harness, host, early)).toThrow(
      expect.objectContaining({ message: 'host is not running', kind: 'Unavailable' }),
    );
    expect(early.closes).toBe(1);
    host.start();
    expect(harness.node.host('app:processes')).toBe(host);
    expect(() => host.start()).toThrow(expect.objectContaining({ message: 'host already running', kind: 'Conflict' }));
    submit(harness, host, new FakeProcess((events, out) => (events.length > 0 ? out.done(null) : undefined)));
    const stopped = host.stop(60_000);
    expect(() => submit(harness, host, new FakeProcess(() => {}))).toThrow('host is shutting down');
    await stopped;
    expect(harness.node.host('app:processes')).toBeUndefined();
    host.start();
    expect(host.running).toBe(true);
  });

  it('shares its id with no other host of the node', () => {
    const harness = new Harness();
    new ProcessHost('app:processes', {}, harness.options).start();
    expect(() => new ProcessHost('app:processes', {}, harness.options).start()).toThrow('host already exists');
  });
});
