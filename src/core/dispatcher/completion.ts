import type { WippyError } from '../../infrastructure/errors.ts';
import type { ProcessEvent } from '../scheduler/process.ts';
import type { CancelCommand, CommandCompletion } from './command.ts';

/** Takes the answers of commands; a process record is one. */
export interface CompletionReceiver {
  commandCompleted(completion: Completion): void;
}

/** Told by a completion when somebody traces its command. */
export interface CompletionTrace {
  ended(completion: Completion, cancelled: boolean): void;
}

/**
 * A command under way, and, once answered, the event that tells the process. One object for both, and it carries its own
 * list links, so that a command costs one allocation.
 */
export class Completion implements CommandCompletion {
  readonly kind = 'complete';
  readonly tag: number;
  data: unknown;
  error: WippyError | null;
  /** Next event in the queue of the process. */
  nextEvent: ProcessEvent | null;
  /** Neighbours in the list of commands the process waits for. */
  previousPending: Completion | null;
  nextPending: Completion | null;
  settled: boolean;
  cancelWork: CancelCommand | null;
  trace: CompletionTrace | null;
  private readonly receiver: CompletionReceiver;

  constructor(tag: number, receiver: CompletionReceiver) {
    this.tag = tag;
    this.data = undefined;
    this.error = null;
    this.nextEvent = null;
    this.previousPending = null;
    this.nextPending = null;
    this.settled = false;
    this.cancelWork = null;
    this.trace = null;
    this.receiver = receiver;
  }

  complete(data: unknown): void {
    if (this.settled) return;
    this.settled = true;
    this.data = data;
    if (this.trace !== null) this.trace.ended(this, false);
    this.receiver.commandCompleted(this);
  }

  fail(error: WippyError): void {
    if (this.settled) return;
    this.settled = true;
    this.error = error;
    if (this.trace !== null) this.trace.ended(this, false);
    this.receiver.commandCompleted(this);
  }

  /** Gives the command up: its handler is told to stop, and no answer will arrive. */
  cancel(): void {
    if (this.settled) return;
    this.settled = true;
    if (this.trace !== null) this.trace.ended(this, true);
    const cancelWork = this.cancelWork;
    this.cancelWork = null;
    if (cancelWork !== null) cancelWork();
  }
}
