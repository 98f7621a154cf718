/** A small runtime for tests of Lua modules: processes and functions written in Lua on one node, without a project. */

import { FrameContext } from '../../src/core/context/frame-context.ts';
import type { Actor, Scope } from '../../src/core/context/identity.ts';
import { Dispatcher } from '../../src/core/dispatcher/dispatcher.ts';
import type { PID } from '../../src/core/pid/pid.ts';
import { PidGenerator } from '../../src/core/pid/pid-generator.ts';
import { Node } from '../../src/core/relay/node.ts';
import { Router } from '../../src/core/relay/router.ts';
import type { Outcome } from '../../src/core/scheduler/process.ts';
import { ProcessHost } from '../../src/core/scheduler/process-host.ts';
import type { SchedulerOptions } from '../../src/core/scheduler/scheduler.ts';
import { SchedulerLoop } from '../../src/core/scheduler/scheduler-loop.ts';
import { AppContext } from '../../src/infrastructure/app-context.ts';
import { systemClock } from '../../src/infrastructure/clock.ts';
import type { WippyError } from '../../src/infrastructure/errors.ts';
import { EventBus } from '../../src/infrastructure/event-bus/index.ts';
import { createLogger, type LogRecord, logLevels } from '../../src/infrastructure/logger/index.ts';
import { createTranscoder, type Transcoder } from '../../src/infrastructure/transcoder/index.ts';
import { compile, load } from '../../src/lua/engine.ts';
import type { LuaValue } from '../../src/lua/runtime/values.ts';
import { standardGlobals } from '../../src/lua/stdlib/index.ts';
import { Program } from '../../src/services/lua/code/program.ts';
import { installErrorTranslation } from '../../src/services/lua/convert/errors.ts';
import { toLua } from '../../src/services/lua/convert/host.ts';
import { luaPayload, registerLuaConversions } from '../../src/services/lua/convert/payloads.ts';
import type { LuaModule } from '../../src/services/lua/module.ts';
import { LuaProcess, type LuaRuntime } from '../../src/services/lua/process/lua-process.ts';
import {
  accessKey,
  dispatcherKey,
  eventBusKey,
  factoriesKey,
  functionPoolsKey,
  functionsKey,
  loggerKey,
  namesKey,
  nodeKey,
  processesKey,
  topologyKey,
  transcoderKey,
  upgradableKey,
} from '../../src/system/context-keys.ts';
import { FactoryRegistry } from '../../src/system/factory/factory-registry.ts';
import { registerFunctionCommands } from '../../src/system/functions/function-commands.ts';
import { FunctionPools } from '../../src/system/functions/function-pools.ts';
import { FunctionRegistry } from '../../src/system/functions/function-registry.ts';
import { LifecycleRegistry } from '../../src/system/lifecycle/lifecycle-registry.ts';
import { TopologyLifecycle } from '../../src/system/lifecycle/topology-lifecycle.ts';
import { registerNameCommands } from '../../src/system/processes/name-handlers.ts';
import { registerProcessCommands } from '../../src/system/processes/process-handlers.ts';
import { ProcessManager } from '../../src/system/processes/process-manager.ts';
import { UpgradableProcesses } from '../../src/system/processes/upgradable-processes.ts';
import { AccessControl } from '../../src/system/security/access-control.ts';
import { Names } from '../../src/system/topology/names.ts';
import { Topology } from '../../src/system/topology/topology.ts';

/** The process host of every harness: what Lua passes to `process.spawn`. */
export const HOST = 'app:processes';

/** The id of the entry that `run` makes of its source. */
export const MAIN = 'app:main';

export interface HarnessOptions {
  /** What every program finds as globals, under the names of the modules. */
  modules?: readonly LuaModule[];
  /** Further globals. */
  globals?: Readonly<Record<string, LuaValue>>;
  /** Registers further commands and puts further things into the context; called before the dispatcher is frozen. */
  register?: (dispatcher: Dispatcher, context: AppContext) => void;
}

export interface RunOptions {
  /** Arguments of the main function, as host values. */
  args?: readonly unknown[];
  actor?: Actor | null;
  scope?: Scope | null;
  /** Context values. */
  values?: Readonly<Record<string, unknown>>;
}

export interface RunResult {
  /** What the main function returned, as a host value; null where it failed or returned nothing. */
  value: unknown;
  error: WippyError | null;
  /** All records since the harness was made. */
  logs: LogRecord[];
}

export class LuaHarness {
  readonly context = new AppContext();
  readonly dispatcher = new Dispatcher();
  readonly node = new Node('');
  readonly loop = new SchedulerLoop();
  readonly bus = new EventBus();
  readonly transcoder: Transcoder = createTranscoder();
  readonly topology: Topology;
  readonly names = new Names();
  readonly factories = new FactoryRegistry();
  readonly functions = new FunctionRegistry();
  readonly processes: ProcessManager;
  readonly host: ProcessHost;
  readonly runtime: LuaRuntime;
  readonly logs: LogRecord[] = [];
  /** Errors of the runtime itself, which no test should cause. */
  readonly defects: WippyError[] = [];
  private readonly pools: FunctionPools;
  private readonly globals: Record<string, LuaValue>;

