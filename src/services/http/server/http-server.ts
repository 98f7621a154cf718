/**
 * A server: one socket, and a table of routes that is replaced as a whole while the socket stays open.
 * Rule: http/server of the Wippy documentation.
 */

import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Actor, Scope } from '../../../core/context/identity.ts';
import type { Service, ServiceRun, StartContext } from '../../../core/supervisor/index.ts';
import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import type { Logger } from '../../../infrastructure/logger/index.ts';
import { deepEqual } from '../../../infrastructure/plain-data.ts';
import type { ServiceConfig } from '../config.ts';
import { reportFailure } from '../endpoint.ts';
import { type ConnectionSession, type ExchangeServer, HttpExchange, pathOf } from '../exchange.ts';
import { follow, type Route } from '../route.ts';
import { type RouteMatch, RouteTable } from '../routing/route-table.ts';
import { parseAddress } from './address.ts';
import { Connections } from './connections.ts';
import { portHolder } from './port-holder.ts';
import { clientAccepted, type TlsConfig, tlsOptions, type VariableReader } from './tls.ts';
import { responseOn, serveWithoutUpgrade, wantsWebSocket } from './upgrades.ts';

export interface HttpServerOptions {
  readonly id: string;
  readonly config: ServiceConfig;
  readonly logger: Logger;
  /** Whose rights requests have that nobody authenticates; asked at each start and for each configuration. */
  readonly identity?: (config: ServiceConfig) => { actor: Actor | null; scope: Scope | null };
  readonly readVariable?: VariableReader | undefined;
  /** Called when the server listens, with what is called when it does so no more. */
  readonly onListening?: () => () => void;
}

/** Milliseconds. */
const HANDSHAKE_TIMEOUT = 10_000;

export class HttpServer implements Service, ExchangeServer {
  readonly id: string;
  draining = false;
  readonly sessions = new Set<ConnectionSession>();
  private readonly options: HttpServerOptions;
  private readonly logger: Logger;
  private routes = new RouteTable<Route>();
  private server: Server | null = null;
  private release: (() => void) | null = null;
  private actor: Actor | null = null;
  private scope: Scope | null = null;
  private current: ServiceConfig;
  private readonly connections = new Connections();
  private readonly fail = (exchange: HttpExchange, error: unknown): void => reportFailure(this.logger, exchange, error);

  constructor(options: HttpServerOptions) {
    this.options = options;
    this.id = options.id;
    this.current = options.config;
    this.logger = options.logger;
  }

  get config(): ServiceConfig {
    return this.current;
  }

  get addr(): string {
    return this.current.addr;
  }

  /** Takes another configuration for the same socket (see `sameSocket`); requests from now on follow it. */
  configure(config: ServiceConfig): void {
    this.current = config;
    if (this.server === null) return;
    this.server.keepAliveTimeout = keepAliveTimeout(config);
    this.identify();
  }

  private identify(): void {
    const identity = this.options.identity?.(this.current);
    this.actor = identity?.actor ?? null;
    this.scope = identity?.scope ?? null;
  }

  /** Where the server listens; null while it does not. */
  get address(): AddressInfo | null {
    const address = this.server?.address() ?? null;
    return typeof address === 'string' ? null : address;
  }

  /** Requests that arrive from now on follow this table. */
  setRoutes(routes: RouteTable<Route>): void {
    this.routes = routes;
  }

  /** @throws WippyError Unavailable for an address that is taken, Invalid for one that is none and for bad TLS. */
  async start({ signal, report }: StartContext): Promise<ServiceRun> {
    const { config } = this;
    if (config.network !== undefined) {
      throw new WippyError(`overlay network not found: ${config.network}`, {
        kind: ErrorKind.NotFound,
        retryable: false,
        hint: 'Remove network to listen on the interfaces of this machine.',
      });
    }
    this.identify();
    const server = await this.create();
    await this.listen(server, signal);
    this.draining = false;
    this.server = server;
    this.release = this.options.onListening?.() ?? null;
    const address = this.address;
    report(`listening on ${config.addr}`);
    this.logger.info('http server listens', { server: this.id, addr: config.addr, port: address?.port });
    const done = new Promise<never>((_, reject) => {
      server.on('error', (error) => {
        reject(new WippyError(`http server error: ${error.message}`, { kind: ErrorKind.Internal, cause: error }));
      });
    });
    return { done };
  }

