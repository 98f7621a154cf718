import { describe, expect, it } from 'vitest';
import { FrameContext } from '../../../src/core/context/frame-context.ts';
import { PID } from '../../../src/core/pid/pid.ts';
import type { LifecycleEvent } from '../../../src/core/scheduler/lifecycle-events.ts';
import { FakeProcess, settle, text } from '../../core/scheduler/support.ts';
import { HOST, System, untilTold, watching } from '../support.ts';

function setup() {
  const system = new System();
  const made = system.define('app:worker', untilTold);
  return { system, made };
}

describe('spawn', () => {
  it('gives the process its input, PID, caller and options', async () => {
    const { system, made } = setup();
    system.factories.register('app:configured', {
      method: 'run',
      options: { a: 1, b: 1 },
      create: () => {
        const process = new FakeProcess(untilTold);
        made.push(process);
        return process;
      },
    });
    const caller = FrameContext.root({ pid: new PID('', 'app:x', '0x9'), values: { tenant: 't' } });
    const { pid } = system.start(
      'app:configured',
      { input: [text('in')], options: { b: 2 }, values: { v: 1 } },
      caller,
    );
    const [process] = made;
    expect([process.method, process.input]).toEqual(['run', [text('in')]]);
    expect(process.context.pid).toBe(pid);
    expect(process.context.caller).toBe(caller.pid);
    expect(process.context.options).toEqual({ a: 1, b: 2 });
    expect([process.context.get('tenant'), process.context.get('v')]).toEqual(['t', 1]);
    expect(pid.host).toBe(HOST);
  });

  it.each([
    ['', HOST, 'process ID required', 'Invalid'],
    ['worker', HOST, 'invalid process ID format (namespace:name required)', 'Invalid'],
    ['app:worker', '', 'host ID required', 'Invalid'],
    ['app:worker', 'app:none', 'host not found', 'NotFound'],
    ['app:none', HOST, 'factory not found', 'NotFound'],
    ['app:worker', 'app:mail', 'host does not implement process.Host', 'Internal'],
  ])('of %j on %j fails with %s', (source, host, message, kind) => {
    const { system } = setup();
    system.node.registerHost({ id: 'app:mail', send: () => null });
    expect(() => system.start(source, { host })).toThrow(expect.objectContaining({ message, kind }));
  });

  it('fails when the host does not run', async () => {
    const { system, made } = setup();
    await system.host.stop();
    expect(() => system.start('app:worker')).toThrow('host not found');
    expect(made).toEqual([]);
  });

  it('monitors and links on behalf of the spawner', async () => {
    const { system } = setup();
    const events: LifecycleEvent[] = [];
    system.define('app:parent', watching(events));
    const parent = system.start('app:parent');
    const context = FrameContext.root({ pid: parent.pid });
    const child = system.start('app:worker', { monitored: true, linked: true }, context);
    expect(system.topology.links(parent.pid)).toEqual([child.pid]);
    system.processes.send(parent.pid, child.pid.text, 'end', []);
    await child.ended;
    await settle(system.loop);
    expect(events.map(({ kind, from }) => [kind, from])).toEqual([['pid.exit', child.pid]]);
    expect(() => system.start('app:worker', { linked: true })).toThrow('the caller has no PID');
  });

  it('starts nothing when a message cannot be sent, and leaves nothing when the spawner is gone', async () => {
    const { system, made } = setup();
    expect(() => system.start('app:worker', { messages: [{ topic: '@x', payloads: [] }] })).toThrow('@ topics');
    expect(made).toEqual([]);
    const context = FrameContext.root({ pid: new PID('', HOST, '0xfffff') });
    expect(() => system.start('app:worker', { linked: true }, context)).toThrow('pid not registered');
    await settle(system.loop);
    expect(made[0].closes).toBe(1);
  });

  it('with a name starts once and signals from then on', async () => {
    const { system, made } = setup();
    const received: string[] = [];
    system.define('app:named', (events) => {
      for (const event of events) if (event.kind === 'message') received.push(event.message.topic);
    });
    const request = { name: 'service', messages: [{ topic: 'hello', payloads: [] }] };
    const first = system.start('app:named', request);
    const second = system.start('app:named', request);
    expect(second.pid).toBe(first.pid);
    await settle(system.loop);
    expect(received).toEqual(['hello', 'hello']);
    expect(made).toEqual([]);
    system.processes.terminate(first.pid);
    await first.ended;
    expect(system.names.lookup('service')).toBeNull();
  });
});

describe('exec', () => {
  it('tells how the process ended', async () => {
    const { system } = setup();
    const outcome = await new Promise((resolve) => {
      const request = { source: 'app:worker', host: HOST, input: [] };
      const pid = system.processes.exec(request, FrameContext.root(), resolve);
      system.processes.send(null, pid.text, 'end', []);
    });
    expect(outcome).toEqual({ value: [text('ended')], error: null });
  });
});

describe('destinations', () => {
  it('are PIDs or names', () => {
    const { system } = setup();
    const { pid } = system.start('app:worker');
    system.names.register('worker', pid);
    expect(system.processes.resolve('worker')).toBe(pid);
    expect(system.processes.resolve(pid.text)).toBe(pid);
    expect(() => system.processes.resolve('nobody')).toThrow("could not resolve 'nobody' as PID or registered name");
    expect(() => system.processes.resolve('{broken}')).toThrow('invalid pid format: missing pipe');
  });

  it('that are dead are not found', async () => {
    const { system } = setup();
    const { pid, ended } = system.start('app:worker');
    system.processes.send(null, pid.text, 'end', []);
    await ended;
    const notFound = expect.objectContaining({ message: 'process not found', kind: 'NotFound' });
    expect(() => system.processes.send(null, pid.text, 'end', [])).toThrow(notFound);
    expect(() => system.processes.cancel(null, pid, 'stop')).toThrow(notFound);
    expect(() => system.processes.terminate(pid)).toThrow(notFound);
  });

  it('take no messages on reserved topics', () => {
    const { system } = setup();
    const { pid } = system.start('app:worker');
    expect(() => system.processes.send(null, pid.text, '@pid/events', [])).toThrow('cannot send to @ topics');
  });
});

describe('terminate', () => {
  it('has no effect on a host that ignores it', () => {
    const { system } = setup();
    const terminal = { id: 'app:terminal', ignoresTerminate: true, submit: () => {}, assertRunning: () => {} };
    system.node.registerHost(terminal);
    expect(() => system.processes.terminate(new PID('', 'app:terminal', '0x1'))).not.toThrow();
  });
});
