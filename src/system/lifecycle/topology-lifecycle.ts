import type { Outcome } from '../../core/scheduler/process.ts';
import type { ProcessRecord } from '../../core/scheduler/process-record.ts';
import type { ProcessLifecycle } from '../../core/scheduler/scheduler.ts';
import type { Names } from '../topology/names.ts';
import type { Topology } from '../topology/topology.ts';

/** Releases the names of a process that has ended and tells those who watch it, in this order. */
export class TopologyLifecycle implements ProcessLifecycle {
  private readonly topology: Topology;
  private readonly names: Names;

  constructor(topology: Topology, names: Names) {
    this.topology = topology;
    this.names = names;
  }

  /** A process appears in the topology once somebody watches it. */
  started(): void {}

  ended(record: ProcessRecord, outcome: Outcome): void {
    this.names.remove(record.pid);
    this.topology.complete(record.pid, outcome);
  }
}
