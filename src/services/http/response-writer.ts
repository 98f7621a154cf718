/**
 * The response of an exchange. Writes are collected and go out as one packet when the exchange ends; after a flush they go
 * out as they come.
 */

import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { HttpExchange } from './exchange.ts';

/** Middleware that has something to do with the response of an exchange. */
export interface ResponseHook {
  /**
   * Before the head is sent; may change status, headers and, unless it is a stream, the body. True: the hook sends the
   * response itself.
   */
  beforeHead?(exchange: HttpExchange, streaming: boolean): boolean;
  /** The response has been sent, or its client has gone. */
  ended?(exchange: HttpExchange): void;
}

/** Collected bytes beyond this are sent as a stream. */
export const BUFFER_LIMIT = 1024 * 1024;

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

function headersSent(what: string): WippyError {
  return new WippyError(`cannot set ${what} after headers are sent`, { kind: ErrorKind.Invalid, retryable: false });
}

export function writeFailed(why: string): WippyError {
  return new WippyError(`write failed: ${why}`, { kind: ErrorKind.Internal, retryable: false });
}

export class ResponseWriter {
  /** Status of the response. */
  status = 200;
  /** True once the function has decided about the response. */
  handled = false;
  /** Names and values in turn. */
  readonly headers: string[] = [];
  /** What has been written and not sent. */
  body = '';
  /** `open`: nothing sent; `streaming`: the head is sent; `ended`: nothing more can be sent. */
  state: 'open' | 'streaming' | 'ended' = 'open';
  transfer: '' | 'chunked' | 'sse' = '';
  /** Where the bytes of a stream go; middleware may put a filter before the connection. */
  sink: Writable;
  readonly raw: ServerResponse;
  private readonly exchange: HttpExchange;
  private hooks: ResponseHook[] | null = null;
  /** Something was written: from the view of the application the headers are out. */
  private begun = false;

  constructor(exchange: HttpExchange, raw: ServerResponse) {
    this.exchange = exchange;
    this.raw = raw;
    this.sink = raw;
  }

  addHook(hook: ResponseHook): void {
    this.hooks ??= [];
    this.hooks.push(hook);
  }

  get headersSent(): boolean {
    return this.begun || this.state !== 'open';
  }

  /** @throws WippyError Invalid once something was written, or for a number that is no status. */
  setStatus(status: number): void {
    if (this.headersSent) throw headersSent('status');
    if (!Number.isInteger(status) || status < 100 || status > 999) {
      throw new WippyError(`invalid status code ${status}`, {
        kind: ErrorKind.Invalid,
        retryable: false,
        hint: 'A status is a number from 100 to 999.',
      });
    }
    this.status = status;
    this.handled = true;
  }

  /** Replaces a header. @throws WippyError Invalid once something was written, or for text that no header may hold. */
  setHeader(name: string, value: string): void {
    if (this.headersSent) throw headersSent('headers');
    if (!HEADER_NAME.test(name) || !HEADER_VALUE.test(value)) {
      throw new WippyError(`invalid header ${JSON.stringify(name)}: ${JSON.stringify(value)}`, {
        kind: ErrorKind.Invalid,
        retryable: false,
        hint: 'Names are tokens; values have no line breaks or control characters.',
      });
    }
    this.replaceHeader(name, value);
  }

  /** As `setHeader`, for middleware: unchecked, and until the head is really sent. */
  replaceHeader(name: string, value: string): void {
    const index = this.headerIndex(name);
    if (index < 0) this.headers.push(name, value);
    else this.headers[index + 1] = value;
  }

  header(name: string): string | undefined {
    const index = this.headerIndex(name);
    return index < 0 ? undefined : this.headers[index + 1];
  }

  removeHeader(name: string): void {
    const index = this.headerIndex(name);
    if (index >= 0) this.headers.splice(index, 2);
  }

  private headerIndex(name: string): number {
    const { headers } = this;
    if (headers.length === 0) return -1;
    for (let i = 0; i < headers.length; i += 2) if (headers[i] === name) return i;
    const lower = name.toLowerCase();
    for (let i = 0; i < headers.length; i += 2) if ((headers[i] as string).toLowerCase() === lower) return i;
    return -1;
  }

  /** Adds to the body. True when so much was collected that it should be flushed. */
  write(bytes: string): boolean {
    this.handled = true;
    this.begun = true;
    this.body += bytes;
    return this.state === 'streaming' || this.body.length > BUFFER_LIMIT;
  }

