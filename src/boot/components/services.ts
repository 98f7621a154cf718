/** Services of the families: what they share, and the handlers of their commands. */

import { settings } from '../../project/config/settings.ts';
import { registerClockCommands } from '../../services/clock/commands.ts';
import { registerCryptoCommands } from '../../services/crypto/commands.ts';
import { registerEnvCommands } from '../../services/env/commands.ts';
import { EnvService, envKey } from '../../services/env/env-service.ts';
import { registerEventCommands } from '../../services/events/commands.ts';
import { registerStreamCommands } from '../../services/fs/byte-stream.ts';
import { registerFilesystemCommands } from '../../services/fs/commands.ts';
import { FileSystemRegistry, fileSystemsKey } from '../../services/fs/filesystem-registry.ts';
import { registerHttpClientCommands } from '../../services/http/client/commands.ts';
import { registerHttpServerCommands } from '../../services/http/commands.ts';
import { registerMetricsCommands } from '../../services/metrics/commands.ts';
import { Metrics, metricsKey } from '../../services/metrics/metrics.ts';
import { registerQueueCommands } from '../../services/queue/commands.ts';
import { QueueRegistry, queuesKey } from '../../services/queue/queue-registry.ts';
import { registerRegistryCommands } from '../../services/registry/commands.ts';
import { registerSecurityCommands } from '../../services/security/commands.ts';
import { registerSqlCommands } from '../../services/sql/commands.ts';
import { DatabaseRegistry, databasesKey } from '../../services/sql/database-registry.ts';
import { registerStoreCommands } from '../../services/store/commands.ts';
import { StoreRegistry, storesKey } from '../../services/store/store-registry.ts';
import { registerSystemCommands } from '../../services/system/commands.ts';
import { MemoryMonitor, memoryKey } from '../../services/system/memory.ts';
import { registerTerminalCommands } from '../../services/terminal/commands.ts';
import { Terminals, terminalsKey } from '../../services/terminal/terminal.ts';
import { registerWebSocketCommands } from '../../services/websocket/commands.ts';
import {
  accessKey,
  clockKey,
  configKey,
  dispatcherKey,
  eventBusKey,
  finderKey,
  kindsKey,
  loggerKey,
  namesKey,
  nodeKey,
  policiesKey,
  registryKey,
  routerKey,
  shutdownKey,
  supervisorKey,
  tokenStoresKey,
} from '../../system/context-keys.ts';
import type { Component } from '../component.ts';
import { applicationModules } from '../modules.ts';

const clock: Component = {
  name: 'dispatcher.clock',
  dependsOn: ['dispatcher'],
  load(context) {
    registerClockCommands(context.require(dispatcherKey));
  },
};

const events: Component = {
  name: 'dispatcher.events',
  dependsOn: ['dispatcher', 'security'],
  load(context) {
    registerEventCommands(context.require(dispatcherKey), {
      bus: context.require(eventBusKey),
      router: context.require(routerKey),
      access: context.require(accessKey),
    });
  },
};

const terminal: Component = {
  name: 'terminal',
  dependsOn: ['factory'],
  load(context) {
    const terminals = new Terminals();
    context.set(terminalsKey, terminals);
    registerTerminalCommands(context.require(dispatcherKey), terminals);
  },
};

const http: Component = {
  name: 'dispatcher.http',
  dependsOn: ['functions'],
  load(context) {
    registerHttpServerCommands(context.require(dispatcherKey));
  },
};

function httpClient(): Component {
  let close = async (): Promise<void> => undefined;
  return {
    name: 'dispatcher.http_client',
    dependsOn: ['dispatcher', 'security'],
    load(context) {
      close = registerHttpClientCommands(context.require(dispatcherKey), context.require(accessKey));
    },
    stop: () => close(),
  };
}

function websocket(): Component {
  let close = (): void => undefined;
  return {
    name: 'dispatcher.websocket',
    dependsOn: ['dispatcher', 'security'],
    load(context) {
      close = registerWebSocketCommands(context.require(dispatcherKey), context.require(accessKey));
    },
    stop: () => close(),
  };
}

