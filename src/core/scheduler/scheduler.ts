import { toWippyError, type WippyError } from '../../infrastructure/errors.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import { canceledError } from '../context/cancellation.ts';
import type { FrameContext } from '../context/frame-context.ts';
import type { Dispatcher } from '../dispatcher/dispatcher.ts';
import type { PID } from '../pid/pid.ts';
import type { Node } from '../relay/node.ts';
import { endBusyProcesses } from './busy-watch.ts';
import { maximumProcesses, processTerminated, schedulerStopping } from './errors.ts';
import { cancelMessage } from './lifecycle-events.ts';
import type { Outcome, Process, UpgradeRequest } from './process.ts';
import { type ProcessInfo, processInfo, type SchedulerStatistics } from './process-info.ts';
import { BLOCKED, COMPLETE, IDLE, type ProcessObserver, ProcessRecord, READY } from './process-record.ts';
import { replaceProcess, type UpgradeSource } from './process-upgrade.ts';
import { RingQueue } from './ring-queue.ts';
import type { Runnable, SchedulerLoop } from './scheduler-loop.ts';
import { TURN_ENDED, TURN_PARKED, TURN_PREEMPTED, type TurnHost, TurnRunner } from './turn.ts';
import { Worker } from './worker.ts';

/** Told about every process of a scheduler; must not throw. */
export interface ProcessLifecycle {
  started(record: ProcessRecord): void;
  /** It goes on as fresh code under the same PID. */
  upgraded?(record: ProcessRecord): void;
  ended(record: ProcessRecord, outcome: Outcome): void;
}

export interface SchedulerOptions {
  dispatcher: Dispatcher;
  node: Node;
  loop: SchedulerLoop;
  lifecycle?: ProcessLifecycle | null;
  /** Where upgraded processes get their new code; without it an upgrade fails. */
  upgrades?: UpgradeSource | null;
  /** Told about something that should not happen: a close, cancel function or observer that throws. */
  onDefect: (error: WippyError, pid: PID) => void;
  /** Workers of this isolate; default 1. More of them only share the same thread. */
  workers?: number;
  /** Expected length of the global queue, which grows beyond it; default 1024. */
  queueSize?: number;
  /** Expected length of a local queue; default 256. */
  localQueueSize?: number;
  /** 0 for no limit, the default. */
  maximumProcesses?: number;
}

/** Turns of one host before the next host gets its slice. */
const TURNS_PER_SLICE = 64;

/** Runs the processes of one host as state machines on workers that steal work from each other. */
export class Scheduler implements Runnable, TurnHost {
  private readonly options: SchedulerOptions;
  private readonly node: Node;
  private readonly loop: SchedulerLoop;
  private readonly lifecycle: ProcessLifecycle | null;
  private readonly turns: TurnRunner;
  private readonly global: RingQueue<ProcessRecord>;
  private readonly workers: Worker[] = [];
  private readonly createdAt = Date.now();
  private first: ProcessRecord | null = null;
  private count = 0;
  private readyCount = 0;
  private enlisted = false;
  private nextWorker = 0;
  private stopping = false;
  private drained: (() => void) | null = null;
  private submitted = 0;
  private steps = 0;

  constructor(options: SchedulerOptions) {
    this.options = options;
    this.node = options.node;
    this.loop = options.loop;
    this.lifecycle = options.lifecycle ?? null;
    this.turns = new TurnRunner(options.dispatcher, this);
    this.global = new RingQueue(options.queueSize ?? 1024);
    const workerCount = Math.max(1, options.workers ?? 1);
    for (let id = 0; id < workerCount; id++) {
      this.workers.push(new Worker(id, options.localQueueSize ?? 256, this.global, this.workers));
    }
  }

  /**
   * Initialises the process and queues its first turn; nothing of it runs before this returns.
   * @throws WippyError InvalidState `scheduler is stopping`, LimitExceeded `max processes limit exceeded`, or what `init`
   *   threw; the process is closed then.
   */
  submit(
    process: Process,
    pid: PID,
    context: FrameContext,
    method: string,
    input: readonly Payload[],
    observer: ProcessObserver | null = null,
    keepOpen = false,
  ): ProcessRecord {
    const startedAt = Math.floor((Date.now() - this.createdAt) / 1000);
    const record = new ProcessRecord(this, process, pid, context, observer, keepOpen, startedAt);
    try {
      this.admit();
      process.init(context, method, input);
      this.node.attach(record);
    } catch (thrown) {
      this.close(record);
      throw toWippyError(thrown);
    }
    record.next = this.first;
    if (this.first !== null) this.first.previous = record;
    this.first = record;
    this.count++;
    this.submitted++;
    this.lifecycle?.started(record);
    this.queueGlobally(record);
    return record;
  }

  /**
   * Ends the process with the error, at the latest when its running step has used up its budget. False when it has ended
   * already or is about to.
   */
  terminate(record: ProcessRecord, error: WippyError = processTerminated()): boolean {
    if (record.state === COMPLETE || record.killError !== null) return false;
    record.killError = error;
    if (record.state === IDLE || record.state === BLOCKED) this.wake(record);
    return true;
  }

  /** Queues a parked record: on the worker that ran it last, else globally. */
  wake(record: ProcessRecord): void {
    record.state = READY;
    if (record.worker < 0) {
      this.queueGlobally(record);
      return;
    }
    this.workers[record.worker].inject.push(record);
    this.becameReady();
  }

