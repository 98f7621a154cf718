import { describe, expect, it } from 'vitest';
import { Message } from '../../../src/core/relay/message.ts';
import { ProcessHost } from '../../../src/core/scheduler/process-host.ts';
import { Scheduler } from '../../../src/core/scheduler/scheduler.ts';
import { FakeProcess, Harness } from './support.ts';

function busy(): FakeProcess {
  return new FakeProcess((_events, out) => {
    out.status = 'ready';
  });
}

describe('fairness', () => {
  it('lets every process progress that is always ready', async () => {
    const harness = new Harness();
    const processes = Array.from({ length: 200 }, busy);
    const records = processes.map((process) => harness.submit(process).record);
    while (processes[0].steps < 100) await new Promise((resolve) => setImmediate(resolve));
    const steps = processes.map((process) => process.steps);
    expect(Math.min(...steps)).toBeGreaterThan(Math.max(...steps) / 2);
    for (const record of records) record.terminate();
  });

  it('lets timers and I/O run between slices', async () => {
    const harness = new Harness();
    const { record } = harness.submit(busy());
    const fired = await new Promise((resolve) => setTimeout(() => resolve('timer'), 1));
    record.terminate();
    expect(fired).toBe('timer');
  });

  it('does not let processes that wake each other starve a new one', async () => {
    const harness = new Harness();
    const ping: FakeProcess = new FakeProcess((events, _out, self) => {
      for (const event of events) {
        if (event.kind === 'message')
          harness.router.send(new Message(self.context.pid, event.message.from!, 'ping', []));
      }
    });
    const pong = new FakeProcess((events, _out, self) => {
      for (const event of events) {
        if (event.kind === 'message')
          harness.router.send(new Message(self.context.pid, event.message.from!, 'pong', []));
      }
    });
    const first = harness.submit(ping);
    const second = harness.submit(pong);
    harness.router.send(new Message(first.pid, second.pid, 'ping', []));
    await new Promise((resolve) => setImmediate(resolve));
    const third = harness.submit(new FakeProcess((_events, out) => out.done(null)));
    await third.ended;
    expect(ping.steps).toBeGreaterThan(0);
    first.record.terminate();
    second.record.terminate();
  });

  it('shares the time between hosts', async () => {
    const harness = new Harness();
    const other = new Scheduler(harness.options);
    const crowd = Array.from({ length: 50 }, () => harness.submit(busy()));
    const lonely = busy();
    const pid = harness.pids.next('test:other');
    const record = other.submit(lonely, pid, harness.root.spawn({ pid }), 'main', []);
    while (lonely.steps < 20) await new Promise((resolve) => setImmediate(resolve));
    for (const one of crowd) one.record.terminate();
    record.terminate();
    expect(harness.scheduler.statistics().steps).toBeGreaterThan(20);
  });

  it('spreads the work over workers that steal from each other', async () => {
    const harness = new Harness({ workers: 3 });
    const spawned = Array.from({ length: 60 }, () => {
      let left = 20;
      return harness.submit(
        new FakeProcess((_events, out) => {
          if (--left === 0) out.done(null);
          else out.status = 'ready';
        }),
      );
    });
    await Promise.all(spawned.map(({ ended }) => ended));
    const { workers } = harness.scheduler.statistics();
    expect(workers.reduce((sum, worker) => sum + worker.executed, 0)).toBe(60 * 20);
    for (const worker of workers) expect(worker.executed).toBeGreaterThan(100);
    expect(workers.some(({ stolen }) => stolen > 0)).toBe(true);
  });

  it('schedules nothing while there is no work', async () => {
    const harness = new Harness();
    const host = new ProcessHost('test:idle', {}, harness.options);
    host.start();
    harness.submit(new FakeProcess(() => {}));
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    const slices = harness.loop.slices;
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(harness.loop.slices).toBe(slices);
  });
});

describe('message order', () => {
  it('is kept per sender whatever the interleaving', async () => {
    const harness = new Harness({ workers: 2 });
    const received: [string, number][] = [];
    let total = 0;
    const target = harness.submit(
      new FakeProcess((events, out) => {
        for (const event of events) {
          if (event.kind !== 'message') continue;
          received.push([event.message.from!.text, event.message.payloads[0].data as number]);
        }
        if (received.length === total) out.done(null);
      }),
    );
    const senders = 20;
    const each = 50;
    total = senders * each;
    for (let sender = 0; sender < senders; sender++) {
      let sent = 0;
      harness.submit(
        new FakeProcess((_events, out, self) => {
          const burst = (sender * 7 + sent) % 5;
          for (let index = 0; index <= burst && sent < each; index++) {
            const payloads = [{ format: 'lua/any', data: sent++ }];
            harness.router.send(new Message(self.context.pid, target.pid, 'n', payloads));
          }
          if (sent === each) out.done(null);
          else out.status = 'ready';
        }),
      );
    }
    await target.ended;
    const next = new Map<string, number>();
    for (const [sender, number] of received) {
      expect(number).toBe(next.get(sender) ?? 0);
      next.set(sender, number + 1);
    }
    expect(next.size).toBe(senders);
  });
});
