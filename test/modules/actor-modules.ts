/** Harnesses with the modules of the actor runtime, and Lua bodies run in them. */

import type { Actor, Policy, Scope } from '../../src/core/context/identity.ts';
import { Router } from '../../src/core/relay/router.ts';
import { createCoroutine } from '../../src/lua/stdlib/coroutine.ts';
import { channelModule, spawnCoroutine } from '../../src/modules/channel.ts';
import { ctxModule } from '../../src/modules/ctx.ts';
import { eventsModule } from '../../src/modules/events.ts';
import { funcsModule } from '../../src/modules/funcs.ts';
import { loggerModule, print } from '../../src/modules/logger.ts';
import { payloadModule } from '../../src/modules/payload.ts';
import { processModule } from '../../src/modules/process/index.ts';
import { subscribe, unsubscribe } from '../../src/modules/process/topics.ts';
import { require } from '../../src/modules/require.ts';
import { registerClockCommands } from '../../src/services/clock/commands.ts';
import { registerEventCommands } from '../../src/services/events/commands.ts';
import { accessKey, eventBusKey, nodeKey } from '../../src/system/context-keys.ts';
import { LuaHarness, type RunOptions } from '../support/lua-harness.ts';

export function actorHarness(): LuaHarness {
  return new LuaHarness({
    modules: [channelModule, ctxModule, eventsModule, funcsModule, loggerModule as never, payloadModule, processModule],
    globals: { coroutine: createCoroutine({ spawn: spawnCoroutine }), print, require, subscribe, unsubscribe },
    register(dispatcher, context) {
      registerClockCommands(dispatcher);
      registerEventCommands(dispatcher, {
        bus: context.require(eventBusKey),
        router: new Router(context.require(nodeKey)),
        access: context.require(accessKey),
      });
    },
  });
}

/** Runs the body of a main function; throws its error. */
export async function evaluate(harness: LuaHarness, body: string, options: RunOptions = {}): Promise<unknown> {
  const { value, error } = await harness.run(`return function(...)\n${body}\nend`, options);
  if (error !== null) throw error;
  return value;
}

/** As `evaluate`, in a harness of its own. */
export async function lua(body: string, options: RunOptions = {}): Promise<unknown> {
  const harness = actorHarness();
  try {
    return await evaluate(harness, body, options);
  } finally {
    await harness.close();
  }
}

/** An identity that may do what the list says, by `action` or `action resource`. */
export function allowing(...allowed: string[]): { actor: Actor; scope: Scope } {
  const scope: Scope = {
    with: () => scope,
    without: () => scope,
    contains: () => false,
    policies: (): readonly Policy[] => [],
    evaluate: (_actor, action, resource) =>
      allowed.includes(action) || allowed.includes(`${action} ${resource}`) ? 'allow' : 'deny',
  };
  return { actor: { id: 'somebody', meta: {} }, scope };
}
