/** Module `events`: the event bus. Reference: lua/core/events of the Wippy documentation. */

import { WippyError } from '../infrastructure/errors.ts';
import { checkString } from '../lua/runtime/arguments.ts';
import type { LuaResult } from '../lua/runtime/values.ts';
import {
  type BusEvent,
  EventCommand,
  type SendEventCommand,
  type SubscribeCommand,
  type UnsubscribeCommand,
} from '../services/events/commands.ts';
import { copyValue } from '../services/lua/convert/copy.ts';
import { failure, invalid } from '../services/lua/convert/errors.ts';
import { fromLua, toLua } from '../services/lua/convert/host.ts';
import { fromLuaString, toLuaString } from '../services/lua/convert/text.ts';
import {
  attempt,
  currentProcess,
  defineClass,
  defineModule,
  fields,
  type UserdataClass,
  wait,
} from '../services/lua/module.ts';
import type { Channel } from '../services/lua/process/channel.ts';
import { channelValue } from '../services/lua/process/channel-value.ts';

class Subscription {
  readonly channel: Channel;
  readonly topic: string;
  closed = false;

  constructor(channel: Channel, topic: string) {
    this.channel = channel;
    this.topic = topic;
  }
}

const subscriptionClass: UserdataClass<Subscription> = defineClass<Subscription>(
  'events.Subscription',
  Subscription,
  () => ({
    channel: (...args) => channelValue(subscriptionClass.check(args, 1, 'channel').channel),
    close: (...args) => {
      const subscription = subscriptionClass.check(args, 1, 'close');
      if (subscription.closed) return true;
      subscription.closed = true;
      currentProcess().topics.unlisten(subscription.channel);
      const command: UnsubscribeCommand = { id: EventCommand.Unsubscribe, topic: subscription.topic };
      return attempt(command, () => true);
    },
  }),
);

function subscribe(system: string, kind: string): LuaResult {
  if (system === '') return invalid('system is required');
  const process = currentProcess();
  const command: SubscribeCommand = { id: EventCommand.Subscribe, system, kind: kind === '' ? '**' : kind };
  return attempt(command, (data) => {
    const topic = data as string;
    const channel = process.topics.listen(topic, (message) => {
      const event = message.payloads[0]?.data as BusEvent;
      return fields({
        system: toLuaString(event.system),
        kind: toLuaString(event.kind),
        path: toLuaString(event.path),
        data: copyValue(toLua(event.data)),
      });
    });
    const leave = (): void => {
      process.runtime.dispatcher.perform(
        { id: EventCommand.Unsubscribe, topic } as UnsubscribeCommand,
        process.context,
      );
    };
    process.onClose(leave);
    return [subscriptionClass.create(new Subscription(channel, topic)), undefined];
  });
}

export const eventsModule = defineModule({
  name: 'events',
  description: 'The event bus: subscribe and send.',
  classes: ['io', 'nondeterministic'],
  types: `
    type Event = {system: string, kind: string, path: string, data: any}
    interface Subscription
      channel: (self: Subscription) -> any;
      close: (self: Subscription) -> boolean;
    end
    type events = {
      subscribe: (system: string, kind?: string) -> (Subscription?, error?),
      send: (system: string, kind: string, path: string, data?: any) -> (boolean?, error?),
    }`,
  members: () => ({
    subscribe: (...args) => {
      const kind = args[1] === undefined ? '' : checkString(args, 2, 'subscribe');
      return subscribe(fromLuaString(checkString(args, 1, 'subscribe')), fromLuaString(kind));
    },
    send: (...args) => {
      const [system, kind, path] = [1, 2, 3].map((at) => fromLuaString(checkString(args, at, 'send'))) as [
        string,
        string,
        string,
      ];
      if (system === '') return invalid('system is required');
      if (kind === '') return invalid('kind is required');
      if (path === '') return invalid('path is required');
      let data: unknown;
      try {
        data = fromLua(args[3]);
      } catch (error) {
        if (error instanceof WippyError) return failure(error);
        throw error;
      }
      const command: SendEventCommand = { id: EventCommand.Send, event: { system, kind, path, data } };
      return wait(command, () => [true, undefined]);
    },
  }),
});
