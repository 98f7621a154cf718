/** Standard input, read on demand: nothing is taken from the stream while nobody waits for it. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { InputStream } from './streams.ts';

/** Gets bytes as a Lua string, or the reason why there are none. */
export type ReadDone = (bytes: string | null, error: WippyError | null) => void;

interface Request {
  /** Most bytes wanted; null for a line. */
  readonly size: number | null;
  readonly done: ReadDone;
}

const NEWLINE = 10;
const RETURN = 13;

export class TerminalInput {
  private readonly open: () => InputStream;
  private opened: InputStream | null = null;
  private chunks: Buffer[] = [];
  /** How many of the first chunks are known to have no newline. */
  private scanned = 0;
  private requests: Request[] = [];
  private ended: WippyError | null = null;
  private interruption: WippyError | null = null;

  /** `open` is called when input is first wanted. */
  constructor(open: () => InputStream) {
    this.open = open;
  }

  get stream(): InputStream {
    if (this.opened !== null) return this.opened;
    const stream = this.open();
    this.opened = stream;
    stream.on('data', (chunk: Buffer | string) => {
      this.chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
      this.serve();
    });
    stream.on('end', () => this.end(endOfInput()));
    stream.on('error', (error: Error) => this.end(readFailed(error)));
    stream.pause();
    return stream;
  }

  /**
   * Up to `size` bytes: what is there, and at least one. At the end of the input an Internal error `EOF`. Requests are
   * served in order. Returns what takes the request back.
   */
  read(size: number, done: ReadDone): () => void {
    return this.request({ size, done });
  }

  /** The next line without its end (`\n` or `\r\n`); the last one may have none. As `read` otherwise. */
  readLine(done: ReadDone): () => void {
    return this.request({ size: null, done });
  }

  /** Lets go of the stream until it is wanted again, so that it does not keep the program alive. */
  pause(): void {
    this.opened?.pause();
  }

  /** Fails the reads that wait and those to come, until `restore`. */
  interrupt(reason: WippyError): void {
    this.interruption = reason;
    for (const { done } of this.requests.splice(0)) done(null, reason);
    this.pause();
  }

  restore(): void {
    this.interruption = null;
  }

  private request(request: Request): () => void {
    if (this.interruption !== null) {
      request.done(null, this.interruption);
      return () => undefined;
    }
    this.requests.push(request);
    this.serve();
    return () => {
      this.requests = this.requests.filter((candidate) => candidate !== request);
      if (this.requests.length === 0) this.pause();
    };
  }

  private serve(): void {
    for (let request = this.requests[0]; request !== undefined; request = this.requests[0]) {
      const bytes = this.take(request.size);
      if (bytes === null && this.ended === null) break;
      this.requests.shift();
      if (bytes === null) request.done(null, this.ended);
      else request.done(bytes, null);
    }
    if (this.requests.length === 0) this.pause();
    else this.stream.resume();
  }

  private end(reason: WippyError): void {
    this.ended ??= reason;
    this.serve();
  }

  /** The bytes that answer a request, or null while they are not there. */
  private take(size: number | null): string | null {
    if (this.chunks.length === 0) return null;
    if (size !== null) {
      const first = this.chunks[0] as Buffer;
      return this.cut(0, Math.min(size, first.length)).toString('latin1');
    }
    const index = this.lineEnd();
    if (index === null) return this.ended === null ? null : line(this.rest());
    return line(this.cut(index.chunk, index.end));
  }

  private lineEnd(): { chunk: number; end: number } | null {
    for (; this.scanned < this.chunks.length; this.scanned++) {
      const found = (this.chunks[this.scanned] as Buffer).indexOf(NEWLINE);
      if (found >= 0) return { chunk: this.scanned, end: found + 1 };
    }
    return null;
  }

  /** Takes everything up to `end` of the chunk at `index`. */
  private cut(index: number, end: number): Buffer {
    const last = this.chunks[index] as Buffer;
    const taken = [...this.chunks.slice(0, index), last.subarray(0, end)];
    const left = end === last.length ? [] : [last.subarray(end)];
    this.chunks = [...left, ...this.chunks.slice(index + 1)];
    this.scanned = 0;
    return taken.length === 1 ? (taken[0] as Buffer) : Buffer.concat(taken);
  }

  private rest(): Buffer {
    const all = Buffer.concat(this.chunks);
    this.chunks = [];
    this.scanned = 0;
    return all;
  }
}

function line(bytes: Buffer): string {
  let end = bytes.length;
  if (end > 0 && bytes[end - 1] === NEWLINE) end--;
  if (end > 0 && bytes[end - 1] === RETURN) end--;
  return bytes.toString('latin1', 0, end);
}

function endOfInput(): WippyError {
  return new WippyError('EOF', { kind: ErrorKind.Internal, retryable: false });
}

function readFailed(error: Error): WippyError {
  return new WippyError(error.message, { kind: ErrorKind.Internal, retryable: false, cause: error });
}
