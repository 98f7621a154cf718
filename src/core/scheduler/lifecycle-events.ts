import type { WippyError } from '../../infrastructure/errors.ts';
import { hostPayload, type Payload } from '../../infrastructure/transcoder/payload.ts';
import type { PID } from '../pid/pid.ts';
import { Message } from '../relay/message.ts';
import { EVENTS_TOPIC, isReservedTopic } from '../relay/topics.ts';

/** Kinds of the events a process finds in `process.events()`. */
export const LifecycleEventKind = {
  Exit: 'pid.exit',
  LinkDown: 'pid.link.down',
  Cancel: 'pid.cancel',
  Outdated: 'pid.outdated',
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

/** Code that the process runs has changed; it may continue as the new code. */
export interface OutdatedEvent {
  readonly kind: 'pid.outdated';
  readonly from: null;
  readonly at: number;
  /** Entry ids that have changed, or import what has. Grows until the process receives the event. */
  readonly sources: Set<string>;
  received: boolean;
}

export type LifecycleEvent = ExitEvent | CancelEvent | OutdatedEvent;

/**
 * Whether a message means the process, whatever code it runs: not what its code has subscribed to, and not the news that
 * this code is outdated.
 */
export function outlastsUpgrade({ topic, payloads }: Message): boolean {
  if (topic !== EVENTS_TOPIC) return !isReservedTopic(topic);
  return (payloads[0]?.data as LifecycleEvent | undefined)?.kind !== LifecycleEventKind.Outdated;
}

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
