/**
 * One request with its response. Endpoint functions, middleware and file handlers all work on this; texts are byte strings as
 * Lua has them, which is also how node:http hands out URLs and headers.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FrameContext } from '../../core/context/frame-context.ts';
import type { Actor, Scope } from '../../core/context/identity.ts';
import type { RunningCall } from '../../system/functions/callable.ts';
import { fromLuaString } from '../lua/convert/text.ts';
import { ResponseWriter } from './response-writer.ts';
import { decodeSegment } from './routing/pattern.ts';
import { NO_PARAMS, type RouteParams } from './routing/route-table.ts';

/** What an exchange knows about its server. */
export interface ExchangeServer {
  readonly id: string;
  /** The address of the configuration. */
  readonly addr: string;
  /** Connections end after their response. */
  readonly draining: boolean;
  /** What lives on behind connections of this server and must end with it. */
  readonly sessions: Set<ConnectionSession>;
}

export interface ConnectionSession {
  close(reason: string): void;
}

/** A connection whose client wants to go on with another protocol, and what it has sent already. */
export interface UpgradeRequest {
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** The endpoint that serves an exchange. */
export interface RouteInfo {
  /** Entry ids. */
  readonly endpoint: string;
  readonly func: string;
  readonly router: string;
  /** The path pattern with the prefix of the router. */
  readonly pattern: string;
}

const EXCHANGE: unique symbol = Symbol('exchange');

interface TaggedFrame extends FrameContext {
  [EXCHANGE]?: HttpExchange;
}

/** Gives the exchange to the function that is called from this frame, and to no function which that one calls. */
export function attachExchange(frame: FrameContext, exchange: HttpExchange): void {
  (frame as TaggedFrame)[EXCHANGE] = exchange;
}

/** The exchange that the running function serves, or undefined. */
export function exchangeOf(context: FrameContext): HttpExchange | undefined {
  return (context.parent as TaggedFrame | null)?.[EXCHANGE];
}

export class HttpExchange {
  readonly request: IncomingMessage;
  readonly response: ResponseWriter;
  readonly server: ExchangeServer;
  /** The path as it was sent, with escapes. */
  readonly rawPath: string;
  /** Position of the query in the URL, or -1. */
  private readonly queryStart: number;
  params: RouteParams = NO_PARAMS;
  route: RouteInfo | null = null;
  actor: Actor | null;
  scope: Scope | null;
  /** Of the client, where middleware knows better than the socket. */
  remoteAddress: string | null = null;
  /** The call of the endpoint's function while it runs. */
  call: RunningCall | null = null;
  /** The body as a byte string once it was read as a whole. */
  body: string | null = null;
  /** Missing where the client only wants an answer. */
  upgrade: UpgradeRequest | null = null;
  /** The client has gone. */
  aborted = false;
  private query: URLSearchParams | null = null;

  constructor(
    server: ExchangeServer,
    request: IncomingMessage,
    response: ServerResponse,
    actor: Actor | null,
    scope: Scope | null,
  ) {
    this.server = server;
    this.request = request;
    this.response = new ResponseWriter(this, response);
    this.actor = actor;
    this.scope = scope;
    const url = request.url as string;
    this.queryStart = url.indexOf('?');
    this.rawPath = pathOf(url, this.queryStart);
  }

  get method(): string {
    return this.request.method as string;
  }

  /** The path with its escapes undone. */
  get path(): string {
    return decodeSegment(this.rawPath) ?? this.rawPath;
  }

  /** The query without `?`. */
  get rawQuery(): string {
    return this.queryStart < 0 ? '' : (this.request.url as string).slice(this.queryStart + 1);
  }

  /** The parsed query; its texts are host text. */
  get queryParams(): URLSearchParams {
    this.query ??= new URLSearchParams(fromLuaString(this.rawQuery));
    return this.query;
  }

  /** All values of a header in one, or undefined. The name is in any case. */
  header(name: string): string | undefined {
    const key = name.toLowerCase();
    const { headers } = this.request;
    // The object of node:http inherits from the host's.
    const value = Object.hasOwn(headers, key) ? headers[key] : undefined;
    return Array.isArray(value) ? value.join(', ') : value;
  }

  /** `address:port` of the client, or what middleware has put in its place. */
  get remote(): string {
    if (this.remoteAddress !== null) return this.remoteAddress;
    const { remoteAddress = '', remotePort } = this.request.socket;
    const plain = plainAddress(remoteAddress);
    return remotePort === undefined ? plain : `${plain.includes(':') ? `[${plain}]` : plain}:${remotePort}`;
  }

  /** The address of the client without port. */
  get clientAddress(): string {
    return this.remoteAddress ?? plainAddress(this.request.socket.remoteAddress ?? '');
  }
}

/** An IPv4 client of a socket that listens for both arrives as `::ffff:a.b.c.d`. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

/** The path of a request's URL, as it was sent. @param queryStart position of the query, or -1. */
export function pathOf(url: string, queryStart = url.indexOf('?')): string {
  const path = queryStart < 0 ? url : url.slice(0, queryStart);
  return path.startsWith('/') ? path : absolutePath(path);
}

/** The path of a URL in absolute form, as proxies send it; `*` and nonsense become a path that no route has. */
function absolutePath(url: string): string {
  const match = /^https?:\/\/[^/]*(\/.*)?$/i.exec(url);
  return match === null ? '' : (match[1] ?? '/');
}
