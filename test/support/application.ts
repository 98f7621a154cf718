/** A whole application in this process, booted from entries that the test makes. */

import { type Application, startApplication } from '../../src/boot/application.ts';
import { FrameContext } from '../../src/core/context/frame-context.ts';
import { createEntry, deleteOperation, type Entry, updateOperation } from '../../src/core/registry/index.ts';
import { Config } from '../../src/infrastructure/config.ts';
import { toLua } from '../../src/services/lua/convert/host.ts';
import { luaPayload } from '../../src/services/lua/convert/payloads.ts';
import { functionsKey, registryKey, supervisorKey, transcoderKey } from '../../src/system/context-keys.ts';

export const entry = (id: string, kind: string, data: object = {}, meta: Record<string, unknown> = {}): Entry =>
  createEntry({ id, kind, data, meta });

/** Host of the processes of the tests: `app:processes`. */
export const processHost = (): Entry => entry('app:processes', 'process.host', { lifecycle: { auto_start: true } });

/** A server on a free port: `app:gateway`. */
export const gateway = (data: object = {}): Entry =>
  entry('app:gateway', 'http.service', { addr: '127.0.0.1:0', lifecycle: { auto_start: true }, ...data });

/** A router of the gateway: `app:api`. */
export const router = (data: object = {}, id = 'app:api'): Entry =>
  entry(id, 'http.router', { prefix: '/', ...data }, { server: 'gateway' });

/** A function with an endpoint of `app:api`; the body is that of its handler. */
export function endpoint(route: string, body: string, modules: readonly string[] = ['http']): Entry[] {
  const [method = 'GET', path = '/'] = route.split(' ');
  const name = `on_${route.replace(/[^A-Za-z0-9]+/g, '_')}`;
  return [
    luaEntry(`app:${name}`, 'function.lua', `return { main = function()\n${body}\nend }`, { modules }),
    entry(`app:${name}.endpoint`, 'http.endpoint', { method, path, func: name }, { router: 'api' }),
  ];
}

export interface LuaEntryOptions {
  readonly modules?: readonly string[];
  readonly imports?: Readonly<Record<string, string>>;
  readonly meta?: Record<string, unknown>;
}

/** A Lua entry whose source is the given text, with the method `main`. */
export function luaEntry(id: string, kind: string, source: string, options: LuaEntryOptions = {}): Entry {
  const { modules = [], imports = {}, meta = {} } = options;
  const method = kind === 'library.lua' ? {} : { method: 'main' };
  return entry(id, kind, { source, modules, imports, ...method }, meta);
}

export class RunningApplication {
  readonly application: Application;
  /** Lines of the log in JSON, oldest first. */
  readonly log: readonly string[];

  private constructor(application: Application, log: readonly string[]) {
    this.application = application;
    this.log = log;
  }

  /** Boots and waits until the services run; throws the error of a service that does not. */
  static async start(entries: readonly Entry[], config: Record<string, unknown> = {}): Promise<RunningApplication> {
    const log: string[] = [];
    const application = await startApplication({
      entries,
      config: Config.fromSections(config),
      logging: { encoding: 'json', level: 'debug', stream: { write: (line: string) => void log.push(line) } },
    });
    const running = new RunningApplication(application, log);
    const { failed } = await application.context.require(supervisorKey).settled();
    for (const [id, error] of failed) {
      await application.shutdown();
      throw error.wrap(id);
    }
    return running;
  }

  /** The address of a path of the server, whose port the system has chosen (`addr: 127.0.0.1:0`). */
  url(path = '', server = 'app:gateway', protocol = 'http'): string {
    for (const line of [...this.log].reverse()) {
      const record = JSON.parse(line) as { msg?: string; server?: string; port?: number };
      if (record.msg === 'http server listens' && record.server === server) {
        return `${protocol}://127.0.0.1:${record.port}${path}`;
      }
    }
    throw new Error(`${server} does not listen`);
  }

  /** Calls a function with host values and gives what it returns as one; throws its error. */
  call(target: string, ...args: unknown[]): Promise<unknown> {
    const { context } = this.application;
    const payloads = args.map((value) => luaPayload(toLua(value)));
    return new Promise((resolve, reject) => {
      const call = { target, payloads, context: FrameContext.root({ id: 'test:caller' }), options: null };
      context.require(functionsKey).call(call, (value, error) => {
        const first = value?.[0];
        if (error !== null) reject(error);
        else resolve(first === undefined ? null : context.require(transcoderKey).toHost(first));
      });
    });
  }

  /** Makes the next version of the registry, with these entries in place of those of the same ids. */
  async update(...entries: readonly Entry[]): Promise<void> {
    await this.application.context.require(registryKey).apply(entries.map((next) => updateOperation(next)));
  }

  /** Makes the next version of the registry, without this entry. */
  async remove(id: string): Promise<void> {
    await this.application.context.require(registryKey).apply([deleteOperation(id)]);
  }

  close(): Promise<void> {
    return this.application.shutdown();
  }
}
