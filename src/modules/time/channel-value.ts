/** Channels as Lua values. */

import type { Userdata } from '../../lua/runtime/values.ts';
import { defineClass, type UserdataClass } from '../../services/lua/module.ts';
import { Channel } from '../../services/lua/process/channel.ts';

const channelClass: UserdataClass<Channel> = defineClass<Channel>('channel', Channel, () => ({
  send: (...args) => channelClass.check(args, 1, 'send').send(args[1]),
  receive: (...args) => channelClass.check(args, 1, 'receive').receive(),
  close: (...args) => {
    channelClass.check(args, 1, 'close').close();
    return undefined;
  },
}));

export function channelValue(channel: Channel): Userdata<Channel> {
  return channelClass.create(channel);
}
