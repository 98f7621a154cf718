/** A Wippy application: boots the runtime over a project's entries and runs it to its end. */

import type { Entry } from '../core/registry/index.ts';
import { ControlHost } from '../core/relay/control-host.ts';
import { Node } from '../core/relay/node.ts';
import { Router } from '../core/relay/router.ts';
import type { ServiceState } from '../core/supervisor/index.ts';
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
  supervisorKey,
  topologyKey,
} from '../system/context-keys.ts';
import { topologyRequest } from '../system/topology/control-messages.ts';
import { runtimeComponents } from './components/index.ts';
import { boot, type RunningSystem } from './phases.ts';
import {
  createShutdownTrigger,
  runUntilShutdown,
  type ShutdownTrigger,
  type SignalSource,
  watchSignals,
} from './shutdown.ts';

export interface ApplicationOptions {
  readonly entries: readonly Entry[];
  readonly config: Config;
  readonly logging?: Omit<LogManagerOptions, 'bus'>;
  /** Signals that end the application, also while it starts; without them they are watched from `run` on. */
  readonly signals?: SignalSource;
}

/** An application that has started. */
export interface Application extends RunningSystem {
  readonly trigger: ShutdownTrigger;
  /**
   * Waits for a signal or the trigger, shuts down, and gives the exit code.
   * @param announce told a line for the user when the shutdown takes long.
   */
  run(announce?: (text: string) => void): Promise<number>;
}

/**
 * Boots the runtime, loads the entries as the first registry version and starts what is to start by itself.
 * Throws a WippyError where an entry is refused; nothing runs then.
 */
export async function startApplication(options: ApplicationOptions): Promise<Application> {
  const trigger = createShutdownTrigger();
  let unwatch: (() => void) | undefined;
  const system = await boot({
    components: runtimeComponents(),
    config: options.config,
    ...(options.logging === undefined ? {} : { logging: options.logging }),
    prepare(context) {
      const { config } = options;
      const node = new Node(nodeName(config, process.env));
      const root = context.require(loggerKey);
      if (options.signals !== undefined) unwatch = watchSignals({ trigger, signals: options.signals, logger: root });
      const logger = root.named('relay');
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
  }).catch((error: unknown) => {
    unwatch?.();
    throw error;
  });
  const logger = system.context.require(loggerKey);
  logger.info('runtime ready', { entries: options.entries.length });
  return {
    ...system,
    trigger,
    run: (announce) => {
      const waitingFor = (): string[] => stoppingServices(system.context.require(supervisorKey).states());
      return runUntilShutdown({
        trigger,
        shutdown: system.shutdown,
        logger,
        waitingFor,
        ...(announce && { announce }),
        ...(unwatch && { unwatch }),
      });
    },
  };
}

function stoppingServices(states: readonly ServiceState[]): string[] {
  return states.filter(({ status }) => status === 'stopping').map(({ id }) => id);
}

/** The name of the node: configured, or from the environment, so that copies of one configuration can differ. */
function nodeName(config: Config, environment: Readonly<Record<string, string | undefined>>): string {
  return config.get(settings.nodeName) || environment['WIPPY_NODE_ID'] || environment['WIPPY_RELAY_NODE_NAME'] || '';
}
