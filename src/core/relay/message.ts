import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import type { PID } from '../pid/pid.ts';
import type { ProcessEvent } from '../scheduler/process.ts';

/**
 * A message to one process. It is also the event in the queue of the receiver and carries the link of that queue, so a
 * message costs one allocation and belongs to one receiver: a broadcast makes one message each.
 */
export class Message {
  readonly kind = 'message';
  /** Null when the runtime itself sends. */
  readonly from: PID | null;
  readonly to: PID;
  readonly topic: string;
  readonly payloads: readonly Payload[];
  nextEvent: ProcessEvent | null;
  /** When it was put aside at a process, relative to others there; 0 for a message that was taken at once. */
  order: number;

  constructor(from: PID | null, to: PID, topic: string, payloads: readonly Payload[]) {
    this.from = from;
    this.to = to;
    this.topic = topic;
    this.payloads = payloads;
    this.nextEvent = null;
    this.order = 0;
  }

  get message(): Message {
    return this;
  }
}
