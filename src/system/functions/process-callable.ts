import type { FrameContext } from '../../core/context/frame-context.ts';
import type { Outcome, Process } from '../../core/scheduler/process.ts';
import type { ProcessHost } from '../../core/scheduler/process-host.ts';
import type { ProcessObserver, ProcessRecord } from '../../core/scheduler/process-record.ts';
import { toWippyError, type WippyError } from '../../infrastructure/errors.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import type { Callable, CallDone } from './callable.ts';

/**
 * A process that serves calls: each call is one run of it under a PID of its own, from `init` to completion. It keeps its
 * state between calls and is closed only when a run is broken off.
 */
export class ProcessCallable implements Callable, ProcessObserver {
  private readonly host: ProcessHost;
  private readonly process: Process;
  private readonly method: string;
  private record: ProcessRecord | null = null;
  private done: CallDone | null = null;
  private usable = true;
  /** The call has its answer, but the process works on: it closes with its end. */
  private lingering = false;

  /** @param method the entry point, as in `Process.init`. */
  constructor(host: ProcessHost, process: Process, method: string) {
    this.host = host;
    this.process = process;
    this.method = method;
  }

  call(context: FrameContext, payloads: readonly Payload[], done: CallDone): void {
    this.done = done;
    try {
      this.record = this.host.submit(this.process, context.pid!, context, this.method, payloads, this, true);
    } catch (thrown) {
      // The host has closed the process.
      this.usable = false;
      this.done = null;
      done(null, toWippyError(thrown));
    }
  }

  cancel(reason: WippyError): void {
    // What goes on after the answer is nobody's call any more.
    if (!this.lingering) this.record?.terminate(reason);
  }

  get reusable(): boolean {
    return this.usable;
  }

  processAnswered(_record: ProcessRecord, value: readonly Payload[]): void {
    const done = this.done;
    this.done = null;
    this.usable = false;
    this.lingering = true;
    done?.(value, null);
  }

  processEnded(record: ProcessRecord, outcome: Outcome): void {
    const done = this.done;
    this.record = null;
    this.done = null;
    if (record.closed) this.usable = false;
    else if (this.lingering) this.process.close();
    done?.(outcome.value, outcome.error);
  }

  close(): void {
    if (!this.usable) return;
    this.usable = false;
    this.process.close();
  }
}
