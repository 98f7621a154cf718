/** Messages and lifecycle events as Lua values. */

import { Message } from '../../core/relay/message.ts';
import type { LifecycleEvent } from '../../core/scheduler/lifecycle-events.ts';
import { shape } from '../../lua/runtime/shapes.ts';
import { tableOf } from '../../lua/runtime/table.ts';
import type { LuaValue } from '../../lua/runtime/values.ts';
import { copyValue } from '../../services/lua/convert/copy.ts';
import { errorToLua } from '../../services/lua/convert/errors.ts';
import { payloadToLua } from '../../services/lua/convert/payloads.ts';
import { toLuaString } from '../../services/lua/convert/text.ts';
import { currentProcess, defineClass, fields, type UserdataClass } from '../../services/lua/module.ts';
import { payloadValue } from '../../services/lua/payload-value.ts';

const messageClass: UserdataClass<Message> = defineClass<Message>(
  'process.Message',
  Message,
  () => ({
    topic: (...args) => toLuaString(messageClass.check(args, 1, 'topic').topic),
    from: (...args) => messageClass.check(args, 1, 'from').from?.text,
    payload: (...args) => {
      const { payloads } = messageClass.check(args, 1, 'payload');
      if (payloads.length === 1) return payloadValue(payloads[0] as (typeof payloads)[0]);
      return payloads.length === 0 ? undefined : tableOf(payloads.map(payloadValue));
    },
  }),
  () => ({
    __tostring: (...args) => `process.Message{topic=${toLuaString(messageClass.check(args, 1, 'tostring').topic)}}`,
  }),
);

/** What the inbox gives: the message itself. */
export function messageView(message: Message): LuaValue {
  return messageClass.create(message);
}

/** What a topic gives: the value, or a list of several. */
export function valueView(message: Message): LuaValue {
  const { payloads } = message;
  const { transcoder } = currentProcess().runtime;
  if (payloads.length === 1) return payloadToLua(payloads[0] as (typeof payloads)[0], transcoder);
  return payloads.length === 0 ? undefined : tableOf(payloads.map((payload) => payloadToLua(payload, transcoder)));
}

/** What `process.events()` gives. */
export function eventView(message: Message): LuaValue {
  const event = message.payloads[0]?.data as LifecycleEvent;
  const common = { kind: event.kind, at: event.at, from: event.from?.text };
  if (event.kind === 'pid.outdated') {
    event.received = true;
    return fields({ ...common, sources: tableOf([...event.sources].sort().map(toLuaString)) });
  }
  if (event.kind === 'pid.cancel') return fields({ ...common, reason: toLuaString(event.reason) });
  const { value, error } = event.result;
  const { transcoder } = currentProcess().runtime;
  // Several processes may get the same result, so each copies it.
  const first = value?.[0] === undefined ? undefined : copyValue(payloadToLua(value[0], transcoder));
  const Result = shape(['value', 'error']);
  return fields({ ...common, result: new Result(first, error === null ? undefined : errorToLua(error)) });
}
