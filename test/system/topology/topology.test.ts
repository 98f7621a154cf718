import { describe, expect, it } from 'vitest';
import { FrameContext } from '../../../src/core/context/frame-context.ts';
import { PID } from '../../../src/core/pid/pid.ts';
import { Message } from '../../../src/core/relay/message.ts';
import type { LifecycleEvent } from '../../../src/core/scheduler/lifecycle-events.ts';
import { WippyError } from '../../../src/infrastructure/errors.ts';
import { processTree } from '../../../src/system/topology/process-tree.ts';
import { settle } from '../../core/scheduler/support.ts';
import { System, untilTold, watching } from '../support.ts';

function setup() {
  const system = new System();
  const events: LifecycleEvent[] = [];
  system.define('app:watcher', watching(events));
  system.define('app:worker', untilTold);
  const tell = (pid: PID, topic: string) => system.router.send(new Message(null, pid, topic, []));
  return { system, events, tell };
}

describe('monitors', () => {
  it('give one EXIT with the value of a process that ends', async () => {
    const { system, events, tell } = setup();
    const watcher = system.start('app:watcher');
    const worker = system.start('app:worker');
    system.topology.monitor(watcher.pid, worker.pid);
    tell(worker.pid, 'end');
    await worker.ended;
    await settle(system.loop);
    expect(events).toEqual([
      expect.objectContaining({
        kind: 'pid.exit',
        from: worker.pid,
        result: { value: [{ format: 'text/plain', data: 'ended' }], error: null },
      }),
    ]);
    expect(system.topology.size).toBe(0);
  });

  it('give an EXIT with the error of a process that fails or is terminated', async () => {
    const { system, events, tell } = setup();
    const watcher = system.start('app:watcher');
    const first = system.start('app:worker');
    const second = system.start('app:worker');
    for (const { pid } of [first, second]) system.topology.monitor(watcher.pid, pid);
    tell(first.pid, 'fail');
    system.processes.terminate(second.pid);
    await Promise.all([first.ended, second.ended]);
    await settle(system.loop);
    const errors = events.map((event) => (event.kind === 'pid.exit' ? event.result.error?.message : ''));
    expect(errors.sort()).toEqual(['process terminated', 'told to fail']);
  });

  it('refuse a second monitor and a process that does not live', () => {
    const { system } = setup();
    const watcher = system.start('app:watcher');
    const worker = system.start('app:worker');
    system.topology.monitor(watcher.pid, worker.pid);
    expect(() => system.topology.monitor(watcher.pid, worker.pid)).toThrow('already monitoring pid');
    const unknown = new PID('', 'app:processes', '0xfffff');
    expect(() => system.topology.monitor(watcher.pid, unknown)).toThrow('pid not registered');
    expect(system.topology.watchers(worker.pid)).toEqual([watcher.pid]);
  });

  it('say nothing after they are removed', async () => {
    const { system, events, tell } = setup();
    const watcher = system.start('app:watcher');
    const worker = system.start('app:worker');
    system.topology.monitor(watcher.pid, worker.pid);
    system.topology.demonitor(watcher.pid, worker.pid);
    tell(worker.pid, 'end');
    await worker.ended;
    await settle(system.loop);
    expect(events).toEqual([]);
    expect(system.topology.size).toBe(0);
  });

  it('treat an Exited error as a clean end', async () => {
    const { system, events } = setup();
    const watcher = system.start('app:watcher');
    system.define('app:service', (_events, out) => out.fail(new WippyError('service exited', { kind: 'Exited' })));
    const service = system.start('app:service');
    system.topology.monitor(watcher.pid, service.pid);
    await service.ended;
    await settle(system.loop);
    expect(events).toEqual([expect.objectContaining({ kind: 'pid.exit', result: { value: null, error: null } })]);
  });
});

