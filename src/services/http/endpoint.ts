/** Endpoints: a request becomes a call of a function. Rule: http/endpoint of the Wippy documentation. */

import { FrameContext } from '../../core/context/frame-context.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { Logger } from '../../infrastructure/logger/index.ts';
import type { Transcoder } from '../../infrastructure/transcoder/index.ts';
import { type Payload, PayloadFormat } from '../../infrastructure/transcoder/payload.ts';
import type { FunctionRegistry } from '../../system/functions/function-registry.ts';
import { toLuaString } from '../lua/convert/text.ts';
import { attachExchange, type HttpExchange, type RouteInfo } from './exchange.ts';
import type { RouteTarget } from './route.ts';

const NO_PAYLOADS: readonly Payload[] = Object.freeze([]);

/** What endpoints need of the runtime. */
export interface EndpointServices {
  readonly functions: FunctionRegistry;
  readonly transcoder: Transcoder;
  readonly logger: Logger;
}

export class EndpointTarget implements RouteTarget {
  private readonly services: EndpointServices;
  private readonly info: RouteInfo;

  constructor(services: EndpointServices, info: RouteInfo) {
    this.services = services;
    this.info = info;
  }

  serve(exchange: HttpExchange): void {
    const { info } = this;
    const context = FrameContext.root({ id: info.endpoint, actor: exchange.actor, scope: exchange.scope });
    attachExchange(context, exchange);
    let answered = false;
    const call = this.services.functions.call(
      { target: info.func, payloads: NO_PAYLOADS, context, options: null },
      (value, error) => {
        answered = true;
        exchange.call = null;
        if (error !== null) this.failed(exchange, error);
        else this.returned(exchange, value);
      },
    );
    if (!answered) exchange.call = call;
  }

  private returned(exchange: HttpExchange, value: readonly Payload[] | null): void {
    const { response } = exchange;
    if (!response.handled && !exchange.aborted) {
      const payload = value?.[0];
      if (payload === undefined || payload.data === undefined) {
        const error = new WippyError('no response sent', {
          kind: ErrorKind.Internal,
          retryable: false,
          hint: 'The function must write to http.response() or return a value.',
        });
        this.failed(exchange, error);
        return;
      }
      try {
        const json = this.services.transcoder.transcode(payload, PayloadFormat.Json).data as string;
        if (response.header('Content-Type') === undefined) response.setHeader('Content-Type', 'application/json');
        response.write(toLuaString(json));
      } catch (thrown) {
        this.failed(exchange, thrown);
        return;
      }
    }
    response.end();
  }

  private failed(exchange: HttpExchange, thrown: unknown): void {
    reportFailure(this.services.logger, exchange, thrown, this.info.func);
  }
}

/**
 * Logs an error that ended an exchange and answers 500 with a short JSON body. What was written but not sent is dropped; a
 * stream that has begun is broken off, so that its client does not take it for whole, except for events.
 */
export function reportFailure(logger: Logger, exchange: HttpExchange, thrown: unknown, func?: string): void {
  const error =
    thrown instanceof WippyError
      ? thrown
      : new WippyError('internal server error', { kind: ErrorKind.Internal, cause: thrown });
  const { response } = exchange;
  if (exchange.aborted) {
    logger.debug('request was given up', { method: exchange.method, path: exchange.path, error: error.message });
    response.end();
    return;
  }
  logger.error('request failed', {
    method: exchange.method,
    path: exchange.path,
    ...(func === undefined ? {} : { func }),
    error,
  });
  if (response.state === 'open') {
    response.removeHeader('Content-Length');
    const body = JSON.stringify({ error: error.message, kind: error.kind });
    response.answer(500, 'application/json', toLuaString(body));
    return;
  }
  if (response.state === 'streaming' && response.transfer !== 'sse') response.raw.destroy();
  response.end();
}
