import type { WippyError } from '../../infrastructure/errors.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import type { FrameContext } from '../context/frame-context.ts';
import type { Completion, CompletionReceiver } from '../dispatcher/completion.ts';
import type { PID } from '../pid/pid.ts';
import { processNotFound } from '../relay/errors.ts';
import type { Message } from '../relay/message.ts';
import type { AddressedReceiver } from '../relay/receiver.ts';
import { outlastsUpgrade } from './lifecycle-events.ts';
import type { Outcome, Process, ProcessEvent, ProcessState } from './process.ts';

export const READY = 0;
export const RUNNING = 1;
export const BLOCKED = 2;
export const IDLE = 3;
export const COMPLETE = 4;

const STATE_NAMES: readonly ProcessState[] = ['ready', 'running', 'blocked', 'idle', 'complete'];

/** Told when a process it submitted has ended. */
export interface ProcessObserver {
  processEnded(record: ProcessRecord, outcome: Outcome): void;
  /** The result is there, but the process goes on; `processEnded` follows all the same. */
  processAnswered?(record: ProcessRecord, value: readonly Payload[]): void;
}

/** What a record asks of its scheduler. */
export interface RecordScheduler {
  wake(record: ProcessRecord): void;
  terminate(record: ProcessRecord, error?: WippyError): boolean;
}

/**
 * A process as the scheduler sees it: address, state, queued events and the commands it waits for. Events and commands are
 * linked through themselves, so an idle process owns no collections.
 */
export class ProcessRecord implements AddressedReceiver, CompletionReceiver {
  readonly pid: PID;
  process: Process;
  context: FrameContext;
  readonly observer: ProcessObserver | null;
  state: number;
  /** The worker that ran it last; -1 before the first turn. */
  worker: number;
  steps: number;
  /** Seconds since the scheduler was made. */
  readonly startedAt: number;
  /** The process object is used again after this run, so it is closed only when the run was broken off. */
  readonly keepOpen: boolean;
  closed: boolean;
  /** Set once the process must end; the next turn ends it. */
  killError: WippyError | null;
  queued: number;
  pendingCount: number;
  /** Commands that it has ever asked for. */
  asked: number;
  /** Neighbours in the scheduler's list of processes. */
  previous: ProcessRecord | null;
  next: ProcessRecord | null;
  private readonly scheduler: RecordScheduler;
  private firstEvent: ProcessEvent | null;
  private lastEvent: ProcessEvent | null;
  private firstPending: Completion | null;

  constructor(
    scheduler: RecordScheduler,
    process: Process,
    pid: PID,
    context: FrameContext,
    observer: ProcessObserver | null,
    keepOpen: boolean,
    startedAt: number,
  ) {
    this.pid = pid;
    this.process = process;
    this.context = context;
    this.observer = observer;
    this.state = READY;
    this.worker = -1;
    this.steps = 0;
    this.startedAt = startedAt;
    this.keepOpen = keepOpen;
    this.closed = false;
    this.killError = null;
    this.queued = 0;
    this.pendingCount = 0;
    this.asked = 0;
    this.previous = null;
    this.next = null;
    this.scheduler = scheduler;
    this.firstEvent = null;
    this.lastEvent = null;
    this.firstPending = null;
  }

  get stateName(): ProcessState {
    return STATE_NAMES[this.state];
  }

  get ended(): boolean {
    return this.state === COMPLETE;
  }

  /** Queues a message; NotFound `process not found` once the process has ended or must end. */
  send(message: Message): WippyError | null {
    if (this.state === COMPLETE || this.killError !== null) return processNotFound(this.pid);
    this.push(message);
    return null;
  }

  /** Ends the process soon; false when it has ended or must end already. Without an error, with `process terminated`. */
  terminate(error?: WippyError): boolean {
    return this.scheduler.terminate(this, error);
  }

  /** Whether it waits for messages and would not notice a CANCEL: nothing is lost when it is ended. */
  get isQuiet(): boolean {
    return this.state === IDLE && this.process.handlesCancel?.() === false;
  }

  /** See `Watched`. */
  get busyMark(): number | null {
    if ((this.state !== READY && this.state !== RUNNING) || this.pendingCount > 0) return null;
    return this.process.handlesCancel?.() === false ? this.asked : null;
  }

  commandCompleted(completion: Completion): void {
    this.removePending(completion);
    if (this.state !== COMPLETE) this.push(completion);
  }

  /** Must be called before the handler of the command runs, since it may answer at once. */
  addPending(completion: Completion): void {
    const first = this.firstPending;
    completion.nextPending = first;
    if (first !== null) first.previousPending = completion;
    this.firstPending = completion;
    this.pendingCount++;
    this.asked++;
  }

  findPending(tag: number): Completion | null {
    for (let pending = this.firstPending; pending !== null; pending = pending.nextPending) {
      if (pending.tag === tag) return pending;
    }
    return null;
  }

  /** Gives up the command with the tag, if it is under way. */
  cancelPending(tag: number): void {
    const completion = this.findPending(tag);
    if (completion === null) return;
    this.removePending(completion);
    completion.cancel();
  }

  /** Takes the oldest command under way out of the list, or null. */
  takePending(): Completion | null {
    const completion = this.firstPending;
    if (completion !== null) this.removePending(completion);
    return completion;
  }

  get hasEvents(): boolean {
    return this.firstEvent !== null;
  }

  /** Takes the oldest event. */
  takeEvent(): ProcessEvent | null {
    const event = this.firstEvent;
    if (event === null) return null;
    this.firstEvent = event.nextEvent;
    if (this.firstEvent === null) this.lastEvent = null;
    event.nextEvent = null;
    this.queued--;
    return event;
  }

  dropEvents(): void {
    this.firstEvent = null;
    this.lastEvent = null;
    this.queued = 0;
  }

  /**
   * Keeps only the messages to the process, and puts those first that its code was given and has not read: the rest belongs
   * to code that no longer runs.
   */
  keepMessages(unread: readonly Message[]): void {
    let event = this.firstEvent;
    this.dropEvents();
    for (const message of unread) if (outlastsUpgrade(message)) this.append(message);
    while (event !== null) {
      const next: ProcessEvent | null = event.nextEvent;
      event.nextEvent = null;
      if (event.kind === 'message' && outlastsUpgrade(event)) this.append(event);
      event = next;
    }
  }

  private push(event: ProcessEvent): void {
    this.append(event);
    if (this.state === IDLE || this.state === BLOCKED) this.scheduler.wake(this);
  }

  private append(event: ProcessEvent): void {
    if (this.lastEvent === null) this.firstEvent = event;
    else this.lastEvent.nextEvent = event;
    this.lastEvent = event;
    this.queued++;
  }

  private removePending(completion: Completion): void {
    const { previousPending, nextPending } = completion;
    if (previousPending !== null) previousPending.nextPending = nextPending;
    else if (this.firstPending === completion) this.firstPending = nextPending;
    else return;
    if (nextPending !== null) nextPending.previousPending = previousPending;
    completion.previousPending = null;
    completion.nextPending = null;
    this.pendingCount--;
  }
}
