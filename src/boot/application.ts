/** A Wippy application: boots the runtime over a project's entries and runs it to its end. */

import { createMemoryHistory, createNoHistory, type Entry } from '../core/registry/index.ts';
import { ControlHost } from '../core/relay/control-host.ts';
import { Node } from '../core/relay/node.ts';
import { Router } from '../core/relay/router.ts';
import type { ServiceState } from '../core/supervisor/index.ts';
import type { Config } from '../infrastructure/config.ts';
import type { Logger, LogManagerOptions } from '../infrastructure/logger/index.ts';
import type { Environment, ProgramEnvironment } from '../infrastructure/program-environment.ts';
import { settings } from '../project/config/settings.ts';
import { programEnvironmentKey } from '../services/env/env-service.ts';
import { type EmbeddedTrees, embeddedTreesKey } from '../services/fs/embedded.ts';
import { type DirectoryRoots, directoryRootsKey } from '../services/fs/kinds.ts';
import {
  dispatcherKey,
  historyKey,
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
import type { ApplicationHistory, VersionOrigin } from './history/application-history.ts';
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
  /** The files of the packs that the entries come from. */
  readonly embedded?: EmbeddedTrees;
  /** Where relative directories of entries begin; default the working directory of the process. */
  readonly directories?: DirectoryRoots;
  readonly logging?: Omit<LogManagerOptions, 'bus'>;
  /** What the application sees as the environment of the program; default that of the process. */
  readonly environment?: ProgramEnvironment;
  /** Where versions are kept; default memory, without versions for what changes in the files. */
  readonly history?: (logger: Logger) => ApplicationHistory;
  /** What is kept with the version that the start makes. */
  readonly origin?: VersionOrigin;
  /** Ends a detachment from the files that a rollback has made. */
  readonly follow?: boolean;
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
  let kept = defaultHistory(options.config);
  const system = await boot({
    components: runtimeComponents(),
    config: options.config,
    ...(options.logging === undefined ? {} : { logging: options.logging }),
    prepare(context) {
      const { config } = options;
      const { environment } = options;
      const node = new Node(nodeName(config, environment?.values ?? process.env));
      const root = context.require(loggerKey);
      if (options.signals !== undefined) unwatch = watchSignals({ trigger, signals: options.signals, logger: root });
      const logger = root.named('relay');
      if (options.history !== undefined) kept = options.history(root.named('registry'));
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
        .set(historyKey, kept.history)
        .set(embeddedTreesKey, options.embedded ?? { tree: () => undefined })
        .set(routerKey, new Router(node))
        .set(shutdownKey, (code) => trigger.trigger(code));
      if (environment !== undefined) context.set(programEnvironmentKey, environment);
      if (options.directories !== undefined) context.set(directoryRootsKey, options.directories);
    },
    freezeDispatcher(context) {
      context.require(kindsKey).activate(context);
      context.require(dispatcherKey).freeze();
    },
    async loadEntries(context) {
      const registry = context.require(registryKey);
      await registry.loadState(options.entries, {
        cause: { kind: 'boot' },
        record: kept.records,
        keepChanges: kept.keepsChanges,
        ...options.origin,
        ...(options.follow === undefined ? {} : { follow: options.follow }),
      });
      if (registry.detached !== null) {
        context.require(loggerKey).warn(detachedText(registry.detached.version), { version: registry.version.id });
      }
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

/** What is said while the registry holds an older version than the files. */
export function detachedText(version: number): string {
  return `the entries are those of version ${version}, not those of the files; --follow or an edit takes the files again`;
}

function defaultHistory(config: Config): ApplicationHistory {
  const none = config.get(settings.historyType) === 'nil' || !config.get(settings.enableHistory);
  return { history: none ? createNoHistory() : createMemoryHistory(), records: false, keepsChanges: false };
}

/** The services that a shutdown waits for. */
export function stoppingServices(states: readonly ServiceState[]): string[] {
  return states.filter(({ status }) => status === 'stopping').map(({ id }) => id);
}

/** Variables of the environment that name the node where the configuration does not. */
export const NODE_VARIABLES: readonly string[] = ['WIPPY_NODE_ID', 'WIPPY_RELAY_NODE_NAME'];

/** The name of the node: configured, or from the environment, so that copies of one configuration can differ. */
function nodeName(config: Config, environment: Environment): string {
  const [named = ''] = NODE_VARIABLES.flatMap((name) => environment[name] || []);
  return config.get(settings.nodeName) || named;
}
