import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import type { FrameContext } from '../context/frame-context.ts';
import type { PID } from '../pid/pid.ts';
import type { RelayHost } from '../relay/receiver.ts';
import { hostAlreadyRunning, hostNotRunning, hostShuttingDown } from './errors.ts';
import type { Process } from './process.ts';
import type { ProcessObserver, ProcessRecord } from './process-record.ts';
import { Scheduler, type SchedulerOptions } from './scheduler.ts';

/** The settings of a `process.host` entry, below its key `host`. */
export interface ProcessHostSettings {
  /** Threads the host may use; default the number of CPUs. One isolate uses one. */
  workers?: number;
  /** Default 1024. */
  queue_size?: number;
  /** Default 256. */
  local_queue_size?: number;
}

/** A place where processes run: an address on the node with a scheduler of its own. */
export class ProcessHost implements RelayHost {
  readonly id: string;
  /** Queues of another length begin with the next start: they grow as they must. */
  settings: ProcessHostSettings;
  private readonly options: SchedulerOptions;
  private current: Scheduler | null = null;
  private stopped: Promise<void> | null = null;

  constructor(id: string, settings: ProcessHostSettings, options: SchedulerOptions) {
    this.id = id;
    this.settings = settings;
    this.options = options;
  }

  get running(): boolean {
    return this.current !== null && this.stopped === null;
  }

  /** The scheduler while the host runs or shuts down. */
  get scheduler(): Scheduler | null {
    return this.current;
  }

  /**
   * Puts the host on the node.
   * @throws WippyError Conflict `host already running`, AlreadyExists `host already exists`.
   */
  start(): void {
    if (this.current !== null) throw hostAlreadyRunning(this.id);
    this.options.node.registerHost(this);
    const { queue_size, local_queue_size } = this.settings;
    this.current = new Scheduler({
      ...this.options,
      queueSize: queue_size ?? this.options.queueSize,
      localQueueSize: local_queue_size ?? this.options.localQueueSize,
    });
  }

  /**
   * As `Scheduler.submit`.
   * @throws WippyError Unavailable `host is not running` or `host is shutting down`, and those of the scheduler.
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
    if (this.current === null || this.stopped !== null) {
      process.close();
      throw this.current === null ? hostNotRunning(this.id) : hostShuttingDown(this.id);
    }
    return this.current.submit(process, pid, context, method, input, observer, keepOpen);
  }

  /** @throws WippyError as `submit`; for callers that have no process to close yet. */
  assertRunning(): void {
    if (this.current === null) throw hostNotRunning(this.id);
    if (this.stopped !== null) throw hostShuttingDown(this.id);
  }

  /** Ends the processes as `Scheduler.stop` does, then leaves the node. Stopping twice waits for the same end. */
  stop(graceMilliseconds?: number): Promise<void> {
    const scheduler = this.current;
    if (scheduler === null) return Promise.resolve();
    this.stopped ??= scheduler.stop(graceMilliseconds).then(() => {
      this.options.node.unregisterHost(this.id);
      this.current = null;
      this.stopped = null;
    });
    return this.stopped;
  }
}
