/** Every Lua module that applications can use, and the globals that need no declaration. */

import type { LuaValue } from '../lua/runtime/values.ts';
import { createCoroutine } from '../lua/stdlib/coroutine.ts';
import { standardGlobals } from '../lua/stdlib/index.ts';
import { base64Module } from '../modules/base64.ts';
import { channelModule, spawnCoroutine } from '../modules/channel.ts';
import { cryptoModule } from '../modules/crypto/index.ts';
import { ctxModule } from '../modules/ctx.ts';
import { envModule } from '../modules/env.ts';
import { eventsModule } from '../modules/events.ts';
import { fsModule } from '../modules/fs/index.ts';
import { streamModule } from '../modules/fs/stream.ts';
import { funcsModule } from '../modules/funcs.ts';
import { hashModule } from '../modules/hash.ts';
import { httpModule } from '../modules/http/index.ts';
import { httpClientModule } from '../modules/http-client/index.ts';
import { ioModule } from '../modules/io.ts';
import { jsonModule } from '../modules/json/index.ts';
import { loggerModule, print } from '../modules/logger.ts';
import { metricsModule } from '../modules/metrics.ts';
import { osModule } from '../modules/os.ts';
import { payloadModule } from '../modules/payload.ts';
import { processModule } from '../modules/process/index.ts';
import { subscribe, unsubscribe } from '../modules/process/topics.ts';
import { queueModule } from '../modules/queue.ts';
import { registryModule } from '../modules/registry/index.ts';
import { require } from '../modules/require.ts';
import { securityModule } from '../modules/security/index.ts';
import { sqlModule } from '../modules/sql/index.ts';
import { storeModule } from '../modules/store/index.ts';
import { systemModule } from '../modules/system/index.ts';
import { textModule } from '../modules/text/index.ts';
import { timeModule } from '../modules/time/index.ts';
import { uuidModule } from '../modules/uuid/index.ts';
import { websocketModule } from '../modules/websocket/index.ts';
import { yamlModule } from '../modules/yaml.ts';
import type { LuaModule } from '../services/lua/module.ts';

export function applicationModules(): LuaModule[] {
  return [
    base64Module,
    channelModule,
    ctxModule,
    eventsModule,
    funcsModule,
    httpClientModule,
    httpModule,
    ioModule,
    jsonModule,
    loggerModule,
    processModule,
    metricsModule,
    osModule,
    queueModule,
    sqlModule,
    securityModule,
    storeModule,
    systemModule,
    streamModule,
    textModule,
    timeModule,
    cryptoModule,
    envModule,
    fsModule,
    hashModule,
    payloadModule,
    registryModule,
    uuidModule,
    websocketModule,
    yamlModule,
  ];
}

/** What every program of an application finds in its environment, besides the modules that are global. */
export function applicationGlobals(): Record<string, LuaValue> {
  return {
    ...standardGlobals(),
    coroutine: createCoroutine({ spawn: spawnCoroutine }),
    print,
    require,
    subscribe,
    unsubscribe,
  };
}
