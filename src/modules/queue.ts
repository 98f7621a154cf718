/** Module `queue`: messages to queues, and the message that a consumer's function works on. */

import { WippyError } from '../infrastructure/errors.ts';
import { checkAny, checkString } from '../lua/runtime/arguments.ts';
import { rawSet, Traversal } from '../lua/runtime/table.ts';
import { typeName } from '../lua/runtime/type-names.ts';
import {
  float,
  integer,
  isFloat,
  isInteger,
  type LuaFunction,
  type LuaResult,
  LuaTable,
  type LuaValue,
  toBigInt,
  toDouble,
} from '../lua/runtime/values.ts';
import { failure, invalid } from '../services/lua/convert/errors.ts';
import { luaPayload } from '../services/lua/convert/payloads.ts';
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
import { type InfoCommand, type PublishCommand, QueueCommand, type SettleCommand } from '../services/queue/commands.ts';
import type { QueueStatistics } from '../services/queue/driver.ts';
import { Delivery, deliveryOf, type HeaderValue } from '../services/queue/message.ts';

function isEmpty(table: LuaTable): boolean {
  return !new Traversal(table).advance();
}

/** Integers are kept apart from floats as bigints. @throws WippyError Invalid */
function headersOf(value: LuaValue): Map<string, HeaderValue> {
  const headers = new Map<string, HeaderValue>();
  if (!(value instanceof LuaTable)) return headers;
  const traversal = new Traversal(value);
  while (traversal.advance()) {
    const { key, value: header } = traversal;
    if (typeof key !== 'string') continue;
    if (typeof header === 'string' || typeof header === 'boolean') headers.set(key, header);
    else if (isInteger(header)) headers.set(key, toBigInt(header));
    else if (isFloat(header)) headers.set(key, toDouble(header));
    else {
      throw new WippyError(`header ${fromLuaString(key)}: a ${typeName(header)} cannot be a header`, {
        kind: 'Invalid',
        retryable: false,
      });
    }
  }
  return headers;
}

function headerToLua(value: HeaderValue | undefined): LuaValue {
  if (typeof value === 'bigint') return integer(value);
  return typeof value === 'number' && !Number.isSafeInteger(value) ? float(value) : value;
}

function publish(args: LuaValue[]): LuaResult {
  if (args.length < 1) return invalid('queue ID required');
  const queue = fromLuaString(checkString(args, 1, 'publish'));
  if (queue === '') return invalid('queue ID required');
  if (args.length < 2) return invalid('message data required');
  const data = checkAny(args, 2, 'publish');
  if (data instanceof LuaTable && isEmpty(data)) return invalid('message data cannot be empty');
  const body = luaPayload(data);
  if (data !== undefined && body.data === undefined) return invalid(`a ${typeName(data)} cannot be published`);
  const command: PublishCommand = { id: QueueCommand.Publish, queue, body, headers: headersOf(args[2]) };
  return wait(command, () => [true, undefined]);
}

/** A method of a message that its handler still works on. */
function live(name: string, work: (delivery: Delivery, args: LuaValue[]) => LuaResult): LuaFunction {
  return (...args) => {
    const delivery = messageClass.check(args, 1, name);
    return delivery.released ? invalid('queue.Message released') : work(delivery, args);
  };
}

function settling(name: string, acknowledge: boolean): LuaFunction {
  return live(name, (delivery) => {
    const command: SettleCommand = { id: QueueCommand.Settle, delivery, acknowledge };
    return attempt(command, (first) => (first === true ? [true, undefined] : invalid('queue.Message already settled')));
  });
}

const messageClass: UserdataClass<Delivery> = defineClass(
  'queue.Message',
  Delivery,
  () => ({
    id: live('id', ({ message }) => [message.id, undefined]),
    header: live('header', ({ message }, args) => [
      headerToLua(message.headers.get(checkString(args, 2, 'header'))),
      undefined,
    ]),
    headers: live('headers', ({ message }) => {
      const table = new LuaTable();
      for (const [name, value] of message.headers) rawSet(table, name, headerToLua(value));
      return [table, undefined];
    }),
    ack: settling('ack', true),
    nack: settling('nack', false),
  }),
  () => ({
    __tostring: (...args) => {
      const { message, released } = messageClass.check(args, 1, 'tostring');
      return released ? 'queue.Message{released}' : `queue.Message{id=${toLuaString(message.id)}}`;
    },
  }),
);

export const queueModule = defineModule({
  name: 'queue',
  description: 'Messages to queues, and the message that a consumer works on.',
  classes: ['io', 'nondeterministic'],
  types: `
    type Message = {
      id: (self: Message) -> (string?, error?),
      header: (self: Message, key: string) -> (any, error?),
      headers: (self: Message) -> ({[string]: any}?, error?),
      ack: (self: Message) -> (boolean?, error?),
      nack: (self: Message) -> (boolean?, error?),
    }
    type QueueInfo = {message_count: integer, ready: integer, in_flight: integer, consumer_count: integer}
    type queue = {
      publish: (queue_id: string, data: any, headers?: {[string]: any}) -> (boolean?, error?),
      message: () -> (Message?, error?),
      info: (queue_id: string) -> (QueueInfo?, error?),
    }`,
  members: () => ({
    publish: (...args) => {
      try {
        return publish(args);
      } catch (error) {
        if (error instanceof WippyError) return failure(error);
        throw error;
      }
    },
    message: () => {
      const delivery = deliveryOf(currentProcess().context);
      return delivery === undefined
        ? invalid('no delivery found in context')
        : [messageClass.create(delivery), undefined];
    },
    info: (...args) => {
      if (args.length < 1) return invalid('queue ID required');
      const queue = fromLuaString(checkString(args, 1, 'info'));
      if (queue === '') return invalid('queue ID required');
      const command: InfoCommand = { id: QueueCommand.Info, queue };
      return attempt(command, (statistics) => {
        const { messageCount, ready, inFlight, consumerCount } = statistics as QueueStatistics;
        return [
          fields({ message_count: messageCount, ready, in_flight: inFlight, consumer_count: consumerCount }),
          undefined,
        ];
      });
    },
  }),
});
