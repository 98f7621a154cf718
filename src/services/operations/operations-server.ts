/** A small HTTP server for the people who run an application, beside the servers that the application defines. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { toWippyError } from '../../infrastructure/errors.ts';
import type { Logger } from '../../infrastructure/logger/index.ts';
import { parseAddress } from '../http/server/address.ts';
import { portHolder } from '../http/server/port-holder.ts';

/** Answers one request; what it throws becomes status 500 with the message. */
export type OperationsHandler = (request: URL, response: ServerResponse) => void | Promise<void>;

export interface OperationsServerOptions {
  readonly address: string;
  /** By path. A path that ends in "/" stands for itself alone. */
  readonly handlers: Readonly<Record<string, OperationsHandler>>;
  readonly logger: Logger;
  /** Milliseconds for reading a request; 0 for any time. */
  readonly readTimeout?: number;
  /** Milliseconds that a connection without requests stays open; default 60 s. */
  readonly idleTimeout?: number;
}

export class OperationsServer {
  private readonly options: OperationsServerOptions;
  private server: Server | null = null;

  constructor(options: OperationsServerOptions) {
    this.options = options;
  }

  /** Port it listens on; 0 while it does not. */
  get port(): number {
    const address = this.server?.address() ?? null;
    return address === null || typeof address === 'string' ? 0 : address.port;
  }

  /**
   * Listens. An address that is taken is logged and not thrown: the application is worth more than this server.
   * @throws WippyError Invalid for an address that is none.
   */
  async start(): Promise<void> {
    const { address, logger, readTimeout = 15_000, idleTimeout = 60_000 } = this.options;
    const { host, port } = parseAddress(address);
    const server = createServer((request, response) => void this.answer(request, response));
    server.requestTimeout = readTimeout;
    server.headersTimeout = readTimeout;
    server.keepAliveTimeout = idleTimeout;
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, resolve);
      });
    } catch (error) {
      const holder = await portHolder(port);
      const hint = holder === undefined ? {} : { held_by: holder };
      logger.error('cannot listen', { address, ...hint, error: toWippyError(error) });
      return;
    }
    server.on('error', (error) => logger.error('server failed', { error }));
    // It serves the program and does not keep it alive.
    server.unref();
    this.server = server;
    logger.info('listening', { address, port: this.port });
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server === null) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const handler = Object.hasOwn(this.options.handlers, url.pathname) ? this.options.handlers[url.pathname] : null;
      if (request.method !== 'GET' && request.method !== 'HEAD') plain(response, 405, 'method not allowed');
      else if (handler === null) plain(response, 404, 'not found');
      else await handler(url, response);
    } catch (error) {
      const { message } = toWippyError(error);
      this.options.logger.error('request failed', { path: request.url, error });
      if (response.headersSent) response.destroy();
      else plain(response, 500, message);
    }
  }
}

/** Answers with one line of text. */
export function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' });
  response.end(`${text}\n`);
}
