/** The keys under which components of the infrastructure, the core and the system stand in the AppContext. */

import type { Dispatcher } from '../core/dispatcher/dispatcher.ts';
import type { Finder } from '../core/finder/index.ts';
import type { KindRegistry } from '../core/kinds/index.ts';
import type { PidGenerator } from '../core/pid/pid-generator.ts';
import type { History, Registry } from '../core/registry/index.ts';
import type { Node } from '../core/relay/node.ts';
import type { Router } from '../core/relay/router.ts';
import type { SchedulerOptions } from '../core/scheduler/scheduler.ts';
import type { Supervisor } from '../core/supervisor/index.ts';
import { contextKey } from '../infrastructure/app-context.ts';
import type { Clock } from '../infrastructure/clock.ts';
import type { Config } from '../infrastructure/config.ts';
import type { EventBus } from '../infrastructure/event-bus/index.ts';
import type { Logger, LogManager } from '../infrastructure/logger/index.ts';
import type { Transcoder } from '../infrastructure/transcoder/index.ts';
import type { FactoryRegistry } from './factory/factory-registry.ts';
import type { FunctionPools } from './functions/function-pools.ts';
import type { FunctionRegistry } from './functions/function-registry.ts';
import type { LifecycleRegistry } from './lifecycle/lifecycle-registry.ts';
import type { ProcessManager } from './processes/process-manager.ts';
import type { UpgradableProcesses } from './processes/upgradable-processes.ts';
import type { AccessControl } from './security/access-control.ts';
import type { PolicyRegistry } from './security/policy-registry.ts';
import type { TokenStores } from './security/token-stores.ts';
import type { Names } from './topology/names.ts';
import type { Topology } from './topology/topology.ts';

/** Ends the whole runtime with an exit code. */
export type ShutdownTrigger = (exitCode: number) => void;

// Infrastructure
export const eventBusKey = contextKey<EventBus>('event bus');
export const transcoderKey = contextKey<Transcoder>('transcoder');
export const logManagerKey = contextKey<LogManager>('log manager');
export const loggerKey = contextKey<Logger>('logger');
export const configKey = contextKey<Config>('configuration');
export const clockKey = contextKey<Clock>('clock');
export const shutdownKey = contextKey<ShutdownTrigger>('shutdown trigger');

// Core
export const nodeKey = contextKey<Node>('relay node');
export const routerKey = contextKey<Router>('relay router');
export const pidGeneratorKey = contextKey<PidGenerator>('PID generator');
export const dispatcherKey = contextKey<Dispatcher>('dispatcher');
export const kindsKey = contextKey<KindRegistry>('kinds');
export const historyKey = contextKey<History>('registry history');
export const registryKey = contextKey<Registry>('registry');
export const finderKey = contextKey<Finder>('finder');
export const supervisorKey = contextKey<Supervisor>('supervisor');
/** What every scheduler of the isolate shares. */
export const schedulerOptionsKey = contextKey<SchedulerOptions>('scheduler options');

// System
export const accessKey = contextKey<AccessControl>('access control');
export const policiesKey = contextKey<PolicyRegistry>('security policies');
export const tokenStoresKey = contextKey<TokenStores>('token stores');
export const topologyKey = contextKey<Topology>('topology');
export const namesKey = contextKey<Names>('names');
export const lifecycleKey = contextKey<LifecycleRegistry>('process lifecycle');
export const factoriesKey = contextKey<FactoryRegistry>('factories');
export const processesKey = contextKey<ProcessManager>('process manager');
/** The processes that are told when their code changes. */
export const upgradableKey = contextKey<UpgradableProcesses>('upgradable processes');
export const functionsKey = contextKey<FunctionRegistry>('functions');
export const functionPoolsKey = contextKey<FunctionPools>('function pools');
