import type { PID } from '../../core/pid/pid.ts';
import type { Receiver } from '../../core/relay/receiver.ts';
import { lifecycleMessage, type OutdatedEvent, unixSeconds } from '../../core/scheduler/lifecycle-events.ts';
import type { ProcessRecord } from '../../core/scheduler/process-record.ts';
import type { ProcessLifecycle } from '../../core/scheduler/scheduler.ts';

interface Upgradable {
  readonly pid: PID;
  /** Entry id of the code. */
  readonly source: string;
  /** The event that was sent and may not have been received yet. */
  pending: OutdatedEvent | null;
}

/**
 * The processes that want to know when their code changes (`process.set_options({upgradable = true})`). To want it is a
 * property of the code: after an upgrade the new code has to say so again.
 */
export class UpgradableProcesses implements ProcessLifecycle {
  private readonly router: Receiver;
  private readonly processes = new Map<string, Upgradable>();

  constructor(router: Receiver) {
    this.router = router;
  }

  set(pid: PID, source: string, upgradable: boolean): void {
    const known = this.processes.has(pid.text);
    if (!upgradable) this.processes.delete(pid.text);
    else if (!known) this.processes.set(pid.text, { pid, source, pending: null });
  }

  has(pid: PID): boolean {
    return this.processes.has(pid.text);
  }

  /** The processes whose code is one of these entries. */
  of(sources: ReadonlySet<string>): PID[] {
    return [...this.processes.values()].filter(({ source }) => sources.has(source)).map(({ pid }) => pid);
  }

  /**
   * Sends OUTDATED to the processes that are concerned. Until a process has received it, further changes are added to the
   * same event.
   * @param concerns ids of the changed entries that matter to a source, itself included; asked once for each source.
   */
  codeChanged(concerns: (source: string) => readonly string[]): void {
    const bySource = new Map<string, readonly string[]>();
    for (const process of this.processes.values()) {
      let ids = bySource.get(process.source);
      if (ids === undefined) {
        ids = concerns(process.source);
        bySource.set(process.source, ids);
      }
      if (ids.length > 0) this.tell(process, ids);
    }
  }

  private tell(process: Upgradable, ids: readonly string[]): void {
    const { pending, pid } = process;
    if (pending !== null && !pending.received) {
      for (const id of ids) pending.sources.add(id);
      return;
    }
    const event: OutdatedEvent = {
      kind: 'pid.outdated',
      from: null,
      at: unixSeconds(),
      sources: new Set(ids),
      received: false,
    };
    process.pending = event;
    // A process that has ended meanwhile does not need it.
    this.router.send(lifecycleMessage(null, pid, event));
  }

  started(): void {}

  upgraded({ pid }: ProcessRecord): void {
    this.processes.delete(pid.text);
  }

  ended({ pid }: ProcessRecord): void {
    this.processes.delete(pid.text);
  }
}
