/** The global `channel`, and `coroutine.spawn`. */

import { checkFunction } from '../lua/runtime/arguments.ts';
import type { LuaFunction } from '../lua/runtime/values.ts';
import { currentProcess, defineModule } from '../services/lua/module.ts';
import { newChannel, select } from '../services/lua/process/channel-value.ts';

export const channelModule = defineModule({
  name: 'channel',
  description: 'Channels between the coroutines of a process.',
  classes: ['process'],
  global: true,
  types: `
    interface Channel
      send: (self: Channel, value: any) -> boolean;
      receive: (self: Channel) -> (any, boolean);
      close: (self: Channel) -> ();
      case_send: (self: Channel, value: any) -> any;
      case_receive: (self: Channel) -> any;
    end
    type channel = {
      new: (size?: integer) -> Channel,
      select: (cases: any) -> {channel: Channel?, value: any, ok: boolean, default: boolean?},
    }`,
  members: () => ({ new: newChannel, select }),
});

/** `coroutine.spawn(f, ...)`: runs f as a green thread of the process. */
export const spawnCoroutine: LuaFunction = (...args) => {
  const body = checkFunction(args, 1, 'spawn');
  currentProcess().spawnTask(body, args.slice(1));
  return [];
};
