/**
 * Messages of a process by topic: a subscribed topic goes to its channel, any other to the inbox once that is open, the
 * rest waits until somebody subscribes. What a channel has no room for waits at the channel, in order.
 */

import type { Message } from '../../../core/relay/message.ts';
import { isReservedTopic } from '../../../core/relay/topics.ts';
import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import type { LuaValue } from '../../../lua/runtime/values.ts';
import { Channel, UNLIMITED, type Waker } from './channel.ts';

/** Makes the Lua value of a message. */
export type MessageView = (message: Message) => LuaValue;

/** Where the messages of a topic go. */
interface Subscription {
  readonly channel: Channel;
  /** Null where the channel views messages itself. */
  readonly view: MessageView | null;
}

/** The subscriptions of one process. */
export class Topics {
  private readonly waker: Waker;
  private byTopic: Map<string, Subscription> | null = null;
  private inbox: Channel | null = null;
  /** Messages that nobody has subscribed to yet, in order of arrival. */
  private held: Message[] | null = null;
  private order = 0;

  constructor(waker: Waker) {
    this.waker = waker;
  }

  /** Whether a message could still wake somebody. */
  get isListening(): boolean {
    return this.inbox !== null || (this.byTopic !== null && this.byTopic.size > 0);
  }

  /** Whether messages of this topic have a channel of their own. */
  hears(topic: string): boolean {
    return this.byTopic?.has(topic) ?? false;
  }

  /** The channel of messages that have no topic of their own. */
  openInbox(view: MessageView): Channel {
    if (this.inbox === null) {
      this.inbox = this.open(view);
      this.release();
    }
    return this.inbox;
  }

  /** The channel of a topic; a second call for it returns the same one. */
  listen(topic: string, view: MessageView): Channel {
    return (this.byTopic?.get(topic) ?? this.subscribe(topic, { channel: this.open(view), view: null })).channel;
  }

  /**
   * Gives the messages of a topic to a channel of the program.
   * @throws WippyError AlreadyExists where the topic has another channel.
   */
  attach(topic: string, channel: Channel, view: MessageView): void {
    const known = this.byTopic?.get(topic);
    if (known === undefined) {
      this.subscribe(topic, { channel, view });
    } else if (known.channel !== channel) {
      throw new WippyError(`topic already subscribed: ${topic}`, {
        kind: ErrorKind.AlreadyExists,
        retryable: false,
        details: { topic },
        hint: 'End the other subscription first, or read from its channel.',
      });
    }
  }

  /** Ends a subscription by its channel and closes it; false where there is none. */
  unlisten(channel: Channel): boolean {
    if (this.inbox === channel) {
      this.inbox = null;
      channel.close();
      return true;
    }
    for (const [topic, subscription] of this.byTopic ?? []) {
      if (subscription.channel !== channel) continue;
      this.byTopic?.delete(topic);
      channel.close();
      return true;
    }
    return false;
  }

  deliver(message: Message): void {
    if (this.offer(message)) return;
    message.order = ++this.order;
    this.held ??= [];
    this.held.push(message);
  }

  /** Takes out what nobody has received, in order of arrival; not what the program got on channels of its own. */
  takeUnread(): Message[] {
    const unread = this.held ?? [];
    this.held = null;
    if (this.inbox !== null) unread.push(...this.inbox.takeMessages());
    for (const { channel, view } of this.byTopic?.values() ?? []) {
      if (view === null) unread.push(...channel.takeMessages());
    }
    unread.sort((a, b) => a.order - b.order);
    for (const message of unread) message.order = 0;
    return unread;
  }

  private offer(message: Message): boolean {
    const { topic } = message;
    const subscription = this.byTopic === null ? undefined : this.byTopic.get(topic);
    if (subscription === undefined) {
      if (this.inbox === null || isReservedTopic(topic)) return false;
      this.post(this.inbox, message);
    } else if (subscription.view === null) this.post(subscription.channel, message);
    // The sender does not wait: the mailbox has taken the message, and order must be kept.
    else subscription.channel.post(subscription.view(message));
    return true;
  }

  private post(channel: Channel, message: Message): void {
    if (!channel.postMessage(message) && message.order === 0) message.order = ++this.order;
  }

  private subscribe(topic: string, subscription: Subscription): Subscription {
    this.byTopic ??= new Map();
    this.byTopic.set(topic, subscription);
    this.release();
    return subscription;
  }

  private open(view: MessageView): Channel {
    return new Channel(this.waker, UNLIMITED, view);
  }

  private release(): void {
    const { held } = this;
    if (held === null) return;
    this.held = null;
    for (const message of held) this.deliver(message);
  }
}
