/** Receiving: inbox, events, topics, and the globals `subscribe` and `unsubscribe`. */

import { EVENTS_TOPIC, isReservedTopic } from '../../core/relay/topics.ts';
import { WippyError } from '../../infrastructure/errors.ts';
import { checkString } from '../../lua/runtime/arguments.ts';
import { rawGet } from '../../lua/runtime/table.ts';
import { type LuaFunction, LuaTable } from '../../lua/runtime/values.ts';
import { failure, invalid } from '../../services/lua/convert/errors.ts';
import { fromLuaString } from '../../services/lua/convert/text.ts';
import { currentProcess } from '../../services/lua/module.ts';
import { checkChannel } from '../../services/lua/process/channel.ts';
import { eventView, messageView, valueView } from './message.ts';

/** What is wrong with a topic that a program wants to listen to, or null. */
function topicProblem(topic: string): string | null {
  if (topic === '') return 'topic cannot be empty';
  return isReservedTopic(topic) ? 'cannot listen to @ topics' : null;
}

const listen: LuaFunction = (...args) => {
  const topic = fromLuaString(checkString(args, 1, 'listen'));
  const problem = topicProblem(topic);
  if (problem !== null) return invalid(problem);
  const options = args[1];
  const wholeMessages = options instanceof LuaTable && rawGet(options, 'message') === true;
  return currentProcess().topics.listen(topic, wholeMessages ? messageView : valueView);
};

const unlisten: LuaFunction = (...args) => currentProcess().topics.unlisten(checkChannel(args, 1, 'unlisten'));

/** Members of the module `process`. */
export function topicFunctions(): Record<string, LuaFunction> {
  return {
    inbox: () => currentProcess().topics.openInbox(messageView),
    events: () => currentProcess().topics.listen(EVENTS_TOPIC, eventView),
    listen,
    unlisten,
  };
}

/** The global `subscribe(topic, channel)`: messages of the topic go to a channel of the program. Returns the channel. */
export const subscribe: LuaFunction = (...args) => {
  const topic = fromLuaString(checkString(args, 1, 'subscribe'));
  const channel = checkChannel(args, 2, 'subscribe');
  const problem = topicProblem(topic);
  if (problem !== null) return invalid(problem);
  try {
    currentProcess().topics.attach(topic, channel, valueView);
  } catch (error) {
    if (error instanceof WippyError) return failure(error);
    throw error;
  }
  return channel;
};

/** The global `unsubscribe(channel)`: ends the subscription and closes the channel; false where there is none. */
export const unsubscribe: LuaFunction = (...args) =>
  currentProcess().topics.unlisten(checkChannel(args, 1, 'unsubscribe'));
