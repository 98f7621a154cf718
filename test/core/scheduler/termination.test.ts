import { describe, expect, it } from 'vitest';
import { Message } from '../../../src/core/relay/message.ts';
import type { CancelEvent } from '../../../src/core/scheduler/lifecycle-events.ts';
import { FakeProcess, Harness, settle } from './support.ts';

describe('termination', () => {
  it('ends a process that never waits', async () => {
    const harness = new Harness();
    const busy = new FakeProcess((_events, out) => {
      out.status = 'ready';
    });
    const { record, ended } = harness.submit(busy);
    await new Promise((resolve) => setImmediate(resolve));
    expect(busy.steps).toBeGreaterThan(1);
    expect(record.terminate()).toBe(true);
    expect((await ended).error).toMatchObject({ message: 'process terminated', kind: 'Internal' });
    expect(busy.closes).toBe(1);
  });

  it('ends an idle process and refuses messages from that moment on', async () => {
    const harness = new Harness();
    const { record, pid, ended } = harness.submit(new FakeProcess(() => {}));
    await settle(harness.loop);
    record.terminate();
    expect(record.terminate()).toBe(false);
    expect(record.send(new Message(null, pid, 't', []))?.message).toBe('process not found');
    expect((await ended).error?.message).toBe('process terminated');
  });

  it('ends a process that terminates itself, whatever its step says', async () => {
    const harness = new Harness();
    const { record, ended } = harness.submit(new FakeProcess(() => void record.terminate()));
    expect((await ended).error?.message).toBe('process terminated');
    expect(record.steps).toBe(1);
  });

  it('closes a process that would have been kept open', async () => {
    const harness = new Harness();
    const process = new FakeProcess(() => {});
    const { record, ended } = harness.submit(process, 'test:host', true);
    record.terminate();
    await ended;
    expect(process.closes).toBe(1);
  });

  it('asks processes to end on shutdown and waits for them', async () => {
    const harness = new Harness();
    let reason = '';
    const { ended } = harness.submit(
      new FakeProcess((events, out) => {
        if (events[0]?.kind !== 'message') return;
        reason = (events[0].message.payloads[0].data as CancelEvent).reason;
        out.done(null);
      }),
    );
    await settle(harness.loop);
    await harness.scheduler.stop(60_000);
    expect((await ended).error).toBeNull();
    expect(reason).toBe('scheduler shutdown');
    expect(() => harness.submit(new FakeProcess(() => {}))).toThrow('scheduler is stopping');
  });

  it('ends with Canceled what does not end by itself', async () => {
    const harness = new Harness();
    const { ended } = harness.submit(
      new FakeProcess((_events, out) => {
        out.status = 'ready';
      }),
    );
    await harness.scheduler.stop(5);
    expect((await ended).error).toMatchObject({ kind: 'Canceled' });
  });
});