describe('links', () => {
  it('end the peer of a process that fails', async () => {
    const { system, tell } = setup();
    const one = system.start('app:worker');
    const two = system.start('app:worker');
    system.topology.link(one.pid, two.pid);
    system.topology.link(two.pid, one.pid);
    tell(one.pid, 'fail');
    expect((await two.ended).error).toMatchObject({ message: 'linked process failed', details: { pid: one.pid.text } });
    expect(system.topology.size).toBe(0);
  });

  it('give LINK_DOWN to a peer that traps links', async () => {
    const { system, events, tell } = setup();
    const trapper = system.start('app:watcher');
    const worker = system.start('app:worker');
    system.topology.setTrapLinks(trapper.pid, true);
    system.topology.link(trapper.pid, worker.pid);
    tell(worker.pid, 'fail');
    await worker.ended;
    await settle(system.loop);
    expect(events).toEqual([expect.objectContaining({ kind: 'pid.link.down', from: worker.pid })]);
    expect(system.node.has(trapper.pid)).toBe(true);
    expect(system.topology.links(trapper.pid)).toEqual([]);
  });

  it('do nothing when a process ends without an error, or after they are removed', async () => {
    const { system, tell } = setup();
    const clean = system.start('app:worker');
    const failing = system.start('app:worker');
    const peer = system.start('app:worker');
    system.topology.link(peer.pid, clean.pid);
    system.topology.link(peer.pid, failing.pid);
    system.topology.unlink(failing.pid, peer.pid);
    tell(clean.pid, 'end');
    tell(failing.pid, 'fail');
    await Promise.all([clean.ended, failing.ended]);
    await settle(system.loop);
    expect(system.node.has(peer.pid)).toBe(true);
  });

  it('carry a failure along a chain of any length', async () => {
    const { system, tell } = setup();
    const chain = Array.from({ length: 5000 }, () => system.start('app:worker'));
    for (let index = 1; index < chain.length; index++) system.topology.link(chain[index - 1].pid, chain[index].pid);
    tell(chain[0].pid, 'fail');
    expect((await chain[chain.length - 1].ended).error?.message).toBe('linked process failed');
    expect(system.host.scheduler!.processCount).toBe(0);
  });
});

describe('relations between nodes', () => {
  it('work over the control hosts of both nodes', async () => {
    const { connect } = await import('./two-nodes.ts');
    const [here, there] = connect();
    const events: LifecycleEvent[] = [];
    here.define('app:watcher', watching(events));
    here.define('app:worker', untilTold);
    there.define('app:worker', untilTold);
    const watcher = here.start('app:watcher');
    const peer = here.start('app:worker');
    const remote = there.start('app:worker');
    here.topology.monitor(watcher.pid, remote.pid);
    here.topology.link(peer.pid, remote.pid);
    await settle(there.loop);
    there.router.send(new Message(null, remote.pid, 'fail', []));
    expect((await peer.ended).error?.message).toBe('linked process failed');
    await settle(here.loop);
    expect(events).toEqual([expect.objectContaining({ kind: 'pid.exit', from: remote.pid })]);
    expect([here.topology.size, there.topology.size]).toEqual([0, 0]);
  });

  it('end with an error when the other node is lost', async () => {
    const { connect } = await import('./two-nodes.ts');
    const [here, there] = connect();
    const events: LifecycleEvent[] = [];
    here.define('app:watcher', watching(events));
    there.define('app:worker', untilTold);
    const watcher = here.start('app:watcher');
    const remote = there.start('app:worker');
    here.topology.monitor(watcher.pid, remote.pid);
    here.topology.nodeLeft('there');
    await settle(here.loop);
    expect(events).toEqual([
      expect.objectContaining({
        result: { value: null, error: expect.objectContaining({ message: 'node there is down' }) },
      }),
    ]);
  });
});

describe('processTree', () => {
  it('puts processes below their spawners', () => {
    const { system } = setup();
    const parent = system.start('app:watcher');
    const context = FrameContext.root({ pid: parent.pid });
    const child = system.start('app:worker', {}, context);
    const orphan = system.start('app:worker', {}, FrameContext.root({ pid: new PID('', 'app:x', '0xf') }));
    const tree = processTree(system.host.scheduler!.list());
    expect(tree.map(({ process }) => process.pid)).toEqual([parent.pid, orphan.pid]);
    expect(tree[0].children.map(({ process }) => process.pid)).toEqual([child.pid]);
  });
});
