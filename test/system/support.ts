import { FrameContext } from '../../src/core/context/frame-context.ts';
import type { PID } from '../../src/core/pid/pid.ts';
import type { LifecycleEvent } from '../../src/core/scheduler/lifecycle-events.ts';
import type { Outcome } from '../../src/core/scheduler/process.ts';
import { ProcessHost } from '../../src/core/scheduler/process-host.ts';
import type { Clock } from '../../src/infrastructure/clock.ts';
import { FactoryRegistry } from '../../src/system/factory/factory-registry.ts';
import { LifecycleRegistry } from '../../src/system/lifecycle/lifecycle-registry.ts';
import { TopologyLifecycle } from '../../src/system/lifecycle/topology-lifecycle.ts';
import { ProcessManager } from '../../src/system/processes/process-manager.ts';
import type { SpawnRequest } from '../../src/system/processes/spawn-request.ts';
import { UpgradableProcesses } from '../../src/system/processes/upgradable-processes.ts';
import { Names } from '../../src/system/topology/names.ts';
import { Topology } from '../../src/system/topology/topology.ts';
import { FakeProcess, Harness, type Step } from '../core/scheduler/support.ts';

export const HOST = 'app:processes';

/** A node with topology, names, factories, a process manager and one running host. */
export class System extends Harness {
  readonly topology: Topology;
  readonly names = new Names();
  readonly factories: FactoryRegistry;
  readonly lifecycle: LifecycleRegistry;
  readonly upgradable: UpgradableProcesses;
  readonly host: ProcessHost;
  readonly processes: ProcessManager;

  constructor(nodeName = '') {
    const lifecycle = new LifecycleRegistry();
    const factories = new FactoryRegistry();
    super({ lifecycle, upgrades: factories }, nodeName);
    this.factories = factories;
    this.lifecycle = lifecycle;
    this.topology = new Topology(this.node, this.router);
    lifecycle.register('topology', new TopologyLifecycle(this.topology, this.names));
    this.upgradable = new UpgradableProcesses(this.router);
    lifecycle.register('upgradable', this.upgradable);
    this.host = new ProcessHost(HOST, {}, this.options);
    this.host.start();
    this.processes = new ProcessManager({
      node: this.node,
      router: this.router,
      topology: this.topology,
      names: this.names,
      factories: this.factories,
      pids: this.pids,
    });
  }

  /** Registers a process entry whose steps are a function of the test; returns the processes it has made. */
  define(id: string, step: Step): FakeProcess[] {
    const made: FakeProcess[] = [];
    this.factories.register(id, {
      create() {
        const process = new FakeProcess(step);
        made.push(process);
        return process;
      },
    });
    return made;
  }

  /** Spawns an entry and tells how it ends. */
  start(
    source: string,
    request: Partial<SpawnRequest> = {},
    context: FrameContext = FrameContext.root(),
  ): { pid: PID; ended: Promise<Outcome> } {
    let end!: (outcome: Outcome) => void;
    const ended = new Promise<Outcome>((resolve) => {
      end = resolve;
    });
    const observer = { processEnded: (_record: unknown, outcome: Outcome) => end(outcome) };
    return { pid: this.processes.spawn({ source, host: HOST, input: [], ...request }, context, observer), ended };
  }
}

/** A step that ends at the first message: with the error when its topic is `fail`, by throwing nothing. */
export const untilTold: Step = (events, out) => {
  for (const event of events) {
    if (event.kind !== 'message') continue;
    if (event.message.topic === 'fail') throw new Error('told to fail');
    if (event.message.topic === 'end') out.done([{ format: 'text/plain', data: 'ended' }]);
  }
};

/** A step that records the lifecycle events it gets. */
export function watching(events: LifecycleEvent[]): Step {
  return (incoming) => {
    for (const event of incoming) {
      if (event.kind === 'message' && event.message.topic === '@pid/events') {
        events.push(event.message.payloads[0].data as LifecycleEvent);
      }
    }
  };
}

/** A clock whose timers fire when the test says so. */
export class ManualClock implements Clock {
  private time = 0;
  private timers: { at: number; callback: () => void }[] = [];

  now(): number {
    return this.time;
  }

  monotonic(): number {
    return this.time;
  }

  setTimer(callback: () => void, milliseconds: number): unknown {
    const timer = { at: this.time + milliseconds, callback };
    this.timers.push(timer);
    return timer;
  }

  clearTimer(handle: unknown): void {
    this.timers = this.timers.filter((timer) => timer !== handle);
  }

  get pending(): number[] {
    return this.timers.map(({ at }) => at - this.time);
  }

  advance(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const next = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.time = next.at;
      this.clearTimer(next);
      next.callback();
    }
    this.time = end;
  }
}
