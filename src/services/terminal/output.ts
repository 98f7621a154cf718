/** Standard output or standard error: buffered, with back-pressure, and quiet when the reader has gone. */

import type { Writable } from 'node:stream';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

export interface OutputOptions {
  /** For messages: `stdout` or `stderr`. */
  readonly name: string;
  /** Bytes that are collected before they are handed to the stream; fewer are handed over in the next turn of the loop. */
  readonly bufferSize?: number;
  /** Bytes under way from which on a writer has to wait. */
  readonly highWater?: number;
}

const BUFFER_SIZE = 16 * 1024;
const HIGH_WATER = 256 * 1024;

/** Errors of a reader that has gone. */
const GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);

export class TerminalOutput {
  /** Told once when nobody reads the output any more. */
  onGone: (() => void) | null = null;
  private readonly stream: Writable;
  private readonly name: string;
  private readonly bufferSize: number;
  private readonly highWater: number;
  private parts: string[] = [];
  private collected = 0;
  private underWay = 0;
  private turn: NodeJS.Immediate | null = null;
  private failure: NodeJS.ErrnoException | null = null;
  private waiting: { limit: number; resume: () => void }[] = [];

  constructor(stream: Writable, options: OutputOptions) {
    this.stream = stream;
    this.name = options.name;
    this.bufferSize = options.bufferSize ?? BUFFER_SIZE;
    this.highWater = options.highWater ?? HIGH_WATER;
    stream.on('error', (error: NodeJS.ErrnoException) => this.failed(error));
  }

  /** True once the reader has gone; what is written then is dropped. */
  get gone(): boolean {
    return this.failure !== null && GONE.has(this.failure.code);
  }

  /** Bytes that the operating system has not taken yet. */
  get pending(): number {
    return this.collected + this.underWay;
  }

  /**
   * Takes a byte string. False when so much waits that the writer should wait for `room`.
   * @throws WippyError Internal `write stdout: ...` after an error of the stream other than a reader that has gone.
   */
  write(bytes: string): boolean {
    this.check('write');
    if (this.failure !== null || bytes === '') return true;
    this.parts.push(bytes);
    this.collected += bytes.length;
    if (this.collected >= this.bufferSize) this.push();
    else this.turn ??= setImmediate(() => this.push());
    return this.pending < this.highWater;
  }

  /** Hands what was collected to the stream. */
  push(): void {
    if (this.turn !== null) clearImmediate(this.turn);
    this.turn = null;
    if (this.collected === 0) return;
    const chunk = Buffer.from(this.parts.join(''), 'latin1');
    this.parts = [];
    this.collected = 0;
    this.underWay += chunk.length;
    this.stream.write(chunk, (error) => {
      this.underWay -= chunk.length;
      if (error) this.failed(error);
      this.settle();
    });
  }

  /** Calls back when a writer may go on. Returns what forgets the call. */
  room(resume: () => void): () => void {
    return this.wait(Math.floor(this.highWater / 2), resume);
  }

  /**
   * Calls back when the operating system has taken everything. Returns what forgets the call.
   * @throws WippyError Internal `flush stdout: ...`, as `write`.
   */
  flush(resume: () => void): () => void {
    this.check('flush');
    this.push();
    return this.wait(0, resume);
  }

  private wait(limit: number, resume: () => void): () => void {
    if (this.failure !== null || this.pending <= limit) {
      resume();
      return () => undefined;
    }
    const waiting = { limit, resume };
    this.waiting.push(waiting);
    return () => {
      this.waiting = this.waiting.filter((candidate) => candidate !== waiting);
    };
  }

  private settle(): void {
    const due = this.waiting.filter(({ limit }) => this.failure !== null || this.pending <= limit);
    if (due.length === 0) return;
    this.waiting = this.waiting.filter((candidate) => !due.includes(candidate));
    for (const { resume } of due) resume();
  }

  private failed(error: NodeJS.ErrnoException): void {
    if (this.failure !== null) return;
    this.failure = error;
    this.parts = [];
    this.collected = 0;
    if (this.gone) this.onGone?.();
    this.settle();
  }

  /** @throws WippyError Internal after an error of the stream other than a reader that has gone. */
  check(action: string): void {
    if (this.failure === null || this.gone) return;
    throw new WippyError(`${action} ${this.name}: ${this.failure.message}`, {
      kind: ErrorKind.Internal,
      retryable: false,
      cause: this.failure,
    });
  }
}
