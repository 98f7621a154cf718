/** Components of the core: PIDs, the gate of all effects, the registry and what reads it, the supervisor. */

import { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import { Finder } from '../../core/finder/index.ts';
import { internalKinds, KindRegistry } from '../../core/kinds/index.ts';
import { PidGenerator } from '../../core/pid/pid-generator.ts';
import { Registry } from '../../core/registry/index.ts';
import { Supervisor, supervisorParticipant } from '../../core/supervisor/index.ts';
import { settings } from '../../project/config/settings.ts';
import {
  clockKey,
  configKey,
  dispatcherKey,
  eventBusKey,
  finderKey,
  historyKey,
  kindsKey,
  loggerKey,
  nodeKey,
  pidGeneratorKey,
  registryKey,
  supervisorKey,
} from '../../system/context-keys.ts';
import type { Component } from '../component.ts';
import { applicationKinds } from '../kinds.ts';

export const pidGenerator: Component = {
  name: 'pidgen',
  load(context) {
    context.set(pidGeneratorKey, new PidGenerator(context.require(nodeKey).id));
  },
};

export const dispatcher: Component = {
  name: 'dispatcher',
  dependsOn: ['pidgen'],
  load(context) {
    context.set(dispatcherKey, new Dispatcher());
  },
};

export const registry: Component = {
  name: 'registry',
  dependsOn: ['dispatcher'],
  load(context) {
    const config = context.require(configKey);
    const logger = context.require(loggerKey).named('registry');
    const kinds = new KindRegistry({ logger }).register(...internalKinds(), ...applicationKinds());
    context.set(kindsKey, kinds).set(
      registryKey,
      new Registry({
        bus: context.require(eventBusKey),
        router: kinds,
        history: context.require(historyKey),
        clock: context.require(clockKey),
        logger,
        operationTimeout: config.get(settings.eventWaitTimeout),
      }),
    );
  },
  async stop(context) {
    await context.require(registryKey).idle();
    await context.require(historyKey).close();
  },
};

export const finder: Component = {
  name: 'finder',
  dependsOn: ['registry'],
  load(context) {
    const config = context.require(configKey);
    const entries = context.require(registryKey);
    context.set(
      finderKey,
      new Finder(() => entries.state, {
        queryCacheSize: config.get(settings.queryCacheSize),
        regexCacheSize: config.get(settings.regexCacheSize),
        logger: context.require(loggerKey).named('finder'),
      }),
    );
  },
};

export const supervisor: Component = {
  name: 'supervisor',
  dependsOn: ['registry'],
  load(context) {
    const entries = context.require(registryKey);
    const services = new Supervisor({
      bus: context.require(eventBusKey),
      references: (id) => entries.graph().dependencies(id),
      exists: (id) => entries.get(id) !== undefined,
      clock: context.require(clockKey),
      logger: context.require(loggerKey).named('supervisor'),
    });
    entries.addParticipant(supervisorParticipant(services, entries));
    context.set(supervisorKey, services);
  },
};
