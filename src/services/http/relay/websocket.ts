/**
 * Middleware `websocket_relay`: a connection in both directions between a client and a process.
 * Reference: http/websocket-relay of the Wippy documentation.
 */

import type { IncomingMessage } from 'node:http';
import type { WebSocket, WebSocketServer } from 'ws';
import type { Message } from '../../../core/relay/message.ts';
import { toWippyError, WippyError } from '../../../infrastructure/errors.ts';
import { PayloadFormat, payload } from '../../../infrastructure/transcoder/payload.ts';
import { fromLuaString, toLuaString } from '../../lua/convert/text.ts';
import type { HttpExchange } from '../exchange.ts';
import type { Middleware, MiddlewareFactory } from '../middleware/middleware.ts';
import type { ResponseHook } from '../response-writer.ts';
import { parseRelayCommand, type RelayCommand } from './command.ts';
import { jsonOf } from './content.ts';
import { type OriginPatterns, originAllowed, originPatterns } from './origins.ts';
import { CLIENT_BACKLOG, type RelayServices, RelaySession, statusOf } from './session.ts';

const HEADER = 'X-WS-Relay';

/** Bytes of a message from a client. */
const MAXIMUM_MESSAGE = 1024 * 1024;

const NORMAL_CLOSURE = 1000;

/** Bytes of a reason in a close frame. Rule: RFC 6455, section 5.5. */
const MAXIMUM_REASON = 123;

export function websocketRelayFactory(services: RelayServices): MiddlewareFactory {
  const handshakes = new Handshakes();
  return (options) => new WebSocketRelay(services, handshakes, originPatterns(options, 'wsrelay.allowed.origins'));
}

class WebSocketRelay implements Middleware, ResponseHook {
  readonly name = 'websocket_relay';
  readonly upgrades = true;
  private readonly services: RelayServices;
  private readonly handshakes: Handshakes;
  private readonly origins: OriginPatterns;

  constructor(services: RelayServices, handshakes: Handshakes, origins: OriginPatterns) {
    this.services = services;
    this.handshakes = handshakes;
    this.origins = origins;
  }

  handle({ response }: HttpExchange): boolean {
    response.addHook(this);
    return true;
  }

  beforeHead(exchange: HttpExchange, streaming: boolean): boolean {
    const { response } = exchange;
    const json = response.header(HEADER);
    if (json === undefined) return false;
    response.removeHeader(HEADER);
    if (streaming || response.body !== '') {
      this.services.logger.warn('no websocket: the response was written already', { path: exchange.path });
      return false;
    }
    this.begin(exchange, fromLuaString(json)).catch((thrown: unknown) => {
      const error = toWippyError(thrown);
      response.answer(statusOf(error), 'text/plain; charset=utf-8', `${toLuaString(error.message)}\n`);
    });
    return true;
  }

  private async begin(exchange: HttpExchange, json: string): Promise<void> {
    if (exchange.upgrade === null) {
      exchange.response.replaceHeader('Connection', 'Upgrade');
      exchange.response.replaceHeader('Upgrade', 'websocket');
      exchange.response.answer(426, 'text/plain; charset=utf-8', 'this path speaks WebSocket\n');
      return;
    }
    if (!originAllowed(exchange, this.origins)) {
      throw new WippyError('origin is not allowed', { kind: 'PermissionDenied', retryable: false });
    }
    const session = new WebSocketSession(this.services, exchange, requireTarget(parseRelayCommand(json)));
    await this.handshakes.load();
    if (exchange.aborted) return;
    this.handshakes.accept(exchange, (client) => session.start(client));
  }
}

/** @throws WippyError Invalid without a target: there is nobody to talk to. */
function requireTarget(command: RelayCommand): RelayCommand {
  if (command.target_pid) return command;
  throw new WippyError('invalid relay configuration: target_pid is missing', { kind: 'Invalid', retryable: false });
}

/** Turns connections into websockets. The library is loaded for the first one. */
class Handshakes {
  private server: WebSocketServer | null = null;
  /** Headers that the function has set for the answer to a handshake. */
  private readonly headers = new WeakMap<IncomingMessage, readonly string[]>();

  async load(): Promise<void> {
    if (this.server !== null) return;
    const { WebSocketServer } = await import('ws');
    const server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: MAXIMUM_MESSAGE,
    });
    server.on('headers', (lines, request) => {
      const headers = this.headers.get(request) ?? [];
      for (let i = 0; i < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
    });
    this.server ??= server;
  }

  accept(exchange: HttpExchange, done: (client: WebSocket) => void): void {
    const { request, response, upgrade } = exchange;
    if (upgrade === null || this.server === null) return;
    const own = /^(?:content-(?:type|length)|connection|upgrade|transfer-encoding|sec-websocket-.*)$/i;
    const headers = response.headers.filter((_, index, all) => !own.test(all[index - (index % 2)] as string));
    this.headers.set(request, headers);
    response.raw.detachSocket(request.socket);
    response.status = 101;
    response.ended();
    this.server.handleUpgrade(request, upgrade.socket, upgrade.head, done);
  }
}

class WebSocketSession extends RelaySession {
  private client: WebSocket | null = null;

  constructor(services: RelayServices, exchange: HttpExchange, command: RelayCommand) {
    super(services, exchange.server, 'ws', command);
  }

  start(client: WebSocket): void {
    this.client = client;
    // A Buffer, as the client's `binaryType` is what it is by default.
    client.on('message', (data, isBinary) => this.fromClient(data as Buffer, isBinary));
    client.on('close', () => this.clientGone());
    client.on('error', (error) => {
      this.services.logger.debug('websocket failed', { pid: this.pid.text, error: toWippyError(error) });
    });
    try {
      this.join();
    } catch (thrown) {
      this.services.logger.warn('websocket has no target', { pid: this.pid.text, error: toWippyError(thrown) });
      this.farewell('Failed to monitor target PID');
    }
  }

  private fromClient(data: Buffer, isBinary: boolean): void {
    if (this.ended) return;
    this.count++;
    const content = isBinary
      ? payload(PayloadFormat.Bytes, new Uint8Array(data))
      : payload(PayloadFormat.Text, data.toString('utf8'));
    this.tell(this.messageTopic, content);
  }

  protected override forward({ topic, payloads }: Message): void {
    for (const content of payloads) {
      if (this.ended) return;
      this.toClient(`{"data":${jsonOf(content, this.services.transcoder)},"topic":${JSON.stringify(topic)}}`);
    }
  }

  private toClient(text: string): void {
    const { client } = this;
    if (client === null) return;
    client.send(text);
    if (client.bufferedAmount <= CLIENT_BACKLOG) return;
    this.services.logger.warn('websocket given up: its client does not read', { pid: this.pid.text });
    client.terminate();
  }

  protected override ping(): void {
    this.client?.ping();
  }

  protected override farewell(reason: string): void {
    this.client?.close(NORMAL_CLOSURE, shortened(reason));
  }

  protected override targetRefused(error: WippyError): void {
    this.services.logger.warn('websocket has no target any more', { pid: this.pid.text, error });
    this.close('Failed to monitor new target PID');
  }
}

/** As much of a reason as a close frame takes. */
function shortened(reason: string): string {
  let text = reason;
  while (Buffer.byteLength(text) > MAXIMUM_REASON) text = text.slice(0, Math.min(text.length - 1, MAXIMUM_REASON));
  return text;
}
