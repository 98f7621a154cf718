/** The host of a terminal process: one process with the program's streams, whose end is the end of the program. */

import { canceledError } from '../../core/context/cancellation.ts';
import type { FrameContext } from '../../core/context/frame-context.ts';
import type { PID } from '../../core/pid/pid.ts';
import type { Outcome, Process } from '../../core/scheduler/process.ts';
import { ProcessHost } from '../../core/scheduler/process-host.ts';
import type { ProcessObserver, ProcessRecord } from '../../core/scheduler/process-record.ts';
import type { SchedulerOptions } from '../../core/scheduler/scheduler.ts';
import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import type { LogManager } from '../../infrastructure/logger/index.ts';
import { type Payload, PayloadFormat } from '../../infrastructure/transcoder/payload.ts';
import type { ShutdownTrigger } from '../../system/context-keys.ts';
import type { SpawningHost } from '../../system/processes/process-manager.ts';
import { programEnd } from './exit-code.ts';
import type { TerminalOutput } from './output.ts';
import type { Terminals } from './terminal.ts';

export interface TerminalHostParts {
  readonly scheduler: SchedulerOptions;
  readonly terminals: Terminals;
  /** Ends the program. */
  readonly shutdown: ShutdownTrigger;
  readonly logs: LogManager;
}

export interface TerminalHostSettings {
  /** Log records go to the event bus instead of the screen while a process runs. */
  readonly hideLogs: boolean;
}

export class TerminalHost extends ProcessHost implements SpawningHost {
  /** The process on a terminal ends by itself, or with the program. */
  readonly ignoresTerminate = true;
  private readonly parts: TerminalHostParts;
  /** Counts from the next process on. */
  hideLogs: boolean;
  private occupant: ProcessRecord | null = null;
  private restoreLogs: (() => void) | null = null;
  private stopping = false;
  /** Settles when the output of the process that ended last has been written. */
  private written: Promise<void> = Promise.resolve();

  constructor(id: string, settings: TerminalHostSettings, parts: TerminalHostParts) {
    super(id, {}, parts.scheduler);
    this.parts = parts;
    this.hideLogs = settings.hideLogs;
  }

  /**
   * As `ProcessHost.submit`. Texts of the input are also the arguments of the terminal.
   * @throws WippyError Conflict while another process runs here.
   */
  override submit(
    process: Process,
    pid: PID,
    context: FrameContext,
    method: string,
    input: readonly Payload[],
    observer: ProcessObserver | null = null,
  ): ProcessRecord {
    if (this.occupant !== null) {
      process.close();
      throw occupied(this.id, this.occupant.pid);
    }
    const { terminals } = this.parts;
    const { output } = terminals.attach(pid, words(input)).device;
    const ended = (record: ProcessRecord, outcome: Outcome): void => {
      observer?.processEnded(record, outcome);
      this.ended(outcome, pid);
    };
    try {
      this.occupant = super.submit(process, pid, context, method, input, { processEnded: ended });
    } catch (error) {
      terminals.detach(pid);
      throw error;
    }
    const record = this.occupant;
    output.onGone = () => record.terminate();
    if (output.gone) record.terminate();
    if (this.hideLogs) this.redirectLogs();
    return record;
  }

  override async stop(graceMilliseconds?: number): Promise<void> {
    this.stopping = true;
    // A process that waits for input would not notice that it is to end.
    if (this.occupant !== null) this.parts.terminals.device.input.interrupt(canceledError());
    try {
      await super.stop(graceMilliseconds);
      await this.written;
    } finally {
      this.stopping = false;
    }
  }

  private ended(outcome: Outcome, pid: PID): void {
    this.occupant = null;
    this.restoreLogs?.();
    const { terminals, shutdown } = this.parts;
    const { output, errors } = terminals.device;
    terminals.detach(pid);
    output.onGone = null;
    // The reader has what it wanted: that is no failure. Nor is the end of a process whose host is stopped.
    const quiet = output.gone || (this.stopping && outcome.error?.kind === ErrorKind.Canceled);
    const end = quiet ? { code: 0 } : programEnd(outcome);
    this.written = (async () => {
      if (end.output !== undefined) output.write(`${bytes(end.output)}\n`);
      await flushed(output);
      if (end.error !== undefined) {
        const trace = this.parts.logs.describeTrace(outcome.error);
        errors.write(`${bytes(trace === '' ? end.error : `${end.error}\n${trace}`)}\n`);
      }
      await flushed(errors);
      // What failed on the way to the system is known only now.
      output.check('write');
    })().then(
      () => shutdown(end.code),
      (error: unknown) => {
        reportIncompleteOutput(this.parts.logs, errors, toWippyError(error));
        shutdown(end.code === 0 ? 1 : end.code);
      },
    );
  }

  private redirectLogs(): void {
    const { logs } = this.parts;
    const { level, streaming, propagating } = logs;
    logs.level = 'debug';
    logs.streaming = true;
    logs.propagating = false;
    this.restoreLogs = () => {
      this.restoreLogs = null;
      Object.assign(logs, { level, streaming, propagating });
    };
  }
}

/** Texts that do not come from Lua: the words of the command line. */
function words(input: readonly Payload[]): string[] {
  return input.flatMap(({ data, format }) => (typeof data === 'string' && format !== PayloadFormat.Lua ? [data] : []));
}

function flushed(output: TerminalOutput): Promise<void> {
  return new Promise((resolve) => {
    output.flush(resolve);
  });
}

/** On standard error as well: logs are not written while a command runs. */
function reportIncompleteOutput(logs: LogManager, errors: TerminalOutput, error: WippyError): void {
  logs.root.error('the output of the terminal process is incomplete', { error });
  try {
    errors.write(`${bytes(`the output is incomplete: ${error.message}`)}\n`);
  } catch {
    // Nobody can be told.
  }
}

function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function occupied(host: string, pid: PID): WippyError {
  return new WippyError(`terminal host ${host} already runs a process`, {
    kind: ErrorKind.Conflict,
    retryable: false,
    details: { host_id: host, pid: pid.text },
    hint: 'A terminal.host runs one process at a time; spawn others on a process.host.',
  });
}
