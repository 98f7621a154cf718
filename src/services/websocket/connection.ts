/** A websocket to a server. What arrives waits here until it is asked for; a full queue makes the server wait. */

import { isUtf8 } from 'node:buffer';
import type { WebSocket } from 'ws';
import { formatDuration } from '../../infrastructure/duration.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

export type Compression = 'disabled' | 'context_takeover' | 'no_context_takeover';

export interface ConnectOptions {
  readonly url: string;
  /** Values are byte strings. */
  readonly headers: readonly (readonly [string, string])[];
  readonly protocols: readonly string[];
  /** Milliseconds, as all times here; 0 for no limit. */
  readonly dialTimeout: number;
  /** Without a message for this time the connection ends. */
  readonly readTimeout: number;
  readonly writeTimeout: number;
  readonly compression: Compression;
  /** Bytes from which messages are compressed. */
  readonly compressionThreshold: number;
  /** Bytes of a message. */
  readonly readLimit: number;
}

export interface SocketMessage {
  readonly binary: boolean;
  readonly bytes: Uint8Array;
}

/** Null: the connection has ended. */
export type MessageReceiver = (message: SocketMessage | null) => void;

/** Messages that wait here before the server has to wait. */
const QUEUE = 16;

/** Milliseconds that a server has to answer a close frame. */
const CLOSE_TIMEOUT = 5000;

const GOING_AWAY = 1001;

export class SocketConnection {
  private readonly socket: WebSocket;
  private readonly options: ConnectOptions;
  private readonly queue: SocketMessage[] = [];
  private receiver: MessageReceiver | null = null;
  private ended = false;
  private readTimer: NodeJS.Timeout | undefined;
  private readonly closed: Promise<void>;

