/** Streams of bytes that modules hand out: bodies of requests and responses, output of programs. */

import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { registerAsync } from '../lua/module.ts';
import type { TokenScanner } from './scanner.ts';

/** A stream as modules use it. The optional methods are there where the stream can do that. */
export interface ByteStream {
  /** Bytes in total; -1 where nobody knows. */
  readonly size: number;
  readonly position: number;
  /** Up to `size` bytes; null at the end. */
  read?(size: number): Promise<Uint8Array | null>;
  /** The number of bytes written. */
  write?(bytes: Uint8Array): Promise<number>;
  /** The new position. */
  seek?(whence: 'set' | 'cur' | 'end', offset: number): Promise<number>;
  flush?(): Promise<void>;
  /** Any number of times. */
  close(): Promise<void>;
}

export function streamError(message: string, cause?: unknown): WippyError {
  return new WippyError(message, { kind: ErrorKind.Internal, retryable: false, cause });
}

/** What the host reads from, as a stream. Reads wait for each other; only what is asked for is taken. */
export class ReadableStreamAdapter implements ByteStream {
  readonly size: number;
  position = 0;
  private readonly source: Readable;
  private readonly release: () => void;
  private closed = false;
  private failure: Error | null = null;
  private last: Promise<unknown> = Promise.resolve();

  /** @param release what closing does; by default it destroys the source. */
  constructor(source: Readable, size = -1, release: () => void = () => source.destroy()) {
    this.source = source;
    this.size = size;
    this.release = release;
    source.on('error', (error) => {
      this.failure = error;
    });
  }

  read(size: number): Promise<Uint8Array | null> {
    const next = this.last.then(() => this.next(size));
    this.last = next.catch(() => undefined);
    return next;
  }

  private async next(size: number): Promise<Uint8Array | null> {
    const { source } = this;
    for (;;) {
      if (this.closed) throw streamError('stream closed');
      if (this.failure !== null) throw streamError(`read failed: ${this.failure.message}`, this.failure);
      const available = source.readableLength;
      const chunk = (available > 0 ? source.read(Math.min(size, available)) : source.read()) as Buffer | null;
      if (chunk !== null) {
        if (chunk.length > size) source.unshift(chunk.subarray(size));
        const bytes = chunk.subarray(0, size);
        this.position += bytes.length;
        return bytes;
      }
      if (source.readableEnded) return null;
      if (source.destroyed) {
        if (this.failure === null) throw streamError('read failed: the source was closed early');
        continue;
      }
      await this.change();
    }
  }

  private change(): Promise<void> {
    return new Promise((resolve) => {
      const { source } = this;
      const events = ['readable', 'end', 'close', 'error'];
      const settle = (): void => {
        for (const event of events) source.off(event, settle);
        resolve();
      };
      for (const event of events) source.on(event, settle);
    });
  }

  close(): Promise<void> {
    if (!this.closed) {
      this.closed = true;
      this.release();
    }
    return Promise.resolve();
  }
}

/** What the host writes to, as a stream. */
export class WritableStreamAdapter implements ByteStream {
  readonly size = -1;
  position = 0;
  private readonly sink: Writable;
  private closed = false;
  private failure: Error | null = null;

  constructor(sink: Writable) {
    this.sink = sink;
    sink.on('error', (error) => {
      this.failure = error;
    });
  }

  async write(bytes: Uint8Array): Promise<number> {
    if (this.closed) throw streamError('stream closed');
    if (this.failure === null && !this.sink.write(bytes)) {
      await Promise.race([once(this.sink, 'drain'), once(this.sink, 'close')]).catch(() => undefined);
    }
    if (this.failure !== null) throw streamError(`write failed: ${(this.failure as Error).message}`, this.failure);
    this.position += bytes.length;
    return bytes.length;
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    if (this.closed) return Promise.resolve();
    this.closed = true;
    return new Promise((resolve) => {
      this.sink.once('close', resolve);
      this.sink.end(resolve);
    });
  }
}

/** Bytes that are there, as a stream. */
export class BytesStream implements ByteStream {
  position = 0;
  private readonly bytes: Uint8Array;
  private closed = false;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get size(): number {
    return this.bytes.length;
  }

  read(size: number): Promise<Uint8Array | null> {
    if (this.closed) return Promise.reject(streamError('stream closed'));
    if (this.position >= this.bytes.length) return Promise.resolve(null);
    const chunk = this.bytes.subarray(this.position, this.position + size);
    this.position += chunk.length;
    return Promise.resolve(chunk);
  }

  seek(whence: 'set' | 'cur' | 'end', offset: number): Promise<number> {
    if (this.closed) return Promise.reject(streamError('stream closed'));
    const target = offset + (whence === 'set' ? 0 : whence === 'cur' ? this.position : this.bytes.length);
    if (target < 0) return Promise.reject(streamError(`seek failed: invalid position ${target}`));
    this.position = target;
    return Promise.resolve(target);
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}

export const StreamCommand = {
  Read: commandId('stream', 0),
  Write: commandId('stream', 1),
  Seek: commandId('stream', 2),
  Flush: commandId('stream', 3),
  Close: commandId('stream', 4),
  Scan: commandId('stream', 5),
} as const;

interface StreamCommandBase extends Command {
  readonly stream: ByteStream;
}

/** Result: Uint8Array, null at the end. */
export interface StreamReadCommand extends StreamCommandBase {
  readonly size: number;
}

/** Result: the number of bytes. */
export interface StreamWriteCommand extends StreamCommandBase {
  readonly data: Uint8Array;
}

/** Result: the new position. */
export interface StreamSeekCommand extends StreamCommandBase {
  readonly whence: 'set' | 'cur' | 'end';
  readonly offset: number;
}

/** Result: whether there is a token. */
export interface ScanCommand extends Command {
  readonly scanner: TokenScanner;
}

/** Registers the handlers of the stream range. */
export function registerStreamCommands(dispatcher: Dispatcher): void {
  registerAsync<StreamReadCommand>(dispatcher, StreamCommand.Read, async ({ stream, size }) => {
    if (stream.read === undefined) throw streamError('stream is not readable');
    return stream.read(size);
  });
  registerAsync<StreamWriteCommand>(dispatcher, StreamCommand.Write, async ({ stream, data }) => {
    if (stream.write === undefined) throw streamError('stream is not writable');
    return stream.write(data);
  });
  registerAsync<StreamSeekCommand>(dispatcher, StreamCommand.Seek, async ({ stream, whence, offset }) => {
    if (stream.seek === undefined) throw streamError('stream is not seekable');
    return stream.seek(whence, offset);
  });
  registerAsync<StreamCommandBase>(dispatcher, StreamCommand.Flush, async ({ stream }) => {
    if (stream.write === undefined) throw streamError('stream is not writable');
    await stream.flush?.();
    return null;
  });
  registerAsync<StreamCommandBase>(dispatcher, StreamCommand.Close, ({ stream }) => stream.close());
  registerAsync<ScanCommand>(dispatcher, StreamCommand.Scan, ({ scanner }) => scanner.scan());
}