const env: Component = {
  name: 'env',
  dependsOn: ['registry', 'security'],
  load(context) {
    const service = new EnvService();
    context.set(envKey, service);
    registerEnvCommands(context.require(dispatcherKey), service, context.require(accessKey));
    context.require(kindsKey).useVariables((name, namespace) => service.lookup(name, namespace));
  },
};

const filesystem: Component = {
  name: 'filesystem',
  dependsOn: ['registry', 'security'],
  load(context) {
    const systems = new FileSystemRegistry();
    context.set(fileSystemsKey, systems);
    registerFilesystemCommands(context.require(dispatcherKey), systems, context.require(accessKey));
    registerStreamCommands(context.require(dispatcherKey));
  },
};

const registryCommands: Component = {
  name: 'dispatcher.registry',
  dependsOn: ['finder', 'security'],
  load(context) {
    registerRegistryCommands(context.require(dispatcherKey), {
      registry: context.require(registryKey),
      finder: context.require(finderKey),
      access: context.require(accessKey),
    });
  },
};

const crypto: Component = {
  name: 'dispatcher.crypto',
  dependsOn: ['dispatcher'],
  load(context) {
    registerCryptoCommands(context.require(dispatcherKey));
  },
};

const queue: Component = {
  name: 'queue',
  dependsOn: ['registry', 'security'],
  load(context) {
    const queues = new QueueRegistry();
    context.set(queuesKey, queues);
    registerQueueCommands(context.require(dispatcherKey), {
      queues,
      access: context.require(accessKey),
      clock: context.require(clockKey),
    });
  },
};

const security: Component = {
  name: 'dispatcher.security',
  dependsOn: ['dispatcher', 'security'],
  load(context) {
    registerSecurityCommands(context.require(dispatcherKey), {
      access: context.require(accessKey),
      policies: context.require(policiesKey),
      tokenStores: context.require(tokenStoresKey),
    });
  },
};

const sql: Component = {
  name: 'sql',
  dependsOn: ['registry', 'security'],
  load(context) {
    const registry = context.require(registryKey);
    const databases = new DatabaseRegistry((id) => registry.get(id)?.kind);
    context.set(databasesKey, databases);
    registerSqlCommands(context.require(dispatcherKey), databases, context.require(accessKey));
  },
};

const store: Component = {
  name: 'store',
  dependsOn: ['registry', 'security'],
  load(context) {
    const stores = new StoreRegistry();
    context.set(storesKey, stores);
    registerStoreCommands(context.require(dispatcherKey), stores, context.require(accessKey));
  },
};

const metrics: Component = {
  name: 'metrics',
  dependsOn: ['dispatcher'],
  load(context) {
    const collected = new Metrics();
    context.set(metricsKey, collected);
    registerMetricsCommands(context.require(dispatcherKey), collected);
  },
};

function system(): Component {
  let memory: MemoryMonitor | null = null;
  return {
    name: 'dispatcher.system',
    dependsOn: ['topology', 'security'],
    load(context) {
      memory = new MemoryMonitor(context.require(loggerKey).named('memory'));
      const limit = context.require(configKey).get(settings.memoryLimit);
      if (limit > 0) memory.limit = BigInt(limit);
      context.set(memoryKey, memory);
      registerSystemCommands(context.require(dispatcherKey), {
        access: context.require(accessKey),
        memory,
        names: context.require(namesKey),
        node: context.require(nodeKey),
        settings: { maximumProcessors: 1 },
        shutdown: context.require(shutdownKey),
        supervisor: context.require(supervisorKey),
        modules: applicationModules,
      });
    },
    start: () => memory?.start(),
    stop: () => memory?.stop(),
  };
}

/** The service components. */
export function serviceComponents(): Component[] {
  return [
    clock,
    crypto,
    env,
    events,
    filesystem,
    http,
    httpClient(),
    metrics,
    queue,
    registryCommands,
    sql,
    security,
    store,
    system(),
    terminal,
    websocket(),
  ];
}
