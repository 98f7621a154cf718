/** Messages of queues and what becomes of them. */

import type { FrameContext } from '../../core/context/frame-context.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';

/** Texts are byte strings. */
export type HeaderValue = string | number | bigint | boolean;

export interface Message {
  readonly id: string;
  readonly body: Payload;
  readonly headers: ReadonlyMap<string, HeaderValue>;
  /** Deliveries so far that were not acknowledged. */
  readonly failures: number;
}

/** A message in the hands of a consumer. The first of `ack` and `nack` counts. */
export class Delivery {
  readonly message: Message;
  private readonly settle: (acknowledged: boolean) => void;
  private isSettled = false;
  private isReleased = false;

  constructor(message: Message, settle: (acknowledged: boolean) => void) {
    this.message = message;
    this.settle = settle;
  }

  get settled(): boolean {
    return this.isSettled;
  }

  /** True once the handler has ended: nobody may look at the message any more. */
  get released(): boolean {
    return this.isReleased;
  }

  /** The message is done with. False if it was settled before. */
  ack(): boolean {
    return this.end(true);
  }

  /** The message is to be delivered again. False if it was settled before. */
  nack(): boolean {
    return this.end(false);
  }

  release(): void {
    this.isReleased = true;
  }

  private end(acknowledged: boolean): boolean {
    if (this.isSettled) return false;
    this.isSettled = true;
    this.settle(acknowledged);
    return true;
  }
}

const DELIVERY: unique symbol = Symbol('delivery');

interface TaggedFrame extends FrameContext {
  [DELIVERY]?: Delivery;
}

/** Gives the delivery to the function that is called from this frame, and to those that it calls. */
export function attachDelivery(frame: FrameContext, delivery: Delivery): void {
  (frame as TaggedFrame)[DELIVERY] = delivery;
}

/** The delivery that the running function works on, or undefined. */
export function deliveryOf(context: FrameContext): Delivery | undefined {
  for (let frame: TaggedFrame | null = context; frame !== null; frame = frame.parent) {
    const delivery = frame[DELIVERY];
    if (delivery !== undefined) return delivery;
  }
  return undefined;
}
