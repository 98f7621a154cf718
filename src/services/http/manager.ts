/**
 * Servers, routers, endpoints and file handlers as entries. Changes are collected, and when the transaction commits, the
 * servers that they concern get new tables of routes at once, with their sockets open.
 */

import type { KindHandler } from '../../core/kinds/index.ts';
import type { Entry } from '../../core/registry/index.ts';
import type { Supervisor } from '../../core/supervisor/index.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import type { EndpointConfig, RouterConfig, ServiceConfig, StaticConfig } from './config.ts';
import type { Route } from './route.ts';
import { buildRoutes, chain, type RouteBuilder, type ServerEntries } from './routing/build-routes.ts';
import { joinPath, parsePattern } from './routing/pattern.ts';
import type { RouteTable } from './routing/route-table.ts';
import { parseAddress } from './server/address.ts';
import { type HttpServer, sameSocket } from './server/http-server.ts';

export type HttpConfig = ServiceConfig | RouterConfig | EndpointConfig | StaticConfig;

export interface HttpManagerOptions {
  readonly supervisor: Supervisor;
  readonly builder: RouteBuilder;
  readonly createServer: (id: string, config: ServiceConfig) => HttpServer;
}

export class HttpManager implements KindHandler<HttpConfig> {
  readonly name = 'http';
  private readonly options: HttpManagerOptions;
  private readonly servers = new Map<string, HttpServer>();
  private readonly routers = new Map<string, RouterConfig>();
  private readonly endpoints = new Map<string, EndpointConfig>();
  private readonly statics = new Map<string, StaticConfig>();
  /** Servers whose routes are no longer those of the entries. */
  private readonly dirty = new Set<string>();

  constructor(options: HttpManagerOptions) {
    this.options = options;
  }

  /** The server of an entry, or undefined. */
  server(id: string): HttpServer | undefined {
    return this.servers.get(id);
  }

  begin(): void {
    this.dirty.clear();
  }

  async add({ id, kind }: Entry, config: HttpConfig): Promise<void> {
    switch (kind) {
      case 'http.service':
        await this.addServer(id, config as ServiceConfig);
        break;
      case 'http.router':
        this.addRouter(id, config as RouterConfig);
        break;
      case 'http.endpoint':
        this.addEndpoint(id, config as EndpointConfig);
        break;
      default:
        this.addStatic(id, config as StaticConfig);
    }
  }

  async remove({ id, kind }: Entry): Promise<void> {
    switch (kind) {
      case 'http.service':
        this.servers.delete(id);
        await this.options.supervisor.remove(id);
        break;
      case 'http.router':
        this.touch(this.routers.get(id)?.meta.server);
        this.routers.delete(id);
        break;
      case 'http.endpoint':
        this.touch(this.serverOf(this.endpoints.get(id)));
        this.endpoints.delete(id);
        break;
      default:
        this.touch(this.statics.get(id)?.meta.server);
        this.statics.delete(id);
    }
  }

  async update(
    next: { readonly entry: Entry; readonly config: HttpConfig },
    previous: { readonly entry: Entry; readonly config: HttpConfig },
  ): Promise<void> {
    if (next.entry.kind === 'http.service') {
      await this.updateServer(next.entry.id, next.config as ServiceConfig, previous.config as ServiceConfig);
      return;
    }
    // An endpoint or router may come from another server.
    await this.remove(previous.entry);
    await this.add(next.entry, next.config);
  }

  /** A server needs a new socket for some changes; all others take effect at once. */
  restarts(
    next: { readonly entry: Entry; readonly config: HttpConfig },
    previous: { readonly entry: Entry; readonly config: HttpConfig },
  ): boolean {
    return (
      next.entry.kind === 'http.service' && !sameSocket(next.config as ServiceConfig, previous.config as ServiceConfig)
    );
  }

  /** @throws WippyError Conflict for routes that answer the same requests, and what middleware says about its options. */
  commit(): void {
    const tables = new Map<HttpServer, RouteTable<Route>>();
    for (const id of this.dirty) {
      const server = this.servers.get(id);
      if (server !== undefined) tables.set(server, buildRoutes(this.options.builder, this.entriesOf(id)));
    }
    for (const [server, table] of tables) server.setRoutes(table);
    this.dirty.clear();
  }

  /** By now the entries are the former ones again. */
  discard(): void {
    this.commit();
  }

  private async addServer(id: string, config: ServiceConfig): Promise<void> {
    parseAddress(config.addr);
    const server = this.options.createServer(id, config);
    this.servers.set(id, server);
    this.touch(id);
    await this.options.supervisor.register(id, server, config.lifecycle);
  }

  private async updateServer(id: string, next: ServiceConfig, previous: ServiceConfig): Promise<void> {
    const server = this.servers.get(id);
    if (server !== undefined && sameSocket(next, previous)) {
      server.configure(next);
      await this.options.supervisor.register(id, server, next.lifecycle);
      return;
    }
    parseAddress(next.addr);
    const fresh = this.options.createServer(id, next);
    this.servers.set(id, fresh);
    this.touch(id);
    await this.options.supervisor.replace(id, fresh, next.lifecycle);
  }

  private addRouter(id: string, config: RouterConfig): void {
    const server = this.requireServer(config.meta.server);
    const { builder } = this.options;
    parsePattern(joinPath(config.prefix, '/'));
    chain(builder, config.middleware, config.options);
    chain(builder, config.post_middleware, config.post_options);
    this.routers.set(id, config);
    this.touch(server);
  }

  private addEndpoint(id: string, config: EndpointConfig): void {
    const router = this.routers.get(config.meta.router);
    if (router === undefined) throw notFound('router', config.meta.router, this.routers.keys());
    parsePattern(joinPath(router.prefix, config.path));
    this.endpoints.set(id, config);
    this.touch(router.meta.server);
  }

  private addStatic(id: string, config: StaticConfig): void {
    const server = this.requireServer(config.meta.server);
    const { builder } = this.options;
    if (builder.fileSystems?.find(config.fs) === undefined) {
      throw notFound('filesystem', config.fs, builder.fileSystems?.ids() ?? []);
    }
    chain(builder, config.middleware, config.options);
    this.statics.set(id, config);
    this.touch(server);
  }

  private requireServer(id: string): string {
    if (!this.servers.has(id)) throw notFound('server', id, this.servers.keys());
    return id;
  }

  private serverOf(endpoint: EndpointConfig | undefined): string | undefined {
    return endpoint === undefined ? undefined : this.routers.get(endpoint.meta.router)?.meta.server;
  }

  private touch(server: string | undefined): void {
    if (server !== undefined) this.dirty.add(server);
  }

  private entriesOf(server: string): ServerEntries {
    const routers = new Map([...this.routers].filter(([, router]) => router.meta.server === server));
    return {
      routers,
      endpoints: new Map([...this.endpoints].filter(([, endpoint]) => routers.has(endpoint.meta.router))),
      statics: new Map([...this.statics].filter(([, file]) => file.meta.server === server)),
    };
  }
}

function notFound(what: string, id: string, known: Iterable<string>): WippyError {
  return new WippyError(`${what} not found: ${id}`, {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { [what]: id },
    hint: didYouMean(id, known),
  });
}