  private constructor(socket: WebSocket, options: ConnectOptions, onEnd: (connection: SocketConnection) => void) {
    this.socket = socket;
    this.options = options;
    socket.on('message', (data, binary) => this.arrived({ binary, bytes: data as Buffer }));
    // The end follows.
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.end();
        onEnd(this);
        resolve();
      });
    });
    this.armReadTimer();
  }

  /** @throws WippyError Invalid for an address or header that is none, Internal (retryable) where nobody answers. */
  static async open(
    options: ConnectOptions,
    signal: AbortSignal,
    onEnd: (connection: SocketConnection) => void,
  ): Promise<SocketConnection> {
    // Few programs use it, so it is loaded for the first connection.
    const { WebSocket } = await import('ws');
    const { url, compression, compressionThreshold: threshold, dialTimeout } = options;
    const single = compression === 'no_context_takeover';
    let socket: WebSocket;
    try {
      socket = new WebSocket(url, [...options.protocols], {
        headers: Object.fromEntries(options.headers),
        maxPayload: options.readLimit,
        ...(dialTimeout > 0 ? { handshakeTimeout: dialTimeout } : {}),
        perMessageDeflate:
          compression === 'disabled'
            ? false
            : { threshold, clientNoContextTakeover: single, serverNoContextTakeover: single },
      });
    } catch (error) {
      throw new WippyError(`cannot connect to ${JSON.stringify(url)}: ${(error as Error).message}`, {
        kind: ErrorKind.Invalid,
        retryable: false,
        hint: 'An address begins with ws:// or wss://.',
      });
    }
    const connection = new SocketConnection(socket, options, onEnd);
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => socket.terminate();
      signal.addEventListener('abort', abort);
      const settle = (): void => signal.removeEventListener('abort', abort);
      socket.once('open', () => {
        settle();
        resolve();
      });
      socket.once('error', (error) => {
        settle();
        reject(dialFailed(url, error));
      });
    });
    return connection;
  }

  get isEnded(): boolean {
    return this.ended;
  }

  /** The next message; at most one receiver waits. Returns what gives it up. */
  receive(receiver: MessageReceiver): () => void {
    const message = this.queue.shift();
    if (message !== undefined) {
      if (this.queue.length < QUEUE && this.socket.isPaused) this.socket.resume();
      receiver(message);
    } else if (this.ended) receiver(null);
    else this.receiver = receiver;
    return () => {
      if (this.receiver === receiver) this.receiver = null;
    };
  }

  /** @throws WippyError Invalid for text that is no UTF-8, Unavailable `websocket connection closed`. */
  send({ binary, bytes }: SocketMessage): Promise<void> {
    if (!binary && !isUtf8(bytes)) {
      throw new WippyError('the text of a message must be UTF-8', {
        kind: ErrorKind.Invalid,
        retryable: false,
        hint: 'Send bytes with websocket.BINARY.',
      });
    }
    return this.write('send message', (done) => this.socket.send(bytes, { binary }, done));
  }

  ping(): Promise<void> {
    return this.write('ping', (done) => this.socket.ping(undefined, undefined, done));
  }

  /** Says goodbye and waits until the server has done so, too. @throws WippyError Invalid for a code or reason that is none. */
  async close(code: number, reason: string): Promise<void> {
    if (this.ended) return;
    try {
      this.socket.close(code, reason);
    } catch (error) {
      throw new WippyError(`cannot close with code ${code}: ${(error as Error).message}`, {
        kind: ErrorKind.Invalid,
        retryable: false,
        hint: 'Codes are 1000 to 1014, or 3000 to 4999; a reason has at most 123 bytes.',
      });
    }
    this.end();
    const timer = setTimeout(() => this.socket.terminate(), CLOSE_TIMEOUT);
    await this.closed;
    clearTimeout(timer);
  }

  /** Ends it without waiting: its process is gone. */
  abandon(): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.close(GOING_AWAY);
    this.end();
    setTimeout(() => this.socket.terminate(), CLOSE_TIMEOUT).unref();
  }

  /** Breaks it off. */
  terminate(): void {
    this.socket.terminate();
  }

  private arrived(message: SocketMessage): void {
    if (this.ended) return;
    this.armReadTimer();
    const { receiver } = this;
    if (receiver !== null) {
      this.receiver = null;
      receiver(message);
      return;
    }
    this.queue.push(message);
    if (this.queue.length >= QUEUE) this.socket.pause();
  }

  /** Nothing more will arrive; what has arrived can still be received. */
  private end(): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.readTimer);
    this.socket.resume();
    const { receiver } = this;
    this.receiver = null;
    receiver?.(null);
  }

  private armReadTimer(): void {
    clearTimeout(this.readTimer);
    const { readTimeout } = this.options;
    if (readTimeout <= 0) return;
    this.readTimer = setTimeout(() => {
      // While the program is behind, the silence is not the server's.
      if (this.socket.isPaused) this.armReadTimer();
      else this.socket.terminate();
    }, readTimeout);
  }

  private write(what: string, start: (done: (error?: Error | null) => void) => void): Promise<void> {
    const { writeTimeout } = this.options;
    return new Promise((resolve, reject) => {
      if (this.ended || this.socket.readyState !== this.socket.OPEN) {
        reject(new WippyError('websocket connection closed', { kind: ErrorKind.Unavailable, retryable: false }));
        return;
      }
      const timer =
        writeTimeout > 0
          ? setTimeout(() => {
              reject(writeFailed(what, `timed out after ${formatDuration(writeTimeout)}`));
              // What was written in part would garble everything behind it.
              this.socket.terminate();
            }, writeTimeout)
          : undefined;
      start((error) => {
        clearTimeout(timer);
        if (error) reject(writeFailed(what, error.message));
        else resolve();
      });
    });
  }
}

function writeFailed(what: string, why: string): WippyError {
  return new WippyError(`failed to ${what}: ${why}`, { kind: ErrorKind.Internal, retryable: false });
}

function dialFailed(url: string, error: Error & { code?: string }): WippyError {
  // Several addresses failed, each for its reason.
  const inner = error instanceof AggregateError ? (error.errors[0] as Error) : error;
  const why = inner.message === '' ? (error.code ?? 'failed') : inner.message;
  return new WippyError(`failed to dial websocket ${url}: ${why}`, {
    kind: ErrorKind.Internal,
    retryable: true,
    details: { url },
    cause: error,
  });
}
