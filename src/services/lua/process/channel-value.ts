/** Channels as Lua values, and `channel.select`. Reference: lua/core/channel of the Wippy documentation. */

import { checkInteger } from '../../../lua/runtime/arguments.ts';
import { LuaError } from '../../../lua/runtime/errors.ts';
import { rawGet } from '../../../lua/runtime/table.ts';
import { type LuaResult, LuaTable, type LuaValue, type Userdata } from '../../../lua/runtime/values.ts';
import { shape } from '../../../lua/runtime/shapes.ts';
import { currentProcess, defineClass, type UserdataClass } from '../module.ts';
import { Channel, type Selection } from './channel.ts';
import { park } from './task.ts';

/** One possibility of a select. */
class SelectCase {
  readonly channel: Channel;
  readonly sends: boolean;
  readonly value: LuaValue;
  constructor(channel: Channel, sends: boolean, value: LuaValue) {
    this.channel = channel;
    this.sends = sends;
    this.value = value;
  }
}

const caseClass: UserdataClass<SelectCase> = defineClass<SelectCase>('channel.case', SelectCase, () => ({}));

const channelClass: UserdataClass<Channel> = defineClass<Channel>(
  'channel',
  Channel,
  () => ({
    send: (...args) => channelClass.check(args, 1, 'send').send(args[1]),
    receive: (...args) => channelClass.check(args, 1, 'receive').receive(),
    close: (...args) => {
      channelClass.check(args, 1, 'close').close();
      return [];
    },
    case_send: (...args) => caseClass.create(new SelectCase(channelClass.check(args, 1, 'case_send'), true, args[1])),
    case_receive: (...args) =>
      caseClass.create(new SelectCase(channelClass.check(args, 1, 'case_receive'), false, undefined)),
  }),
  () => ({
    __tostring: (...args) => {
      const channel = channelClass.check(args, 1, 'tostring');
      return `channel{size=${channel.size}, closed=${channel.closed}}`;
    },
  }),
);

const values = new WeakMap<Channel, Userdata<Channel>>();

/** The Lua value of a channel: always the same one, so that `result.channel == timeout` works. */
export function channelValue(channel: Channel): Userdata<Channel> {
  let value = values.get(channel);
  if (value === undefined) {
    value = channelClass.create(channel);
    values.set(channel, value);
  }
  return value;
}

/** The channel of a Lua value, or undefined. */
export function channelOf(value: LuaValue): Channel | undefined {
  return channelClass.of(value);
}

/** The channel in an argument. */
export function checkChannel(args: LuaValue[], position: number, functionName: string): Channel {
  return channelClass.check(args, position, functionName);
}

/** `channel.new(size)`. */
export function newChannel(...args: LuaValue[]): LuaResult {
  const size = args[0] === undefined ? 0 : checkInteger(args, 1, 'new');
  if (size < 0) throw LuaError.located('channel size must not be negative');
  return channelValue(new Channel(currentProcess(), size));
}

let Selected: (new (...fields: LuaValue[]) => LuaTable) | undefined;

function selected(channel: Channel, value: LuaValue, ok: boolean): LuaTable {
  Selected ??= shape(['channel', 'value', 'ok']);
  return new Selected(channelValue(channel), value, ok);
}

/** `channel.select{cases..., default = true}`: the first case that is ready, or waits for one. */
export function select(...args: LuaValue[]): LuaResult {
  const table = args[0];
  if (!(table instanceof LuaTable)) throw LuaError.located("bad argument #1 to 'select' (table expected)");
  const cases: SelectCase[] = [];
  for (const [index, item] of table.$a.entries()) {
    const found = caseClass.of(item);
    if (found === undefined) throw LuaError.located(`invalid case in select at position ${index + 1}`);
    cases.push(found);
  }
  for (const item of cases) {
    const { channel } = item;
    if (item.sends) {
      if (channel.trySend(item.value)) return selected(channel, item.value, true);
      continue;
    }
    const received = channel.tryReceive();
    if (received !== null) return selected(channel, received[0], received[1]);
  }
  const otherwise = rawGet(table, 'default');
  if (otherwise !== undefined && otherwise !== false) {
    const result = new LuaTable() as LuaTable & { default: LuaValue; ok: LuaValue };
    result.default = true;
    result.ok = true;
    return result;
  }
  const selection: Selection = { done: false };
  for (const { channel, sends, value } of cases) {
    if (sends) channel.addSender(value, selection, selected(channel, value, true));
    else channel.addReceiver(selection, (received, ok) => selected(channel, received, ok));
  }
  return park();
}
