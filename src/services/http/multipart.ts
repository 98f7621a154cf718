/** Forms with files (multipart/form-data). Files beyond a limit lie in a temporary directory while their exchange lasts. */

import { createReadStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { type ByteStream, BytesStream, ReadableStreamAdapter } from '../fs/byte-stream.ts';
import { toBytes } from '../lua/convert/text.ts';
import type { HttpExchange } from './exchange.ts';
import { bodyTooLarge } from './request-body.ts';

/** Parts of one form; more are an attack. */
const MAXIMUM_PARTS = 10_000;

/** A file of a form. */
export interface UploadedFile {
  /** As the client calls it, without directories. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Of the part, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  open(): ByteStream;
}

/** Texts are host text. */
export interface MultipartForm {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly files: ReadonlyMap<string, readonly UploadedFile[]>;
}

function parseFailed(thrown: unknown): WippyError {
  if (thrown instanceof WippyError) return thrown;
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return new WippyError(`failed to parse multipart form: ${why}`, {
    kind: ErrorKind.Internal,
    retryable: false,
    details: { type: 'PARSE_FAILED' },
  });
}

/** Receives the bytes of one file. */
class Upload {
  size = 0;
  path: string | null = null;
  private handle: FileHandle | null = null;
  private chunks: Buffer[] = [];

  add(chunk: Buffer): void {
    this.size += chunk.length;
    this.chunks.push(chunk);
  }

  /** Moves what has come to the disk. */
  async spill(path: string): Promise<number> {
    this.path ??= path;
    this.handle ??= await open(this.path, 'wx', 0o600);
    const bytes = Buffer.concat(this.chunks);
    this.chunks = [];
    await this.handle.writeFile(bytes);
    return bytes.length;
  }

  async finish(): Promise<void> {
    await this.handle?.close();
    this.handle = null;
  }

  open(): ByteStream {
    if (this.path !== null) return new ReadableStreamAdapter(createReadStream(this.path), this.size);
    return new BytesStream(Buffer.concat(this.chunks));
  }
}

class FormReader {
  private readonly exchange: HttpExchange;
  private readonly memory: number;
  private readonly maximum: number;
  private readonly values = new Map<string, string[]>();
  private readonly files = new Map<string, UploadedFile[]>();
  private readonly pending: Promise<void>[] = [];
  private directory: Promise<string> | null = null;
  private held = 0;
  private total = 0;
  private count = 0;

  constructor(exchange: HttpExchange, memory: number, maximum: number) {
    this.exchange = exchange;
    this.memory = memory;
    this.maximum = maximum;
  }

  async read(signal: AbortSignal): Promise<MultipartForm> {
    const { request, body } = this.exchange;
    const source = body === null ? request : Readable.from([toBytes(body)]);
    const parser = new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: { parts: MAXIMUM_PARTS, fieldSize: this.maximum, fieldNameSize: 1024 },
    });
    await new Promise<void>((resolve, reject) => {
      const fail = (error: unknown): void => {
        source.unpipe(parser);
        reject(parseFailed(error));
      };
      parser.on('field', (name, value) => {
        if (this.grow(Buffer.byteLength(value), fail)) push(this.values, name, value);
      });
      parser.on('file', (field, stream, filename, _encoding, type) => {
        const done = this.receive(field, stream, filename, type, fail);
        done.catch(fail);
        this.pending.push(done);
      });
      parser.on('partsLimit', () => fail(new Error(`more than ${MAXIMUM_PARTS} parts`)));
      parser.on('error', fail);
      parser.on('finish', () => resolve());
      source.on('error', fail);
      source.on('close', () => {
        if (!source.readableEnded) fail(new Error('the client has closed the connection'));
      });
      signal.addEventListener('abort', () => fail(new Error('given up')));
      source.pipe(parser);
    });
    await Promise.all(this.pending);
    return { values: this.values, files: this.files };
  }

  private grow(bytes: number, fail: (error: WippyError) => void): boolean {
    this.total += bytes;
    if (this.total <= this.maximum) return true;
    fail(bodyTooLarge(this.maximum));
    return false;
  }

  private async receive(
    field: string,
    stream: Readable,
    filename: string,
    type: string,
    fail: (error: unknown) => void,
  ): Promise<void> {
    const upload = new Upload();
    const number = ++this.count;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (!this.grow(chunk.length, fail)) return;
      upload.add(chunk);
      this.held += chunk.length;
      if (upload.path === null && this.held <= this.memory) continue;
      this.held -= await upload.spill(join(await this.temporary(), String(number)));
    }
    await upload.finish();
    push(this.files, field, {
      name: filename,
      size: upload.size,
      headers: {
        'content-type': type,
        'content-disposition': `form-data; name=${JSON.stringify(field)}; filename=${JSON.stringify(filename)}`,
      },
      open: () => upload.open(),
    });
  }

  private temporary(): Promise<string> {
    if (this.directory === null) {
      this.directory = mkdtemp(join(tmpdir(), 'wippy-form-'));
      const { directory } = this;
      this.exchange.response.addHook({
        ended: () => void directory.then((path) => rm(path, { recursive: true, force: true })).catch(() => undefined),
      });
    }
    return this.directory;
  }
}

function push<T>(map: Map<string, T[]>, name: string, value: T): void {
  const known = map.get(name);
  if (known === undefined) map.set(name, [value]);
  else known.push(value);
}

/**
 * Reads a form.
 * @param memory bytes of files that are kept in memory.
 * @param maximum bytes of the whole form.
 * @throws WippyError Invalid for another content type and for what is too large, Internal for what is no form.
 */
export async function readForm(
  exchange: HttpExchange,
  memory: number,
  maximum: number,
  signal: AbortSignal,
): Promise<MultipartForm> {
  if (!(exchange.header('content-type') ?? '').startsWith('multipart/form-data')) {
    throw new WippyError('content type is not multipart/form-data', { kind: ErrorKind.Invalid, retryable: false });
  }
  if (exchange.body === null && exchange.request.readableEnded)
    throw parseFailed(new Error('the body was read already'));
  try {
    return await new FormReader(exchange, memory, maximum).read(signal);
  } catch (error) {
    throw parseFailed(error);
  }
}
