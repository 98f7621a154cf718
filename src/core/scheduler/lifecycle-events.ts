import type { WippyError } from '../../infrastructure/errors.ts';
import { hostPayload, type Payload } from '../../infrastructure/transcoder/payload.ts';
import type { PID } from '../pid/pid.ts';
import { Message } from '../relay/message.ts';
import { EVENTS_TOPIC } from '../relay/topics.ts';

/** Kinds of the events a process finds in `process.events()`. */
export const LifecycleEventKind = {
  Exit: 'pid.exit',
  LinkDown: 'pid.link.down',
  Cancel: 'pid.cancel',
} as const;

/** A watched process has ended, or a linked one has failed. */
export interface ExitEvent {
  readonly kind: 'pid.exit' | 'pid.link.down';
  readonly from: PID;
  /** Unix time in seconds. */
  readonly at: number;
  readonly result: { readonly value: readonly Payload[] | null; readonly error: WippyError | null };
}

/** Somebody asks the process to end; it decides itself what to do. */
export interface CancelEvent {
  readonly kind: 'pid.cancel';
  readonly from: PID | null;
  readonly at: number;
  readonly reason: string;
}

export type LifecycleEvent = ExitEvent | CancelEvent;

/** The message that carries a lifecycle event to a process. */
export function lifecycleMessage(from: PID | null, to: PID, event: LifecycleEvent): Message {
  return new Message(from, to, EVENTS_TOPIC, [hostPayload(event)]);
}

/** The message that asks a process to end. */
export function cancelMessage(from: PID | null, to: PID, reason: string): Message {
  return lifecycleMessage(from, to, { kind: LifecycleEventKind.Cancel, from, at: unixSeconds(), reason });
}

export function unixSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
