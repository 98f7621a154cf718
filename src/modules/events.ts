/** Module `events`: the event bus. Reference: lua/core/events of the Wippy documentation. */

import type { Message } from '../core/relay/message.ts';
import { WippyError } from '../infrastructure/errors.ts';
import type { Event } from '../infrastructure/event-bus/index.ts';
import type { Payload } from '../infrastructure/transcoder/payload.ts';
import { checkString } from '../lua/runtime/arguments.ts';
import type { LuaFunction, LuaResult, LuaValue } from '../lua/runtime/values.ts';
import {
  EventCommand,
  type SendEventCommand,
  type SubscribeCommand,
  type UnsubscribeCommand,
} from '../services/events/commands.ts';
import { plainData } from '../services/events/plain-data.ts';
import { failure, invalid } from '../services/lua/convert/errors.ts';
import { fromLua, toLua } from '../services/lua/convert/host.ts';
import { fromLuaString, toLuaString } from '../services/lua/convert/text.ts';
import {
  attempt,
  currentProcess,
  defineClass,
  defineModule,
  fields,
  perform,
  type UserdataClass,
} from '../services/lua/module.ts';
import type { Channel } from '../services/lua/process/channel.ts';

class Subscription {
  readonly channel: Channel;
  private end: (() => void) | null;

  /** @param end stops the events. */
  constructor(channel: Channel, end: () => void) {
    this.channel = channel;
    this.end = end;
  }

  close(): void {
    this.end?.();
    this.end = null;
    currentProcess().topics.unlisten(this.channel);
  }
}

const subscriptionClass: UserdataClass<Subscription> = defineClass<Subscription>(
  'events.Subscription',
  Subscription,
  () => ({
    channel: (...args) => subscriptionClass.check(args, 1, 'channel').channel,
    close: (...args) => {
      subscriptionClass.check(args, 1, 'close').close();
      return true;
    },
  }),
  () => ({ __tostring: () => 'events.Subscription{}' }),
);

/** What a subscription gives for a message that carries an event. */
function eventView(message: Message): LuaValue {
  const { system, kind, path, data } = (message.payloads[0] as Payload<Event>).data;
  return fields({
    system: toLuaString(system),
    kind: toLuaString(kind),
    path: toLuaString(path),
    data: toLua(plainData(data)),
  });
}

const subscribe: LuaFunction = (...args) => {
  const system = fromLuaString(checkString(args, 1, 'subscribe'));
  const kind = args[1] === undefined ? '' : fromLuaString(checkString(args, 2, 'subscribe'));
  if (system === '') return invalid('system pattern is required');
  const process = currentProcess();
  const command: SubscribeCommand = { id: EventCommand.Subscribe, system, kind };
  return attempt(command, (topic) => {
    const leave = (): void => {
      const unsubscribe: UnsubscribeCommand = { id: EventCommand.Unsubscribe, topic: topic as string };
      process.runtime.dispatcher.perform(unsubscribe, process.context);
    };
    const forget = process.onClose(leave);
    const channel = process.topics.listen(topic as string, eventView);
    const end = (): void => {
      forget();
      leave();
    };
    return [subscriptionClass.create(new Subscription(channel, end)), undefined];
  });
};

const send: LuaFunction = (...args): LuaResult => {
  const text = (position: number): string => fromLuaString(checkString(args, position, 'send'));
  const [system, kind, path] = [text(1), text(2), text(3)];
  if (system === '') return invalid('system is required');
  if (kind === '') return invalid('kind is required');
  if (path === '') return invalid('path is required');
  try {
    const event: Event = { system, kind, path, ...(args[3] === undefined ? {} : { data: fromLua(args[3]) }) };
    const command: SendEventCommand = { id: EventCommand.Send, event };
    perform(command);
    return [true, undefined];
  } catch (error) {
    if (error instanceof WippyError) return failure(error);
    throw error;
  }
};

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
  members: () => ({ subscribe, send }),
});