  private async create(): Promise<Server> {
    const { tls, timeouts } = this.config;
    const read = timeouts.read ?? 0;
    const limits = {
      requestTimeout: read,
      headersTimeout: read === 0 ? 60_000 : Math.min(read, 60_000),
      keepAliveTimeout: keepAliveTimeout(this.config),
      connectionsCheckingInterval: read === 0 ? 30_000 : Math.max(100, Math.min(30_000, read / 2)),
      noDelay: true,
    };
    const server =
      tls === undefined || tls.mode === ''
        ? createServer(limits, this.handle).on('connection', (socket: Socket) => this.connections.watch(socket))
        : await this.createSecure(tls, limits);
    server.on('connection', (socket: Socket) => this.connections.opened(socket));
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.handleUpgrade(server, request, socket, head),
    );
    return server;
  }

  private async createSecure(tls: TlsConfig, limits: ServerOptions): Promise<Server> {
    const secrets = await tlsOptions(tls, this.options.readVariable);
    let server: Server;
    try {
      server = createSecureServer({ ...limits, ...secrets, handshakeTimeout: HANDSHAKE_TIMEOUT }, this.handle);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new WippyError(`failed to load TLS cert/key: ${why}`, { kind: ErrorKind.Invalid, retryable: false });
    }
    return server.on('secureConnection', (socket: TLSSocket) => {
      if (!clientAccepted(tls, socket)) socket.destroy();
      else this.connections.watch(socket);
    });
  }

  private listen(server: Server, signal: AbortSignal): Promise<void> {
    const { addr } = this.config;
    const { host, port } = parseAddress(addr);
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        server.off('error', failed);
        server.off('listening', listening);
        signal.removeEventListener('abort', given);
      };
      const failed = (error: NodeJS.ErrnoException): void => {
        settle();
        void listenError(error, addr, port).then(reject);
      };
      const listening = (): void => {
        settle();
        resolve();
      };
      const given = (): void => {
        settle();
        server.close();
        reject(signal.reason);
      };
      server.on('error', failed);
      server.on('listening', listening);
      signal.addEventListener('abort', given);
      server.listen({ port, ...(host === undefined ? {} : { host }) });
    });
  }

  /** Takes no more connections, lets running exchanges end, and breaks off what is left when the signal aborts. */
  async stop(signal: AbortSignal): Promise<void> {
    const { server } = this;
    if (server === null) return;
    this.draining = true;
    for (const session of [...this.sessions]) session.close('server is shutting down');
    this.release?.();
    this.release = null;
    await new Promise<void>((resolve) => {
      const force = (): void => this.connections.closeAll();
      server.close(() => {
        signal.removeEventListener('abort', force);
        resolve();
      });
      server.closeIdleConnections();
      // Their heads may have promised that the connection stays.
      this.connections.onResponseEnd(() => server.closeIdleConnections());
      this.connections.closeUnused();
      if (signal.aborted) force();
      else signal.addEventListener('abort', force);
    });
    this.server = null;
    this.draining = false;
  }

  private readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    const exchange = new HttpExchange(this, request, response, this.actor, this.scope);
    this.serve(exchange, this.routes.match(exchange.method, exchange.rawPath));
  };

  /** Only routes with a relay for them get such requests; others answer as they always do. */
  private handleUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const match = this.routes.match(request.method as string, pathOf(request.url as string));
    if (!wantsWebSocket(request) || match.kind !== 'found' || !match.route.upgrades) {
      serveWithoutUpgrade(server, request, socket, head);
      return;
    }
    const exchange = new HttpExchange(this, request, responseOn(request), this.actor, this.scope);
    exchange.upgrade = { socket, head };
    this.serve(exchange, match);
  }

  private serve(exchange: HttpExchange, match: RouteMatch<Route>): void {
    this.connections.carries(exchange);
    const writeTimeout = this.current.timeouts.write ?? 0;
    if (writeTimeout > 0) limitWriting(exchange, exchange.response.raw, writeTimeout);
    if (match.kind === 'found') {
      exchange.params = match.params;
      exchange.route = match.route.info;
      follow(match.route, exchange, this.fail);
      return;
    }
    const plain = 'text/plain; charset=utf-8';
    if (match.kind === 'method') {
      exchange.response.replaceHeader('Allow', match.allow.join(', '));
      exchange.response.answer(405, plain, 'Method Not Allowed\n');
    } else if (match.kind === 'malformed') exchange.response.answer(400, plain, 'malformed path\n');
    else exchange.response.answer(404, plain, '404 page not found\n');
  }
}

/** Whether a server that listens can go on with another configuration: its address and how it reads make another socket. */
export function sameSocket(a: ServiceConfig, b: ServiceConfig): boolean {
  const socket = ({ addr, network, tls, timeouts }: ServiceConfig): unknown => ({
    addr,
    network,
    tls,
    read: timeouts.read,
  });
  return deepEqual(socket(a), socket(b));
}

function keepAliveTimeout({ timeouts }: ServiceConfig): number {
  return timeouts.idle ?? timeouts.read ?? 0;
}

function limitWriting(exchange: HttpExchange, response: ServerResponse, milliseconds: number): void {
  const timer = setTimeout(() => response.destroy(), milliseconds);
  exchange.response.addHook({ ended: () => clearTimeout(timer) });
}

async function listenError(error: NodeJS.ErrnoException, addr: string, port: number): Promise<WippyError> {
  const details = { addr, port, code: error.code };
  if (error.code === 'EADDRINUSE') {
    const holder = await portHolder(port);
    const by = holder === undefined ? '' : ` by ${holder}`;
    return new WippyError(`address ${addr} is already in use${by}`, {
      kind: ErrorKind.Unavailable,
      retryable: true,
      details: holder === undefined ? details : { ...details, holder },
      hint: `Stop the program that listens on port ${port}, or give this server another addr.`,
    });
  }
  if (error.code === 'EACCES') {
    return new WippyError(`not allowed to listen on ${addr}`, {
      kind: ErrorKind.PermissionDenied,
      retryable: false,
      details,
      hint: 'Ports below 1024 need special rights; choose a higher one.',
    });
  }
  return new WippyError(`cannot listen on ${addr}: ${error.message}`, {
    kind: ErrorKind.Unavailable,
    retryable: true,
    details,
    cause: error,
  });
}
