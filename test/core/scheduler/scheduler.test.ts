import { describe, expect, it } from 'vitest';
import type { CommandCompletion } from '../../../src/core/dispatcher/command.ts';
import { commandId } from '../../../src/core/dispatcher/command-ranges.ts';
import { Message } from '../../../src/core/relay/message.ts';
import { WippyError } from '../../../src/infrastructure/errors.ts';
import { collector, FakeProcess, Harness, settle, text } from './support.ts';

const WAIT = commandId('clock', 0);
const NOW = commandId('clock', 1);

describe('Scheduler', () => {
  it('runs a process from init to close and reports its result', async () => {
    const harness = new Harness();
    const process = new FakeProcess((_events, out) => out.done([text('bye')]));
    const { ended, pid } = harness.submit(process);
    expect(process.steps).toBe(0);
    expect(harness.node.has(pid)).toBe(true);
    expect(await ended).toEqual({ value: [text('bye')], error: null });
    expect([process.inits, process.method, process.steps, process.closes]).toEqual([1, 'main', 1, 1]);
    expect(harness.node.has(pid)).toBe(false);
    expect(harness.scheduler.processCount).toBe(0);
  });

  it('parks a process until its command is answered', async () => {
    const harness = new Harness();
    let completion: CommandCompletion | undefined;
    harness.dispatcher.register(WAIT, (_command, given) => {
      completion = given;
    });
    const process = new FakeProcess((events, out) => {
      const [event] = events;
      if (event?.kind === 'complete') return out.done([text(`${event.tag} ${String(event.data)}`)]);
      out.status = 'blocked';
      out.yield(5, { id: WAIT });
    });
    const { record, ended } = harness.submit(process);
    await settle(harness.loop);
    expect([record.stateName, record.pendingCount]).toEqual(['blocked', 1]);
    completion!.complete('done');
    expect(record.stateName).toBe('ready');
    expect((await ended).value).toEqual([text('5 done')]);
  });

  it('continues in the same turn when a command answers at once', async () => {
    const harness = new Harness();
    harness.dispatcher.register(NOW, (_command, completion) => completion.complete(null));
    let rounds = 0;
    const { ended, record } = harness.submit(
      new FakeProcess((_events, out) => {
        if (++rounds === 8) return out.done(null);
        out.status = 'blocked';
        out.yield(rounds, { id: NOW });
      }),
    );
    await ended;
    expect(record.steps).toBe(8);
    expect(harness.scheduler.statistics().workers[0].executed).toBe(1);
  });

  it('hands several yields and their answers over in order', async () => {
    const harness = new Harness();
    const pending: CommandCompletion[] = [];
    harness.dispatcher.register(WAIT, (_command, completion) => void pending.push(completion));
    const tags: number[] = [];
    const { ended } = harness.submit(
      new FakeProcess((events, out) => {
        for (const event of events) if (event.kind === 'complete') tags.push(event.tag);
        if (tags.length === 3) return out.done(null);
        out.status = 'blocked';
        if (events.length === 0) for (const tag of [1, 2, 3]) out.yield(tag, { id: WAIT });
      }),
    );
    await settle(harness.loop);
    for (const index of [2, 0, 1]) pending[index].complete(null);
    await ended;
    expect(tags).toEqual([3, 1, 2]);
  });

  it('wakes an idle process for a message and delivers those that come while it runs', async () => {
    const harness = new Harness();
    const received: string[] = [];
    const { record, pid } = harness.submit(collector(received));
    await settle(harness.loop);
    expect(record.stateName).toBe('idle');
    for (const word of ['a', 'b', 'c']) harness.router.send(new Message(null, pid, 'topic', [text(word)]));
    await settle(harness.loop);
    expect(received).toEqual(['topic:a', 'topic:b', 'topic:c']);
    expect(record.stateName).toBe('idle');
  });

  it('refuses messages to a process that has ended', async () => {
    const harness = new Harness();
    const { pid, record, ended } = harness.submit(new FakeProcess((_events, out) => out.done(null)));
    await ended;
    expect(record.send(new Message(null, pid, 't', []))).toMatchObject({
      message: 'process not found',
      kind: 'NotFound',
    });
  });

  it('ends a process that throws with its error and closes it', async () => {
    const harness = new Harness();
    const process = new FakeProcess(() => {
      throw new Error('broken');
    });
    expect((await harness.submit(process).ended).error).toMatchObject({ message: 'broken', kind: 'Internal' });
    expect(process.closes).toBe(1);
  });

  it('fails the submission when init throws, and closes the process', () => {
    const harness = new Harness();
    const process = new FakeProcess(() => {});
    process.init = () => {
      throw new WippyError('method "x" not found in module', { kind: 'NotFound' });
    };
    expect(() => harness.submit(process)).toThrow('method "x" not found in module');
    expect([process.closes, harness.scheduler.processCount, harness.node.addressCount]).toEqual([1, 0, 0]);
  });

  it('stops the commands of a process that ends', async () => {
    const harness = new Harness();
    const stopped: number[] = [];
    let late: CommandCompletion | undefined;
    harness.dispatcher.register(WAIT, (_command, completion) => {
      late = completion;
      return () => stopped.push(1);
    });
    const { ended, pid } = harness.submit(
      new FakeProcess((events, out) => {
        if (events.length > 0) return out.done(null);
        out.yield(1, { id: WAIT });
        out.yield(2, { id: WAIT });
      }),
    );
    await settle(harness.loop);
    harness.router.send(new Message(null, pid, 'end', []));
    await ended;
    late!.complete('too late');
    expect(stopped).toHaveLength(2);
    expect(harness.defects).toEqual([]);
  });

  it('stops one command when the process gives it up', async () => {
    const harness = new Harness();
    let stopped = 0;
    harness.dispatcher.register(WAIT, () => () => {
      stopped++;
    });
    const { record, pid } = harness.submit(
      new FakeProcess((events, out) => {
        if (events.length > 0) out.cancel(1);
        else for (const tag of [1, 2]) out.yield(tag, { id: WAIT });
      }),
    );
    await settle(harness.loop);
    harness.router.send(new Message(null, pid, 'go', []));
    await settle(harness.loop);
    expect([stopped, record.pendingCount, record.findPending(2)?.tag]).toEqual([1, 1, 2]);
  });

  it('reports a cancel function that throws instead of failing', async () => {
    const harness = new Harness();
    harness.dispatcher.register(WAIT, () => () => {
      throw new Error('cannot stop');
    });
    const { record, ended } = harness.submit(new FakeProcess((_events, out) => out.yield(1, { id: WAIT })));
    await settle(harness.loop);
    record.terminate();
    await ended;
    expect(harness.defects).toEqual(['cannot stop']);
  });

  it('keeps a process open for its next run when asked to', async () => {
    const harness = new Harness();
    const process = new FakeProcess((_events, out) => out.done(null));
    await harness.submit(process, 'test:host', true).ended;
    await harness.submit(process, 'test:host', true).ended;
    expect([process.inits, process.closes]).toEqual([2, 0]);
  });

  it('limits the number of processes', () => {
    const harness = new Harness({ maximumProcesses: 1 });
    harness.submit(new FakeProcess(() => {}));
    const second = new FakeProcess(() => {});
    expect(() => harness.submit(second)).toThrow('max processes limit exceeded');
    expect(second.closes).toBe(1);
  });

  it('lists its processes with their state', async () => {
    const harness = new Harness();
    const { pid } = harness.submit(new FakeProcess(() => {}));
    await settle(harness.loop);
    expect(harness.scheduler.list()).toEqual([
      expect.objectContaining({ pid, source: 'test:process', state: 'idle', steps: 1, queuedEvents: 0, actor: null }),
    ]);
    expect(harness.scheduler.statistics()).toMatchObject({ processes: 1, submitted: 1, steps: 1, ready: 0 });
  });
});
