/** Writes a `.wapp` file. The same content always gives the same bytes: no times, no names of the machine. */
import { createHash, type Hash, randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { extname } from 'node:path';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { fileProblem } from '../../infrastructure/file-error.ts';
import type { PlainObject } from '../../infrastructure/plain-data.ts';
import type { DirectoryEntry } from '../../services/fs/filesystem.ts';
import { CHUNK_SIZE, encodeFooter, encodeHeader, HEADER_SIZE, LIMITS, MAX_DATA_FRAME } from './format.ts';
import { encodeValue } from './messagepack.ts';
import { encodeId, encodeToc, type Frame, type ResourceFrame, type TableOfContents } from './toc.ts';
import { encodeTree, type PackedFile, type Piece, splitPath, type Tree } from './tree.ts';
import { loadZstd, type Zstd } from './zstd.ts';

/** A file that goes into a pack. */
export interface FileToPack {
  /** Relative, with slashes. */
  readonly path: string;
  readonly mode: number;
  read(): Promise<Uint8Array>;
}

export interface ResourceToPack {
  /** Id of the entry that the files belong to. */
  readonly id: string;
  readonly files: readonly FileToPack[];
}

export interface PackContent {
  readonly metadata: PlainObject;
  /** `{ ID, Kind, Meta, Data }`. */
  readonly entries: readonly PlainObject[];
  readonly resources: readonly ResourceToPack[];
  /** Told how many of all files are written. */
  readonly onFile?: (done: number, total: number) => void;
}

/** Formats that are compressed already; the list is that of the reference. */
const COMPRESSED = new Set(
  '.png .jpg .jpeg .gif .webp .ico .woff .woff2 .ttf .otf .mp4 .webm .mp3 .ogg .wav .avi .mov .gz .zip .br .zst .7z .rar .bz2 .xz'.split(
    ' ',
  ),
);

/**
 * Writes the pack beside its place and moves it there when it is complete; resolves to its size. Throws Invalid for
 * content that is too large and errors of the file system.
 */
export async function writePack(path: string, content: PackContent): Promise<number> {
  const zstd = await loadZstd();
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx');
    let size: number;
    try {
      size = await new PackWriter(handle, zstd).write(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    return size;
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    if (error instanceof WippyError) throw error;
    throw new WippyError(`cannot write ${path}: ${fileProblem(error)}`, {
      kind: ErrorKind.Internal,
      retryable: false,
      hint: 'Check that the directory exists and has room.',
      cause: error,
    });
  }
}

class PackWriter {
  readonly #handle: FileHandle;
  readonly #zstd: Zstd;
  readonly #hash: Hash = createHash('sha256');
  #position = HEADER_SIZE;
  /** The data frame that is being filled. */
  #open: Uint8Array[] = [];
  #openSize = 0;
  readonly #data: Frame[] = [];

  constructor(handle: FileHandle, zstd: Zstd) {
    this.#handle = handle;
    this.#zstd = zstd;
  }

  async write({ metadata, entries, resources, onFile }: PackContent): Promise<number> {
    const sorted = [...resources].sort((a, b) => (a.id < b.id ? -1 : 1));
    const total = sorted.reduce((sum, { files }) => sum + files.length, 0);
    let done = 0;
    const trees: Tree[] = [];
    for (const { files } of sorted) {
      const packed = new Map<string, PackedFile>();
      for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
        packed.set(file.path, await this.#file(file));
        done += 1;
        onFile?.(done, total);
      }
      trees.push({ files: packed, directories: directoriesOf(packed.keys()) });
    }
    await this.#closeFrame();
    const toc: TableOfContents = {
      resources: await this.#trees(sorted, trees),
      metadata: await this.#frame(metadata, 'the metadata'),
      entries: await this.#frame(entries, 'the entries'),
      data: this.#data,
    };
    const dataSize = this.#position - HEADER_SIZE;
    const dataHash = this.#hash.digest();
    const encoded = this.#zstd.compress(encodeValue(encodeToc(toc)));
    await this.#put(encoded, this.#position);
    const footer = encodeFooter({ tocOffset: this.#position, tocSize: encoded.length });
    await this.#put(footer, this.#position + encoded.length);
    await this.#put(encodeHeader({ dataOffset: HEADER_SIZE, dataSize, dataHash }), 0);
    return this.#position + encoded.length + footer.length;
  }

  async #trees(resources: readonly ResourceToPack[], trees: readonly Tree[]): Promise<ResourceFrame[]> {
    const firstFrame = 2 + resources.length;
    const frames: ResourceFrame[] = [];
    for (const [index, { id }] of resources.entries()) {
      const tree = trees[index];
      const frame = await this.#frame(encodeTree(encodeId(id), tree, firstFrame), `the files of ${id}`);
      const totalSize = [...tree.files.values()].reduce((sum, { size }) => sum + size, 0);
      frames.push({ id, frame, fileCount: tree.files.size, totalSize });
    }
    return frames;
  }

  /** Writes a compressed frame. */
  async #frame(value: unknown, what: string): Promise<Frame> {
    const content = encodeValue(value);
    if (content.length > LIMITS.frame) throw tooLarge(what, content.length, LIMITS.frame);
    return this.#append(this.#zstd.compress(content), content.length);
  }

  async #file({ path, mode, read }: FileToPack): Promise<PackedFile> {
    const content = await read();
    if (content.length > LIMITS.file) throw tooLarge(path, content.length, LIMITS.file);
    const isCompressed = content.length > 0 && !COMPRESSED.has(extname(path).toLowerCase());
    const stored = isCompressed ? this.#zstd.compress(content) : content;
    const pieces: Piece[] = [];
    for (let start = 0; start < stored.length || start === 0; start += CHUNK_SIZE) {
      const piece = stored.subarray(start, start + CHUNK_SIZE);
      if (this.#openSize > 0 && this.#openSize + piece.length > MAX_DATA_FRAME) await this.#closeFrame();
      pieces.push({ frame: this.#data.length, offset: this.#openSize, size: piece.length });
      this.#open.push(piece);
      this.#openSize += piece.length;
    }
    return {
      size: content.length,
      storedSize: stored.length,
      isCompressed,
      mode: mode & 0o777,
      modified: 0,
      hash: createHash('sha256').update(content).digest('hex'),
      pieces,
    };
  }

  async #closeFrame(): Promise<void> {
    if (this.#openSize === 0) return;
    const bytes = Buffer.concat(this.#open);
    this.#open = [];
    this.#openSize = 0;
    this.#data.push(await this.#append(bytes, bytes.length));
  }

  async #append(bytes: Uint8Array, contentSize: number): Promise<Frame> {
    const offset = this.#position;
    const end = offset + bytes.length;
    if (end - HEADER_SIZE > LIMITS.data) throw tooLarge('the pack', end - HEADER_SIZE, LIMITS.data);
    await this.#put(bytes, offset);
    this.#hash.update(bytes);
    this.#position = end;
    return { offset, size: bytes.length, contentSize, hash: createHash('sha256').update(bytes).digest('hex') };
  }

  async #put(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }
}

function directoriesOf(paths: Iterable<string>): ReadonlyMap<string, readonly DirectoryEntry[]> {
  const names = new Map<string, Map<string, boolean>>([['', new Map()]]);
  const add = (path: string, isDirectory: boolean): void => {
    const { directory, name } = splitPath(path);
    if (!names.has(directory)) {
      names.set(directory, new Map());
      add(directory, true);
    }
    names.get(directory)?.set(name, isDirectory);
  };
  for (const path of paths) add(path, false);
  return new Map(
    [...names].map(([path, entries]) => [
      path,
      [...entries].map(([name, isDirectory]) => ({ name, isDirectory })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    ]),
  );
}

function tooLarge(what: string, size: number, limit: number): WippyError {
  return new WippyError(`${what} has ${size} bytes; a pack may hold at most ${limit}`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint: 'Leave something out with --exclude or without --embed, or keep it outside of the pack.',
  });
}