  constructor(options: HarnessOptions = {}) {
    installErrorTranslation();
    registerLuaConversions(this.transcoder);
    const access = new AccessControl(false);
    const router = new Router(this.node);
    const pids = new PidGenerator('');
    const logger = createLogger({ threshold: logLevels.debug, write: (record) => this.logs.push(record) });
    const lifecycle = new LifecycleRegistry();
    this.topology = new Topology(this.node, router);
    lifecycle.register('topology', new TopologyLifecycle(this.topology, this.names));
    const upgradable = new UpgradableProcesses(router);
    lifecycle.register('upgradable', upgradable);
    const scheduler: SchedulerOptions = {
      dispatcher: this.dispatcher,
      node: this.node,
      loop: this.loop,
      lifecycle,
      upgrades: this.factories,
      onDefect: (error) => this.defects.push(error),
    };
    this.host = new ProcessHost(HOST, {}, scheduler);
    this.host.start();
    this.processes = new ProcessManager({
      node: this.node,
      router,
      topology: this.topology,
      names: this.names,
      factories: this.factories,
      pids,
    });
    this.pools = new FunctionPools({ scheduler, pids, clock: systemClock });
    registerProcessCommands(this.dispatcher, {
      processes: this.processes,
      topology: this.topology,
      upgradable,
      access,
    });
    registerNameCommands(this.dispatcher, this.names, access);
    registerFunctionCommands(this.dispatcher, this.functions, access);
    this.context
      .set(dispatcherKey, this.dispatcher)
      .set(nodeKey, this.node)
      .set(eventBusKey, this.bus)
      .set(transcoderKey, this.transcoder)
      .set(loggerKey, logger)
      .set(accessKey, access)
      .set(upgradableKey, upgradable)
      .set(topologyKey, this.topology)
      .set(namesKey, this.names)
      .set(factoriesKey, this.factories)
      .set(functionsKey, this.functions)
      .set(functionPoolsKey, this.pools)
      .set(processesKey, this.processes);
    options.register?.(this.dispatcher, this.context);
    this.dispatcher.freeze();
    this.runtime = { dispatcher: this.dispatcher, transcoder: this.transcoder, logger, context: this.context };
    this.globals = { ...standardGlobals(), ...options.globals };
    for (const module of options.modules ?? []) this.globals[module.name] = module.build();
  }

  /**
   * Adds an entry that can be spawned as a process and called as a function. The source returns a function, or a table
   * whose `main` is one.
   */
  define(id: string, source: string): this {
    const program = new Program(id, load(compile(source, id)), [], this.globals);
    const create = (): LuaProcess => new LuaProcess(this.runtime, program);
    this.factories.register(id, { create });
    this.functions.register(id, this.pools.create({ id, language: 'lua', method: 'main', create }));
    return this;
  }

  /** Spawns an entry; `ended` tells how it ends. */
  spawn(source: string, options: RunOptions = {}): { pid: PID; ended: Promise<Outcome> } {
    const { args = [], actor = null, scope = null, values = {} } = options;
    let end!: (outcome: Outcome) => void;
    const ended = new Promise<Outcome>((resolve) => {
      end = resolve;
    });
    const input = args.map((value) => luaPayload(toLua(value)));
    const context = FrameContext.root({ actor, scope, values });
    const observer = { processEnded: (_record: unknown, outcome: Outcome) => end(outcome) };
    return { pid: this.processes.spawn({ source, host: HOST, input }, context, observer), ended };
  }

  /** Runs a source as a process and waits for its end. */
  async run(source: string, options: RunOptions = {}): Promise<RunResult> {
    this.define(MAIN, source);
    const { value, error } = await this.spawn(MAIN, options).ended;
    const first = value?.[0];
    return { value: first === undefined ? null : this.transcoder.toHost(first), error, logs: this.logs };
  }

  /** Ends all processes and functions. */
  async close(): Promise<void> {
    await this.host.stop(0);
    await this.functions.close();
    this.bus.close();
  }
}

export interface RunLuaOptions extends HarnessOptions, RunOptions {
  /** Further entries: id to source. */
  entries?: Readonly<Record<string, string>>;
}

/** Runs one source in a harness of its own. */
export async function runLua(source: string, options: RunLuaOptions = {}): Promise<RunResult> {
  const harness = new LuaHarness(options);
  for (const [id, text] of Object.entries(options.entries ?? {})) harness.define(id, text);
  try {
    return await harness.run(source, options);
  } finally {
    await harness.close();
  }
}
