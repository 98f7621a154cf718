/** `queue.consumer`: calls a function for each message of a queue. Rule: guides/queue-consumers of the documentation. */

import type { FrameContext } from '../../core/context/frame-context.ts';
import type { Service } from '../../core/supervisor/index.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { Logger } from '../../infrastructure/logger/index.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import type { RunningCall } from '../../system/functions/callable.ts';
import type { FunctionRegistry } from '../../system/functions/function-registry.ts';
import type { Attachment } from './driver.ts';
import { attachDelivery, type Delivery } from './message.ts';
import type { QueueRegistry } from './queue-registry.ts';

/** What counts from the next message on. */
export interface ConsumerSettings {
  /** Entry id. */
  readonly func: string;
  /** Messages worked on at once. */
  readonly concurrency: number;
  /** Messages taken ahead, beside those worked on. */
  readonly prefetch: number;
}

export interface ConsumerOptions extends ConsumerSettings {
  /** Entry ids. */
  readonly id: string;
  readonly queue: string;
  readonly queues: QueueRegistry;
  readonly functions: FunctionRegistry;
  /** A frame with the identity of the consumer. */
  readonly frame: () => FrameContext;
  readonly logger: Logger;
}

export class Consumer implements Service {
  private options: ConsumerOptions;
  private attachment: Attachment | null = null;
  private buffer: Delivery[] = [];
  private readonly calls = new Set<RunningCall>();
  private working = 0;
  private stopping = false;
  private pumping = false;
  private onDrained: (() => void) | null = null;

  constructor(options: ConsumerOptions) {
    this.options = options;
  }

  async start(): Promise<{ done: Promise<never> }> {
    const { queue, queues } = this.options;
    this.stopping = false;
    this.attachment = queues.attach(queue, () => this.pump());
    this.pump();
    return { done: new Promise(() => undefined) };
  }

  /** Other settings; messages that are worked on go on. */
  set(settings: ConsumerSettings): void {
    const { func, concurrency, prefetch } = settings;
    this.options = { ...this.options, func, concurrency, prefetch };
    if (this.attachment !== null) this.pump();
  }

  /** Takes no more messages and waits for those worked on; when the signal aborts, their calls are cancelled. */
  async stop(signal: AbortSignal): Promise<void> {
    this.stopping = true;
    this.attachment?.detach();
    this.attachment?.giveBack(this.buffer.splice(0));
    const drained = new Promise<void>((resolve) => {
      this.onDrained = resolve;
      if (this.working === 0) resolve();
    });
    let late = 0;
    const cancel = (): void => {
      late = this.working;
      for (const call of this.calls) call.cancel();
    };
    signal.addEventListener('abort', cancel, { once: true });
    await drained;
    signal.removeEventListener('abort', cancel);
    this.onDrained = null;
    this.attachment = null;
    if (late > 0) throw stoppedTooLate(this.options.id, late);
  }

  private pump(): void {
    // A queue that is woken by a message that is put back would come here again.
    if (this.pumping || this.stopping) return;
    this.pumping = true;
    const { concurrency, prefetch } = this.options;
    for (;;) {
      while (this.buffer.length < prefetch) {
        const delivery = this.attachment?.take() ?? null;
        if (delivery === null) break;
        this.buffer.push(delivery);
      }
      if (this.working >= concurrency) break;
      const delivery = this.buffer.shift();
      if (delivery === undefined) break;
      this.work(delivery);
    }
    this.pumping = false;
  }

  private work(delivery: Delivery): void {
    const { functions, func, frame } = this.options;
    this.working++;
    const context = frame();
    attachDelivery(context, delivery);
    let answered = false;
    const call = functions.call(
      { target: func, payloads: [delivery.message.body], context, options: null },
      (value, error) => {
        answered = true;
        this.calls.delete(call);
        this.worked(delivery, value, error);
      },
    );
    if (!answered) this.calls.add(call);
  }

  private worked(delivery: Delivery, value: readonly Payload[] | null, error: WippyError | null): void {
    const { id, queue, func, logger } = this.options;
    if (error !== null) {
      logger.error('message processing failed', { consumer: id, queue, func, message: delivery.message.id, error });
      delivery.nack();
    } else if (value?.[0]?.data === false) {
      delivery.nack();
    } else {
      delivery.ack();
    }
    delivery.release();
    this.working--;
    if (this.stopping) {
      if (this.working === 0) this.onDrained?.();
      return;
    }
    // Not at once: a call that is answered before it returns must not pile up on the stack.
    queueMicrotask(() => this.pump());
  }
}

function stoppedTooLate(id: string, count: number): WippyError {
  return new WippyError(`consumer ${id} was stopped while it worked on ${count} messages`, {
    kind: ErrorKind.Timeout,
    retryable: false,
    details: { consumer: id, messages: count },
    hint: 'Give handlers more time with lifecycle.stop_timeout.',
  });
}