  /**
   * Sends what was written, as a stream from now on. `done` is called when more may be written.
   * @throws WippyError Internal when the client has gone.
   */
  flush(done: (error: WippyError | null) => void): void {
    this.handled = true;
    const refusal = this.flushRefusal();
    const { body, sink } = this;
    if (refusal === null) this.body = '';
    if (refusal !== null || body === '' || sink.write(body, 'latin1')) {
      done(refusal);
      return;
    }
    const settle = (): void => {
      sink.off('drain', settle);
      sink.off('close', settle);
      done(this.exchange.aborted ? writeFailed('the client has closed the connection') : null);
    };
    sink.on('drain', settle);
    sink.on('close', settle);
  }

  private flushRefusal(): WippyError | null {
    if (this.exchange.aborted) return writeFailed('the client has closed the connection');
    if (this.state === 'ended') return writeFailed('the response has ended');
    return this.state === 'streaming' || this.beginStream() ? null : writeFailed('the response was taken over');
  }

  /** Sends the head of a stream. False when a hook has taken the response over. */
  private beginStream(): boolean {
    if (this.runHooks(true)) return false;
    this.state = 'streaming';
    if (this.exchange.server.draining) this.headers.push('Connection', 'close');
    if (this.headerIndex('Content-Type') < 0 && this.body !== '') {
      this.headers.push('Content-Type', sniffContentType(this.body));
    }
    this.raw.writeHead(this.status, this.headers);
    this.raw.flushHeaders();
    return true;
  }

  /** Ends the exchange: sends what was not sent. Later calls do nothing. */
  end(): void {
    if (this.state === 'ended') return;
    if (this.exchange.aborted) {
      this.ended();
      return;
    }
    if (this.state === 'streaming') {
      this.state = 'ended';
      const { body } = this;
      this.body = '';
      if (body === '') this.sink.end();
      else this.sink.end(body, 'latin1');
      this.ended();
      return;
    }
    if (this.hooks !== null && this.runHooks(false)) return;
    this.send(this.body);
  }

  /** Sends head and body at once; the hooks are not asked. */
  send(body: string | Uint8Array): void {
    const { headers, raw } = this;
    if (this.exchange.server.draining) headers.push('Connection', 'close');
    const { length } = body;
    if (length > 0 && this.headerIndex('Content-Type') < 0) {
      headers.push('Content-Type', typeof body === 'string' ? sniffContentType(body) : 'application/octet-stream');
    }
    if (this.mayHaveBody() && this.headerIndex('Content-Length') < 0) headers.push('Content-Length', String(length));
    this.state = 'ended';
    raw.writeHead(this.status, headers);
    if (typeof body === 'string') raw.end(body, 'latin1');
    else raw.end(body);
    this.ended();
  }

  /** Names the type of the body from its content, if nobody has. */
  sniff(): void {
    if (this.body !== '' && this.headerIndex('Content-Type') < 0) {
      this.headers.push('Content-Type', sniffContentType(this.body));
    }
  }

  private mayHaveBody(): boolean {
    return this.status >= 200 && this.status !== 204 && this.status !== 304;
  }

  /** Replaces whatever was written by this response, if its head is not sent yet. */
  answer(status: number, contentType: string, body: string): void {
    if (this.state !== 'open') return;
    this.status = status;
    this.handled = true;
    this.replaceHeader('Content-Type', contentType);
    this.body = body;
    this.end();
  }

  /** Tells the hooks that the exchange is over. */
  ended(): void {
    this.state = 'ended';
    const { hooks } = this;
    this.hooks = null;
    if (hooks !== null) for (const hook of hooks) hook.ended?.(this.exchange);
  }

  private runHooks(streaming: boolean): boolean {
    const { hooks } = this;
    if (hooks === null) return false;
    for (let i = hooks.length - 1; i >= 0; i--) {
      if ((hooks[i] as ResponseHook).beforeHead?.(this.exchange, streaming) === true) return true;
    }
    return false;
  }
}

/** The type of a body that nobody has named. */
function sniffContentType(body: string): string {
  const start = body.slice(0, 512);
  if (/^\s*<(?:!doctype html|html|head|body|script|table|div|h1|p|a|br|title|style)[\s>]/i.test(start)) {
    return 'text/html; charset=utf-8';
  }
  return /[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(start) ? 'application/octet-stream' : 'text/plain; charset=utf-8';
}
