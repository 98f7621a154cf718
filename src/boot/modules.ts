/** Every Lua module that applications can use, and the globals that need no declaration. */

import type { LuaValue } from '../lua/runtime/values.ts';
import { createCoroutine } from '../lua/stdlib/coroutine.ts';
import { standardGlobals } from '../lua/stdlib/index.ts';
import { base64Module } from '../modules/base64.ts';
import { channelModule, spawnCoroutine } from '../modules/channel.ts';
import { ctxModule } from '../modules/ctx.ts';
import { eventsModule } from '../modules/events.ts';
import { funcsModule } from '../modules/funcs.ts';
import { httpModule } from '../modules/http/index.ts';
import { ioModule } from '../modules/io.ts';
import { jsonModule } from '../modules/json/index.ts';
import { loggerModule, print } from '../modules/logger.ts';
import { processModule } from '../modules/process/index.ts';
import { require } from '../modules/require.ts';
import { timeModule } from '../modules/time/index.ts';
import type { LuaModule } from '../services/lua/module.ts';

export function applicationModules(): LuaModule[] {
  return [
    base64Module,
    channelModule,
    ctxModule,
    eventsModule,
    funcsModule,
    httpModule,
    ioModule,
    jsonModule,
    loggerModule,
    processModule,
    timeModule,
  ];
}

/** What every program of an application finds in its environment, besides the modules that are global. */
export function applicationGlobals(): Record<string, LuaValue> {
  return {
    ...standardGlobals(),
    coroutine: createCoroutine({ spawn: spawnCoroutine }),
    print,
    require,
  };
}
