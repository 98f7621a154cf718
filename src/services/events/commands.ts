/** Commands of the events range: processes subscribe to the bus and publish on it. */

import type { FrameContext } from '../../core/context/frame-context.ts';
import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import { Message } from '../../core/relay/message.ts';
import type { Receiver } from '../../core/relay/receiver.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { EventBus } from '../../infrastructure/event-bus/index.ts';
import { hostPayload } from '../../infrastructure/transcoder/payload.ts';
import type { AccessControl } from '../../system/security/access-control.ts';

export const EventCommand = {
  Subscribe: commandId('events', 0),
  Unsubscribe: commandId('events', 1),
  Send: commandId('events', 2),
} as const;

/** An event as the bus has it. */
export interface BusEvent {
  readonly system: string;
  readonly kind: string;
  readonly path: string;
  readonly data: unknown;
}

/** Patterns with wildcards. Result: the topic under which the events arrive. */
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
  readonly event: BusEvent;
}

export interface EventCommandParts {
  readonly bus: EventBus;
  readonly router: Receiver;
  readonly access: AccessControl;
}

function denied(action: string, system: string): WippyError {
  return new WippyError(`not allowed to ${action}: ${system}`, { kind: ErrorKind.PermissionDenied, retryable: false });
}

/** Registers the handlers. A subscription ends with `Unsubscribe` or when its process is gone. */
export function registerEventCommands(dispatcher: Dispatcher, { bus, router, access }: EventCommandParts): void {
  const subscriptions = new Map<string, () => void>();
  let counter = 0;

  const key = (context: FrameContext, topic: string): string => `${context.pid?.text ?? ''} ${topic}`;

  dispatcher.registerImmediate<SubscribeCommand>(EventCommand.Subscribe, ({ system, kind }, context) => {
    const { pid } = context;
    if (pid === null) throw new WippyError('subscribing needs a process', { kind: ErrorKind.InvalidState });
    if (!access.isAllowed(context, 'events.subscribe', system)) throw denied('subscribe to events of', system);
    const topic = `@events/${++counter}`;
    const end = bus.subscribe({ system, kind }, (event) => {
      const error = router.send(new Message(null, pid, topic, [hostPayload(event)]));
      if (error !== null) subscriptions.get(key(context, topic))?.();
    });
    subscriptions.set(key(context, topic), () => {
      subscriptions.delete(key(context, topic));
      end();
    });
    return topic;
  });

  dispatcher.registerImmediate<UnsubscribeCommand>(EventCommand.Unsubscribe, ({ topic }, context) => {
    subscriptions.get(key(context, topic))?.();
    return null;
  });

  dispatcher.register<SendEventCommand>(EventCommand.Send, ({ event }, completion, context) => {
    if (!access.isAllowed(context, 'events.send', event.system)) {
      completion.fail(denied('send events of', event.system));
      return;
    }
    bus.publish(event);
    completion.complete(null);
  });
}
