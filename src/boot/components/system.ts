/** Components of the system: who knows whom, lives of processes, what makes them, functions. */

import type { SchedulerOptions } from '../../core/scheduler/scheduler.ts';
import { SchedulerLoop } from '../../core/scheduler/scheduler-loop.ts';
import { settings } from '../../project/config/settings.ts';
import {
  accessKey,
  clockKey,
  configKey,
  dispatcherKey,
  eventBusKey,
  factoriesKey,
  functionPoolsKey,
  functionsKey,
  lifecycleKey,
  loggerKey,
  namesKey,
  nodeKey,
  pidGeneratorKey,
  policiesKey,
  processesKey,
  routerKey,
  schedulerOptionsKey,
  tokenStoresKey,
  topologyKey,
  upgradableKey,
} from '../../system/context-keys.ts';
import { FactoryRegistry } from '../../system/factory/factory-registry.ts';
import { registerFunctionCommands } from '../../system/functions/function-commands.ts';
import { FunctionPools } from '../../system/functions/function-pools.ts';
import { FunctionRegistry } from '../../system/functions/function-registry.ts';
import { retryInterceptor } from '../../system/functions/retry-interceptor.ts';
import { timeoutInterceptor } from '../../system/functions/timeout-interceptor.ts';
import { EventLifecycle } from '../../system/lifecycle/event-lifecycle.ts';
import { LifecycleRegistry } from '../../system/lifecycle/lifecycle-registry.ts';
import { TopologyLifecycle } from '../../system/lifecycle/topology-lifecycle.ts';
import { registerNameCommands } from '../../system/processes/name-handlers.ts';
import { registerProcessCommands } from '../../system/processes/process-handlers.ts';
import { ProcessManager } from '../../system/processes/process-manager.ts';
import { UpgradableProcesses } from '../../system/processes/upgradable-processes.ts';
import { AccessControl } from '../../system/security/access-control.ts';
import { PolicyRegistry } from '../../system/security/policy-registry.ts';
import { TokenStores } from '../../system/security/token-stores.ts';
import { Names } from '../../system/topology/names.ts';
import { Topology } from '../../system/topology/topology.ts';
import type { Component } from '../component.ts';

export const security: Component = {
  name: 'security',
  dependsOn: ['dispatcher'],
  load(context) {
    const strict = context.require(configKey).get(settings.strictSecurity);
    context
      .set(accessKey, new AccessControl(strict))
      .set(policiesKey, new PolicyRegistry())
      .set(tokenStoresKey, new TokenStores());
  },
};

export const topology: Component = {
  name: 'topology',
  dependsOn: ['finder', 'supervisor'],
  load(context) {
    const names = new Names();
    context.set(namesKey, names).set(topologyKey, new Topology(context.require(nodeKey), context.require(routerKey)));
  },
};

export const lifecycle: Component = {
  name: 'lifecycle',
  dependsOn: ['topology'],
  load(context) {
    const lives = new LifecycleRegistry();
    lives.register('topology', new TopologyLifecycle(context.require(topologyKey), context.require(namesKey)));
    const upgradable = new UpgradableProcesses(context.require(routerKey));
    lives.register('upgradable', upgradable);
    lives.register('events', new EventLifecycle(context.require(eventBusKey)));
    context.set(lifecycleKey, lives).set(upgradableKey, upgradable);
  },
};

export const factory: Component = {
  name: 'factory',
  dependsOn: ['lifecycle', 'security'],
  load(context) {
    const factories = new FactoryRegistry();
    const logger = context.require(loggerKey).named('scheduler');
    const scheduler: SchedulerOptions = {
      dispatcher: context.require(dispatcherKey),
      node: context.require(nodeKey),
      loop: new SchedulerLoop(),
      lifecycle: context.require(lifecycleKey),
      upgrades: factories,
      onDefect: (error, pid) => logger.error('a process misbehaved', { pid: pid.text, error }),
    };
    const processes = new ProcessManager({
      node: context.require(nodeKey),
      router: context.require(routerKey),
      topology: context.require(topologyKey),
      names: context.require(namesKey),
      factories,
      pids: context.require(pidGeneratorKey),
    });
    context.set(factoriesKey, factories).set(schedulerOptionsKey, scheduler).set(processesKey, processes);
    const access = context.require(accessKey);
    const gate = context.require(dispatcherKey);
    registerProcessCommands(gate, {
      processes,
      topology: context.require(topologyKey),
      upgradable: context.require(upgradableKey),
      access,
    });
    registerNameCommands(gate, context.require(namesKey), access);
  },
};

export const functions: Component = {
  name: 'functions',
  dependsOn: ['factory'],
  load(context) {
    const clock = context.require(clockKey);
    const all = new FunctionRegistry();
    all.interceptors.register(timeoutInterceptor(clock));
    all.interceptors.register(retryInterceptor(clock));
    const pools = new FunctionPools({
      scheduler: context.require(schedulerOptionsKey),
      pids: context.require(pidGeneratorKey),
      clock,
    });
    context.set(functionsKey, all).set(functionPoolsKey, pools);
    registerFunctionCommands(context.require(dispatcherKey), all, context.require(accessKey));
  },
  async stop(context) {
    await context.require(functionsKey).close();
  },
};
