import type { AnyKind } from '../../../src/core/kinds/index.ts';
import { internalKinds, KindRegistry } from '../../../src/core/kinds/index.ts';
import { createEntry, type Entry, Registry } from '../../../src/core/registry/index.ts';
import { Supervisor, supervisorParticipant } from '../../../src/core/supervisor/index.ts';
import { AppContext } from '../../../src/infrastructure/app-context.ts';
import { systemClock } from '../../../src/infrastructure/clock.ts';
import { EventBus } from '../../../src/infrastructure/event-bus/index.ts';
import { createLogger, type LogRecord } from '../../../src/infrastructure/logger/index.ts';
import { createTranscoder } from '../../../src/infrastructure/transcoder/index.ts';
import { standardGlobals } from '../../../src/lua/stdlib/index.ts';
import { httpModule } from '../../../src/modules/http/index.ts';
import { registerClockCommands } from '../../../src/services/clock/commands.ts';
import { FileSystemRegistry, fileSystemsKey } from '../../../src/services/fs/filesystem-registry.ts';
import { registerHttpServerCommands } from '../../../src/services/http/commands.ts';
import { middlewareKey } from '../../../src/services/http/keys.ts';
import { createHttpManager, httpKinds } from '../../../src/services/http/kinds.ts';
import type { HttpManager } from '../../../src/services/http/manager.ts';
import { createMiddlewareRegistry } from '../../../src/services/http/middleware/standard.ts';
import { CodeStore } from '../../../src/services/lua/code/code-store.ts';
import { registerLuaConversions } from '../../../src/services/lua/convert/payloads.ts';
import { codeStoreKey, luaKinds, luaRuntimeKey } from '../../../src/services/lua/kinds.ts';
import type { LuaModule } from '../../../src/services/lua/module.ts';
import {
  functionPoolsKey,
  functionsKey,
  loggerKey,
  nodeKey,
  policiesKey,
  supervisorKey,
  transcoderKey,
} from '../../../src/system/context-keys.ts';
import { FunctionPools } from '../../../src/system/functions/function-pools.ts';
import { FunctionRegistry } from '../../../src/system/functions/function-registry.ts';
import { PolicyRegistry } from '../../../src/system/security/policy-registry.ts';
import { Harness } from '../../core/scheduler/support.ts';

export interface ApplicationOptions {
  modules?: readonly LuaModule[];
  kinds?: readonly AnyKind[];
  /** Puts more into the context and registers more commands. */
  extend?: (application: Application) => void;
}

/** An application with HTTP, Lua functions, a registry and a supervisor. */
export class Application extends Harness {
  readonly records: LogRecord[] = [];
  readonly context = new AppContext();
  readonly functions = new FunctionRegistry();
  readonly policies = new PolicyRegistry();
  readonly fileSystems = new FileSystemRegistry();
  readonly bus = new EventBus();
  readonly kinds = new KindRegistry();
  readonly registry: Registry;
  readonly supervisor: Supervisor;
  readonly http: HttpManager;

  constructor(options: ApplicationOptions = {}) {
    super();
    const logger = createLogger({ threshold: -1, write: (record) => this.records.push(record) });
    const transcoder = createTranscoder();
    registerLuaConversions(transcoder);
    registerClockCommands(this.dispatcher);
    registerHttpServerCommands(this.dispatcher);
    const { context, kinds } = this;
    this.registry = new Registry({ bus: this.bus, router: kinds });
    this.supervisor = new Supervisor({
      bus: this.bus,
      references: (id) => {
        const entry = this.registry.get(id);
        return entry === undefined ? [] : kinds.references(entry);
      },
      exists: (id) => this.registry.get(id) !== undefined,
    });
    const modules = [httpModule, ...(options.modules ?? [])];
    context
      .set(loggerKey, logger)
      .set(transcoderKey, transcoder)
      .set(nodeKey, this.node)
      .set(policiesKey, this.policies)
      .set(functionsKey, this.functions)
      .set(functionPoolsKey, new FunctionPools({ scheduler: this.options, pids: this.pids, clock: systemClock }))
      .set(supervisorKey, this.supervisor)
      .set(middlewareKey, createMiddlewareRegistry({ logger, fileSystems: this.fileSystems }))
      .set(fileSystemsKey, this.fileSystems)
      .set(codeStoreKey, new CodeStore(modules, standardGlobals()))
      .set(luaRuntimeKey, { dispatcher: this.dispatcher, transcoder, logger, context });
    options.extend?.(this);
    kinds.register(...internalKinds(), ...luaKinds(), ...httpKinds(), ...(options.kinds ?? []));
    this.http = createHttpManager(context);
    for (const kind of httpKinds()) kinds.attach(kind.kind, this.http as never);
    kinds.activate(context);
    this.registry.addParticipant(supervisorParticipant(this.supervisor, this.registry));
    this.dispatcher.freeze();
  }

  /** Makes these the entries of the application and waits until its services run. */
  async load(...entries: readonly Entry[]): Promise<void> {
    await this.registry.loadState(entries);
    await this.registry.idle();
    const report = await this.supervisor.settled();
    for (const [id, error] of report.failed) throw error.wrap(id);
  }

  /** Where a server of these entries listens. */
  url(path = '', server = 'app:gateway'): string {
    const port = this.http.server(server)?.address?.port;
    if (port === undefined) throw new Error(`${server} does not listen`);
    return `http://127.0.0.1:${port}${path}`;
  }

  async close(): Promise<void> {
    await this.supervisor.shutdown();
    await this.functions.close();
  }

  errors(): string[] {
    return this.records
      .filter(({ level }) => level === 'error')
      .map(({ fields }) => String((fields['error'] as Error).message));
  }
}

export const entry = (id: string, kind: string, data: object, meta: Record<string, unknown> = {}): Entry =>
  createEntry({ id, kind, data, meta });

export const gateway = (data: object = {}): Entry =>
  entry('app:gateway', 'http.service', { addr: '127.0.0.1:0', lifecycle: { auto_start: true }, ...data });

export const router = (data: object = {}, id = 'app:api'): Entry =>
  entry(id, 'http.router', { prefix: '/', ...data }, { server: 'gateway' });

/** A Lua function whose body is the source of its handler. */
export const lua = (id: string, body: string, modules: readonly string[] = ['http']): Entry =>
  entry(id, 'function.lua', {
    source: `return { handler = function(...)\n${body}\nend }`,
    method: 'handler',
    modules,
    pool: { type: 'lazy' },
  });

/** A function with an endpoint for it. */
export function endpoint(route: string, body: string, modules?: readonly string[]): Entry[] {
  const [method = 'GET', path = '/'] = route.split(' ');
  const name = route.replace(/[^A-Za-z0-9]+/g, '_');
  return [
    lua(`app:${name}`, body, modules),
    entry(`app:${name}.endpoint`, 'http.endpoint', { method, path, func: name }, { router: 'api' }),
  ];
}
