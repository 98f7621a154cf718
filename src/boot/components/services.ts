/** Services of the families: what they share, and the handlers of their commands. */

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
import { registerRegistryCommands } from '../../services/registry/commands.ts';
import { registerStoreCommands } from '../../services/store/commands.ts';
import { StoreRegistry, storesKey } from '../../services/store/store-registry.ts';
import { registerTerminalCommands } from '../../services/terminal/commands.ts';
import { Terminals, terminalsKey } from '../../services/terminal/terminal.ts';
import { accessKey, dispatcherKey, eventBusKey, finderKey, registryKey, routerKey } from '../../system/context-keys.ts';
import type { Component } from '../component.ts';

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

const env: Component = {
  name: 'env',
  dependsOn: ['registry', 'security'],
  load(context) {
    const service = new EnvService();
    context.set(envKey, service);
    registerEnvCommands(context.require(dispatcherKey), service, context.require(accessKey));
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

const store: Component = {
  name: 'store',
  dependsOn: ['registry', 'security'],
  load(context) {
    const stores = new StoreRegistry();
    context.set(storesKey, stores);
    registerStoreCommands(context.require(dispatcherKey), stores, context.require(accessKey));
  },
};

/** The service components. */
export function serviceComponents(): Component[] {
  return [clock, crypto, env, events, filesystem, http, httpClient(), registryCommands, store, terminal];
}
