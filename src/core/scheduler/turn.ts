import { toWippyError, type WippyError } from '../../infrastructure/errors.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import { Completion } from '../dispatcher/completion.ts';
import type { Dispatcher } from '../dispatcher/dispatcher.ts';
import type { ProcessEvent, UpgradeRequest } from './process.ts';
import { BLOCKED, IDLE, type ProcessRecord, READY, RUNNING } from './process-record.ts';
import { StepOutput } from './step-output.ts';

/** A process whose answers arrive at once goes on for this many steps before others get a turn. */
const STEPS_PER_TURN = 8;

/** How a turn left the process. */
export const TURN_PARKED = 0;
export const TURN_REQUEUE = 1;
export const TURN_PREEMPTED = 2;
export const TURN_ENDED = 3;

/** What a turn needs of its scheduler. */
export interface TurnHost {
  finish(record: ProcessRecord, value: readonly Payload[] | null, error: WippyError | null): void;
  /** Puts new code into the record; the error when that failed. */
  upgrade(record: ProcessRecord, request: UpgradeRequest): WippyError | null;
}

/** Runs processes step by step with the one output and the event arrays that all steps of a worker share. */
export class TurnRunner {
  private readonly dispatcher: Dispatcher;
  private readonly host: TurnHost;
  private readonly out = new StepOutput();
  private readonly noEvents: ProcessEvent[] = [];
  private readonly oneEvent: (ProcessEvent | null)[] = [null];

  constructor(dispatcher: Dispatcher, host: TurnHost) {
    this.dispatcher = dispatcher;
    this.host = host;
  }

  /** One turn of a ready process: steps until it waits, is out of budget, has had its share, or ends. */
  run(record: ProcessRecord): number {
    const out = this.out;
    record.state = RUNNING;
    for (let steps = 0; steps < STEPS_PER_TURN; steps++) {
      if (record.killError !== null) return this.end(record, null, record.killError);
      out.reset();
      record.steps++;
      try {
        record.process.step(this.takeEvents(record), out);
      } catch (thrown) {
        return this.end(record, null, toWippyError(thrown));
      }
      this.oneEvent[0] = null;
      const status = out.status;
      if (status === 'complete') return this.end(record, out.result, out.error);
      if (out.cancelledTags !== null) for (const tag of out.cancelledTags) record.cancelPending(tag);
      if (out.yieldCount > 0) this.dispatch(record, out);
      if (out.earlyResult !== null) record.observer?.processAnswered?.(record, out.earlyResult);
      if (status === 'ready') {
        record.state = READY;
        return TURN_PREEMPTED;
      }
      if (status === 'upgrade') {
        const error = this.host.upgrade(record, out.upgradeRequest!);
        if (error !== null) return this.end(record, null, error);
        record.state = READY;
        return TURN_REQUEUE;
      }
      if (!record.hasEvents && record.killError === null) {
        record.state = status === 'idle' ? IDLE : BLOCKED;
        return TURN_PARKED;
      }
    }
    record.state = READY;
    return TURN_REQUEUE;
  }

  private end(record: ProcessRecord, value: readonly Payload[] | null, error: WippyError | null): number {
    this.oneEvent[0] = null;
    this.host.finish(record, value, error);
    return TURN_ENDED;
  }

  private dispatch(record: ProcessRecord, out: StepOutput): void {
    const { commands, tags } = out;
    for (let index = 0; index < out.yieldCount; index++) {
      const command = commands[index]!;
      const completion = new Completion(tags[index], record);
      record.addPending(completion);
      this.dispatcher.trace(completion, command, record.context);
      this.dispatcher.start(command, completion, record.context);
    }
  }

  /** None or one event, the usual cases, come in shared arrays: emptying an array would throw its store away. */
  private takeEvents(record: ProcessRecord): readonly ProcessEvent[] {
    const count = record.queued;
    if (count === 0) return this.noEvents;
    if (count === 1) {
      this.oneEvent[0] = record.takeEvent();
      return this.oneEvent as ProcessEvent[];
    }
    const events: ProcessEvent[] = [];
    for (let event = record.takeEvent(); event !== null; event = record.takeEvent()) events.push(event);
    return events;
  }
}
