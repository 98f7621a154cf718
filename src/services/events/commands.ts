/** Commands of the events range: processes subscribe to the bus and publish on it. */

import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import { Message } from '../../core/relay/message.ts';
import type { Receiver } from '../../core/relay/receiver.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { Event, EventBus } from '../../infrastructure/event-bus/index.ts';
import { hostPayload } from '../../infrastructure/transcoder/payload.ts';
import type { AccessControl } from '../../system/security/access-control.ts';

/** All are immediate. */
export const EventCommand = {
  Subscribe: commandId('events', 0),
  Unsubscribe: commandId('events', 1),
  Send: commandId('events', 2),
} as const;

/**
 * Patterns with wildcards. Result: the topic, reserved for the runtime, under which the events arrive as messages of the
 * process; each has one payload, the Event.
 */
export interface SubscribeCommand extends Command {
  readonly system: string;
  readonly kind: string;
}

/** Result: null. A topic that is not subscribed is fine. */
export interface UnsubscribeCommand extends Command {
  readonly topic: string;
}

/** Result: null, once the event is queued. */
export interface SendEventCommand extends Command {
  readonly event: Event;
}

export interface EventCommandParts {
  readonly bus: EventBus;
  readonly router: Receiver;
  readonly access: AccessControl;
}

/** The documentation says that a denial is of kind Invalid here. */
function denied(message: string, system: string): WippyError {
  return new WippyError(`${message}: ${system}`, { kind: ErrorKind.Invalid, retryable: false, details: { system } });
}

/** Registers the handlers. A subscription ends with `Unsubscribe` or when its process is gone. */
export function registerEventCommands(dispatcher: Dispatcher, { bus, router, access }: EventCommandParts): void {
  /** By PID and topic: nobody can end the subscription of another process. */
  const subscriptions = new Map<string, () => void>();
  let counter = 0;

  function end(key: string): void {
    const unsubscribe = subscriptions.get(key);
    subscriptions.delete(key);
    unsubscribe?.();
  }

  dispatcher.registerImmediate<SubscribeCommand>(EventCommand.Subscribe, ({ system, kind }, context) => {
    const { pid } = context;
    if (pid === null) {
      throw new WippyError('no process PID', { kind: ErrorKind.Internal, retryable: false });
    }
    if (!access.isAllowed(context, 'events.subscribe', system)) {
      throw denied('not allowed to subscribe to events from system', system);
    }
    const topic = `@events/${++counter}`;
    const key = `${pid.text} ${topic}`;
    // A message is queued at the process: the bus goes on at once, however slow the process is.
    const deliver = (event: Event): void => {
      if (router.send(new Message(null, pid, topic, [hostPayload(event)])) !== null) end(key);
    };
    subscriptions.set(key, bus.subscribe(kind === '' ? { system } : { system, kind }, deliver));
    return topic;
  });

  dispatcher.registerImmediate<UnsubscribeCommand>(EventCommand.Unsubscribe, ({ topic }, { pid }) => {
    if (pid !== null) end(`${pid.text} ${topic}`);
    return null;
  });

  dispatcher.registerImmediate<SendEventCommand>(EventCommand.Send, ({ event }, context) => {
    if (!access.isAllowed(context, 'events.send', event.system)) {
      throw denied('not allowed to send events to system', event.system);
    }
    bus.publish(event);
    return null;
  });
}
