/** Commands of the queue range and their handlers. Reference: lua/storage/queue of the Wippy documentation. */

import { randomUUID } from 'node:crypto';
import type { FrameContext } from '../../core/context/frame-context.ts';
import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import type { Clock } from '../../infrastructure/clock.ts';
import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import type { AccessControl } from '../../system/security/access-control.ts';
import type { Publishing } from './driver.ts';
import type { Delivery, HeaderValue } from './message.ts';
import type { QueueRegistry } from './queue-registry.ts';

export const QueueCommand = {
  Publish: commandId('queue', 0),
  Info: commandId('queue', 1),
  Settle: commandId('queue', 2),
} as const;

/** Result: null, once the queue has taken the message. */
export interface PublishCommand extends Command {
  /** Entry id. */
  readonly queue: string;
  readonly body: Payload;
  readonly headers: ReadonlyMap<string, HeaderValue>;
}

/** Result: QueueStatistics. Immediate. */
export interface InfoCommand extends Command {
  readonly queue: string;
}

/** Result: whether this was the first settlement. Immediate. */
export interface SettleCommand extends Command {
  readonly delivery: Delivery;
  readonly acknowledge: boolean;
}

export interface QueueCommandServices {
  readonly queues: QueueRegistry;
  readonly access: AccessControl;
  readonly clock: Clock;
}

function notAllowed(message: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false });
}

/** Whatever goes wrong in a broker is Internal and not retryable, as in the Go runtime. */
function failed(thrown: unknown, what: string): WippyError {
  const error = toWippyError(thrown);
  return new WippyError(`${what}: ${error.message}`, {
    kind: ErrorKind.Internal,
    retryable: false,
    details: error.details,
    hint: error.hint ?? undefined,
    cause: error,
  });
}

export function registerQueueCommands(dispatcher: Dispatcher, { queues, access, clock }: QueueCommandServices): void {
  const check = (context: FrameContext, queue: string): void => {
    if (!access.isAllowed(context, 'queue.publish', '')) throw notAllowed('queue publishing not allowed');
    if (!access.isAllowed(context, 'queue.publish.queue', queue)) {
      throw notAllowed(`not allowed to publish to queue: ${queue}`);
    }
  };
  dispatcher.register<PublishCommand>(QueueCommand.Publish, ({ queue, body, headers }, completion, context) => {
    check(context, queue);
    const stamped = new Map<string, HeaderValue>([['timestamp', Math.floor(clock.now() / 1000)], ...headers]);
    let publishing: Publishing;
    try {
      publishing = queues.publish(queue, { id: randomUUID(), body, headers: stamped, failures: 0 });
    } catch (thrown) {
      completion.fail(failed(thrown, 'publish failed'));
      return;
    }
    publishing.done.then(
      () => completion.complete(null),
      (error: unknown) => completion.fail(failed(error, 'publish failed')),
    );
    return () => publishing.cancel();
  });
  dispatcher.registerImmediate<InfoCommand>(QueueCommand.Info, ({ queue }) => {
    try {
      return queues.statistics(queue);
    } catch (thrown) {
      throw failed(thrown, 'get queue info failed');
    }
  });
  dispatcher.registerImmediate<SettleCommand>(QueueCommand.Settle, ({ delivery, acknowledge }) =>
    acknowledge ? delivery.ack() : delivery.nack(),
  );
}
