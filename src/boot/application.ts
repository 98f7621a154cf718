/** A Wippy application: boots the runtime over a project's entries and runs it to its end. */

import type { Entry } from '../core/registry/index.ts';
import { ControlHost } from '../core/relay/control-host.ts';
import { Node } from '../core/relay/node.ts';
import { Router } from '../core/relay/router.ts';
import type { Config } from '../infrastructure/config.ts';
import type { LogManagerOptions } from '../infrastructure/logger/index.ts';
import { settings } from '../project/config/settings.ts';
import {
  dispatcherKey,
  kindsKey,
  loggerKey,
  nodeKey,
  registryKey,
  routerKey,
  shutdownKey,
  topologyKey,
} from '../system/context-keys.ts';
import { topologyRequest } from '../system/topology/control-messages.ts';
import { runtimeComponents } from './components/index.ts';
import { boot, type RunningSystem } from './phases.ts';
import { createShutdownTrigger, runUntilShutdown, type ShutdownTrigger } from './shutdown.ts';

export interface ApplicationOptions {
  readonly entries: readonly Entry[];
  readonly config: Config;
  readonly logging?: Omit<LogManagerOptions, 'bus'>;
}

/** An application that has started. */
export interface Application extends RunningSystem {
  readonly trigger: ShutdownTrigger;
  /** Waits for a signal or the trigger, shuts down, and gives the exit code. */
  run(): Promise<number>;
}

/**
 * Boots the runtime, loads the entries as the first registry version and starts what is to start by itself.
 * Throws a WippyError where an entry is refused; nothing runs then.
 */
export async function startApplication(options: ApplicationOptions): Promise<Application> {
  const trigger = createShutdownTrigger();
  const system = await boot({
    components: runtimeComponents(),
    config: options.config,
    ...(options.logging === undefined ? {} : { logging: options.logging }),
    prepare(context) {
      const { config } = options;
      const node = new Node(nodeName(config, process.env));
      const logger = context.require(loggerKey).named('relay');
      node.registerHost(
        new ControlHost({
          handler: async (message) => {
            const request = topologyRequest(message);
            if (request !== null) context.require(topologyKey).handleRequest(request);
          },
          onError: (error) => logger.error('a control message failed', { error }),
          workers: config.get(settings.controlWorkers),
          queueSize: config.get(settings.controlQueueSize),
        }),
      );
      context
        .set(nodeKey, node)
        .set(routerKey, new Router(node))
        .set(shutdownKey, (code) => trigger.trigger(code));
    },
    freezeDispatcher(context) {
      context.require(kindsKey).activate(context);
      context.require(dispatcherKey).freeze();
    },
    async loadEntries(context) {
      await context.require(registryKey).loadState(options.entries, { cause: { source: 'boot' } });
    },
  });
  const logger = system.context.require(loggerKey);
  return {
    ...system,
    trigger,
    run: () => runUntilShutdown({ trigger, shutdown: system.shutdown, logger }),
  };
}

/** The name of the node: configured, or from the environment, so that copies of one configuration can differ. */
function nodeName(config: Config, environment: Readonly<Record<string, string | undefined>>): string {
  return config.get(settings.nodeName) || environment['WIPPY_NODE_ID'] || environment['WIPPY_RELAY_NODE_NAME'] || '';
}
