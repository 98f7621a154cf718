/** Middleware `sse_relay`: events from processes to a client. Reference: http/sse of the Wippy documentation. */

import type { Message } from '../../../core/relay/message.ts';
import type { TimerHandle } from '../../../infrastructure/clock.ts';
import { toWippyError, WippyError } from '../../../infrastructure/errors.ts';
import { type Payload, PayloadFormat } from '../../../infrastructure/transcoder/payload.ts';
import { fromLuaString, toLuaString } from '../../lua/convert/text.ts';
import type { HttpExchange } from '../exchange.ts';
import type { Middleware, MiddlewareFactory } from '../middleware/middleware.ts';
import type { ResponseHook } from '../response-writer.ts';
import { parseRelayCommand, type RelayCommand } from './command.ts';
import { base64Of, jsonOf } from './content.ts';
import { type OriginPatterns, originAllowed, originPatterns } from './origins.ts';
import { CLIENT_BACKLOG, type RelayServices, RelaySession, statusOf } from './session.ts';

const HEADER = 'X-SSE-Relay';

/** Topics between stream and target, which the client does not see. */
const PRIVATE = new Set(['sse.join', 'sse.leave', 'sse.heartbeat']);

export function sseRelayFactory(services: RelayServices): MiddlewareFactory {
  return (options) => new SseRelay(services, originPatterns(options, 'sserelay.allowed.origins'));
}

class SseRelay implements Middleware, ResponseHook {
  readonly name = 'sse_relay';
  private readonly services: RelayServices;
  private readonly origins: OriginPatterns;

  constructor(services: RelayServices, origins: OriginPatterns) {
    this.services = services;
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
    const written = streaming || response.body !== '';
    if (written || response.status !== 200) {
      this.services.logger.warn('no event stream: the response was written already', {
        path: exchange.path,
        status: response.status,
      });
      return false;
    }
    if (exchange.method === 'HEAD') {
      response.replaceHeader('Content-Type', 'text/event-stream');
      return false;
    }
    try {
      if (!originAllowed(exchange, this.origins)) {
        throw new WippyError('origin is not allowed', { kind: 'PermissionDenied', retryable: false });
      }
      new SseSession(this.services, exchange, parseRelayCommand(fromLuaString(json))).start();
    } catch (thrown) {
      const error = toWippyError(thrown);
      response.answer(statusOf(error), 'text/plain; charset=utf-8', `${toLuaString(error.message)}\n`);
    }
    return true;
  }
}

class SseSession extends RelaySession {
  private readonly exchange: HttpExchange;
  private idle: number;
  private hard: number;
  private idleTimer: TimerHandle = undefined;
  private hardTimer: TimerHandle = undefined;

  constructor(services: RelayServices, exchange: HttpExchange, command: RelayCommand) {
    super(services, exchange.server, 'sse', command);
    this.exchange = exchange;
    this.idle = command.idle_timeout ?? 0;
    this.hard = command.hard_timeout ?? 0;
  }

  start(): void {
    this.join();
    const { response } = this.exchange;
    response.addHook({ ended: () => this.clientGone() });
    response.transfer = 'sse';
    const headers = {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache',
      Connection: 'keep-alive',
      // Proxies would hold events back.
      'X-Accel-Buffering': 'no',
    };
    for (const [name, value] of Object.entries(headers)) {
      if (response.header(name) === undefined) response.replaceHeader(name, value);
    }
    response.flush((error) => {
      if (error !== null) this.clientGone();
    });
    if (this.target === null) {
      const { metadata, pid, messageTopic } = this;
      const ready = { stream_pid: pid.text, message_topic: messageTopic };
      this.write('ready', JSON.stringify(metadata === undefined ? ready : { metadata, ...ready }));
    }
    this.armIdle();
    this.armHard();
  }

  protected override forward({ topic, payloads }: Message): void {
    if (PRIVATE.has(topic) || (this.messageTopic !== '*' && topic !== this.messageTopic)) return;
    for (const content of payloads) {
      if (this.ended) return;
      this.write(topic, this.dataOf(content));
      this.count++;
    }
    this.armIdle();
  }

  protected override ping(): void {
    this.writeText(': ping\n\n');
  }

  protected override farewell(reason: string): void {
    this.write('done', JSON.stringify({ reason }));
    this.exchange.response.end();
  }

  protected override targetRefused(error: WippyError): void {
    this.services.logger.warn('event stream keeps its target', { pid: this.pid.text, error });
  }

  protected override reconfigure(command: RelayCommand): void {
    if (Object.hasOwn(command, 'idle_timeout')) {
      this.idle = command.idle_timeout ?? 0;
      this.armIdle();
    }
    if (Object.hasOwn(command, 'hard_timeout')) {
      this.hard = command.hard_timeout ?? 0;
      this.armHard();
    }
  }

  protected override dispose(): void {
    this.services.clock.clearTimer(this.idleTimer);
    this.services.clock.clearTimer(this.hardTimer);
  }

  private armIdle(): void {
    const { clock } = this.services;
    clock.clearTimer(this.idleTimer);
    if (this.idle > 0 && !this.ended) this.idleTimer = clock.setTimer(() => this.close('idle timeout'), this.idle);
  }

  private armHard(): void {
    const { clock } = this.services;
    clock.clearTimer(this.hardTimer);
    if (this.hard > 0 && !this.ended) this.hardTimer = clock.setTimer(() => this.close('hard timeout'), this.hard);
  }

  /** Text as it is, bytes in base64, anything else as JSON. */
  private dataOf(content: Payload): string {
    const textual = content.format === PayloadFormat.Text;
    return textual ? String(content.data) : (base64Of(content) ?? jsonOf(content, this.services.transcoder));
  }

  private write(event: string, data: string): void {
    if (/[\r\n]/.test(event))
      throw new WippyError('event name has a line break', { kind: 'Invalid', retryable: false });
    const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
    this.writeText(`event: ${event}\n${lines.join('')}\n`);
  }

  private writeText(text: string): void {
    const { response, aborted } = this.exchange;
    if (aborted || response.state !== 'streaming') return;
    response.sink.write(text, 'utf8');
    if (response.sink.writableLength <= CLIENT_BACKLOG) return;
    this.services.logger.warn('event stream given up: its client does not read', { pid: this.pid.text });
    response.raw.destroy();
  }
}
