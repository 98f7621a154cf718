/**
 * Messages of a process by topic: a subscribed topic goes to its channel, any other to the inbox once that is open, the
 * rest waits until somebody subscribes. Channels are unbuffered towards the sender: what is not taken stays here, in order.
 */

import type { Message } from '../../../core/relay/message.ts';
import { isReservedTopic } from '../../../core/relay/topics.ts';
import type { LuaValue } from '../../../lua/runtime/values.ts';
import { Channel, type Waker } from './channel.ts';

/** Makes the Lua value of a message. */
export type MessageView = (message: Message) => LuaValue;

interface Subscription {
  channel: Channel;
  view: MessageView;
}

/** The subscriptions of one process. */
export class Topics {
  private readonly waker: Waker;
  private readonly byTopic = new Map<string, Subscription>();
  private inbox: Subscription | null = null;
  /** Messages that nobody has subscribed to yet, in order of arrival. */
  private held: Message[] = [];

  constructor(waker: Waker) {
    this.waker = waker;
  }

  /** Whether a message could still wake somebody. */
  get isListening(): boolean {
    return this.inbox !== null || this.byTopic.size > 0;
  }

  /** The channel of messages that have no topic of their own. */
  openInbox(view: MessageView): Channel {
    this.inbox ??= this.open(view);
    this.release();
    return this.inbox.channel;
  }

  /** The channel of a topic; a second call for it returns the same one. */
  listen(topic: string, view: MessageView): Channel {
    let subscription = this.byTopic.get(topic);
    if (subscription === undefined) {
      subscription = this.open(view);
      this.byTopic.set(topic, subscription);
      this.release();
    }
    return subscription.channel;
  }

  /** Ends a subscription by its channel and closes it; false where there is none. */
  unlisten(channel: Channel): boolean {
    for (const [topic, subscription] of this.byTopic) {
      if (subscription.channel !== channel) continue;
      this.byTopic.delete(topic);
      if (!channel.closed) channel.close();
      return true;
    }
    return false;
  }

  deliver(message: Message): void {
    if (!this.offer(message)) this.held.push(message);
  }

  private offer(message: Message): boolean {
    const { topic } = message;
    let subscription = this.byTopic.size === 0 ? undefined : this.byTopic.get(topic);
    if (subscription === undefined && this.inbox !== null && !isReservedTopic(topic)) subscription = this.inbox;
    if (subscription === undefined) return false;
    // The buffer has no limit: the sender's mailbox has taken the message, and order must be kept.
    subscription.channel.trySend(subscription.view(message));
    return true;
  }

  private open(view: MessageView): Subscription {
    return { channel: new Channel(this.waker, Number.POSITIVE_INFINITY), view };
  }

  private release(): void {
    if (this.held.length === 0) return;
    const held = this.held;
    this.held = [];
    for (const message of held) this.deliver(message);
  }
}
