/** The body of a request, read when somebody asks for it. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { fromBytes } from '../lua/convert/text.ts';
import type { HttpExchange } from './exchange.ts';

/** Bytes of a body that is read as a whole, unless the application allows more. */
export const DEFAULT_MAXIMUM = 120 * 1024 * 1024;

/** Milliseconds in which a body must have arrived. */
export const DEFAULT_TIMEOUT = 300_000;

export function bodyTooLarge(maximum: number): WippyError {
  return new WippyError('request body too large', {
    kind: ErrorKind.Invalid,
    retryable: false,
    details: { maximum },
  });
}

function readFailed(why: string): WippyError {
  return new WippyError(`failed to read body: ${why}`, { kind: ErrorKind.Internal, retryable: false });
}

/** Bytes that the request announces: 0 without a body, -1 where only its end tells. */
export function contentLength({ request }: HttpExchange): number {
  const { headers } = request;
  if (headers['transfer-encoding'] !== undefined) return -1;
  const length = headers['content-length'];
  return length === undefined ? 0 : Number(length);
}

/**
 * Reads the body as a byte string; a second call gets the same text. Returns what gives the reading up.
 */
export function readBody(
  exchange: HttpExchange,
  maximum: number,
  timeout: number,
  done: (body: string, error: WippyError | null) => void,
): () => void {
  const { request } = exchange;
  const nothing = (): void => {};
  if (exchange.body !== null) {
    done(exchange.body, null);
    return nothing;
  }
  const announced = contentLength(exchange);
  if (announced > maximum) {
    done('', bodyTooLarge(maximum));
    return nothing;
  }
  if (announced === 0) {
    exchange.body = '';
    done('', null);
    return nothing;
  }
  if (request.readableEnded || request.destroyed) {
    done('', readFailed('the body was read already'));
    return nothing;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = (): void => {
    clearTimeout(timer);
    request.off('data', onData);
    request.off('end', onEnd);
    request.off('close', onClose);
  };
  const fail = (error: WippyError): void => {
    stop();
    request.pause();
    done('', error);
  };
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    if (size > maximum) fail(bodyTooLarge(maximum));
    else chunks.push(chunk);
  };
  const onEnd = (): void => {
    stop();
    exchange.body = fromBytes(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size));
    done(exchange.body, null);
  };
  const onClose = (): void => fail(readFailed('the client has closed the connection'));
  const timer = setTimeout(() => fail(readFailed(`request timeout after ${timeout}ms`)), timeout);
  request.on('data', onData);
  request.on('end', onEnd);
  request.on('close', onClose);
  return stop;
}