  /** @internal Called by the loop. */
  runSlice(deadline: number): boolean {
    for (let turns = 1; this.readyCount > 0; turns++) {
      const preempted = this.runTurn();
      if (turns >= TURNS_PER_SLICE) break;
      // Reading the clock costs as much as a short turn.
      if ((preempted || (turns & 3) === 0) && performance.now() >= deadline) break;
    }
    const more = this.readyCount > 0;
    this.enlisted = more;
    // Ending them makes them ready, and that enlists this scheduler once more.
    if (this.stopping && !more) this.endQuiet();
    return more;
  }

  /** While stopping: ends the processes at once when all that are left wait for messages and heed no CANCEL. */
  private endQuiet(): void {
    for (const record of this.records()) {
      if (!record.isQuiet) return;
    }
    const error = canceledError();
    for (const record of this.records()) this.terminate(record, error);
  }

  /**
   * Refuses new processes, asks the running ones to end, and after the given time ends them with Canceled; those that
   * cannot notice sooner. Resolves when none is left.
   */
  async stop(graceMilliseconds = 10_000): Promise<void> {
    this.stopping = true;
    if (this.count === 0) return;
    const empty = new Promise<void>((resolve) => {
      this.drained = resolve;
    });
    for (const record of this.records()) record.send(cancelMessage(null, record.pid, 'scheduler shutdown'));
    const error = canceledError();
    const timer = setTimeout(() => {
      for (const record of this.records()) this.terminate(record, error);
    }, graceMilliseconds);
    const unwatch = endBusyProcesses(() => this.records(), error);
    await empty;
    clearTimeout(timer);
    unwatch();
  }

  /** The processes that have not ended, newest first. */
  *records(): Generator<ProcessRecord> {
    for (let record = this.first; record !== null; ) {
      const next: ProcessRecord | null = record.next;
      yield record;
      record = next;
    }
  }

  list(): ProcessInfo[] {
    return [...this.records()].map((record) => processInfo(record, this.createdAt));
  }

  get processCount(): number {
    return this.count;
  }

  statistics(): SchedulerStatistics {
    return {
      processes: this.count,
      submitted: this.submitted,
      steps: this.steps,
      ready: this.readyCount,
      globalQueue: this.global.length,
      workers: this.workers.map(({ executed, stolen, local, inject }) => ({
        executed,
        stolen,
        localQueue: local.length,
        injectQueue: inject.length,
      })),
    };
  }

  /** @internal Called by the turn that ended the process. */
  finish(record: ProcessRecord, value: readonly Payload[] | null, error: WippyError | null): void {
    record.state = COMPLETE;
    this.node.detach(record.pid);
    this.unlink(record);
    record.dropEvents();
    this.cancelPending(record);
    if (!record.keepOpen || record.killError !== null) this.close(record);
    record.context.end(record.killError);
    const outcome: Outcome = { value: error === null ? value : null, error };
    try {
      this.lifecycle?.ended(record, outcome);
      record.observer?.processEnded(record, outcome);
    } catch (thrown) {
      this.options.onDefect(toWippyError(thrown), record.pid);
    }
    if (this.count === 0) this.drained?.();
  }

  /** @internal Called by the turn in which the process asked for it. */
  upgrade(record: ProcessRecord, request: UpgradeRequest): WippyError | null {
    this.cancelPending(record);
    record.keepMessages(record.process.unread?.() ?? []);
    const error = replaceProcess(record, request, this.options.upgrades ?? null, () => this.close(record));
    if (error === null) this.lifecycle?.upgraded?.(record);
    return error;
  }

  private runTurn(): boolean {
    const worker = this.workers[this.nextWorker];
    if (++this.nextWorker === this.workers.length) this.nextWorker = 0;
    const record = worker.findWork();
    if (record === undefined) return false;
    this.readyCount--;
    record.worker = worker.id;
    worker.executed++;
    const before = record.steps;
    const end = this.turns.run(record);
    this.steps += record.steps - before;
    if (end === TURN_PARKED || end === TURN_ENDED) return false;
    this.queueGlobally(record);
    return end === TURN_PREEMPTED;
  }

  private admit(): void {
    if (this.stopping) throw schedulerStopping();
    const limit = this.options.maximumProcesses ?? 0;
    if (limit > 0 && this.count >= limit) throw maximumProcesses(limit);
  }

  private queueGlobally(record: ProcessRecord): void {
    this.global.push(record);
    this.becameReady();
  }

  private becameReady(): void {
    this.readyCount++;
    if (this.enlisted) return;
    this.enlisted = true;
    this.loop.enlist(this);
  }

  private unlink(record: ProcessRecord): void {
    const { previous, next } = record;
    if (previous === null) this.first = next;
    else previous.next = next;
    if (next !== null) next.previous = previous;
    record.previous = null;
    record.next = null;
    this.count--;
  }

  private cancelPending(record: ProcessRecord): void {
    for (let pending = record.takePending(); pending !== null; pending = record.takePending()) {
      try {
        pending.cancel();
      } catch (thrown) {
        this.options.onDefect(toWippyError(thrown), record.pid);
      }
    }
  }

  private close(record: ProcessRecord): void {
    if (record.closed) return;
    record.closed = true;
    try {
      record.process.close();
    } catch (thrown) {
      this.options.onDefect(toWippyError(thrown), record.pid);
    }
  }
}
