/** Reads a `.wapp` file. All of its bytes are verified when it is opened; nothing is ever unpacked to the disk. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { fileProblem } from '../../infrastructure/file-error.ts';
import { isPlainObject, type PlainObject } from '../../infrastructure/plain-data.ts';
import type { EmbeddedFile, EmbeddedTree } from '../../services/fs/embedded.ts';
import { decodeFooter, decodeHeader, FOOTER_SIZE, HEADER_SIZE, LIMITS } from './format.ts';
import { decodeValue } from './messagepack.ts';
import { brokenPack, namePack } from './pack-error.ts';
import { decodeToc, type Frame, listOf, requireFrameLimit, type TableOfContents } from './toc.ts';
import { decodeTree, type PackedFile, type Tree } from './tree.ts';
import { loadZstd, type Zstd } from './zstd.ts';

/** Bytes that are hashed at a time. */
const HASH_STEP = 1024 * 1024;

/** A pack that was read. The files in it are read when they are needed, and verified then. */
export interface Pack {
  readonly path: string;
  readonly metadata: PlainObject;
  /** As they are stored: `{ ID, Kind, Meta, Data }`. */
  readonly entries: readonly unknown[];
  /** Ids of the resources, sorted. */
  readonly resources: readonly string[];
  /** The files of a resource; undefined where there is none of this id. */
  tree(id: string): EmbeddedTree | undefined;
}

/** Throws NotFound or PermissionDenied for a file that cannot be read, Invalid for one that is broken in any way. */
export async function openPack(path: string): Promise<Pack> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(path, error);
  });
  try {
    if (!(await handle.stat()).isFile()) throw brokenPack('it is not a file');
    return await PackFile.read(path, handle, await loadZstd());
  } catch (error) {
    throw error instanceof WippyError ? namePack(error, path) : unreadable(path, error);
  } finally {
    await handle.close();
  }
}

function unreadable(path: string, error: unknown): WippyError {
  return new WippyError(`cannot read pack ${path}: ${fileProblem(error)}`, {
    kind: ErrorKind.NotFound,
    retryable: false,
    hint: 'Check the path; it is relative to the current directory.',
    cause: error,
  });
}

class PackFile implements Pack {
  readonly path: string;
  readonly metadata: PlainObject;
  readonly entries: readonly unknown[];
  readonly resources: readonly string[];
  readonly #source: Source;
  readonly #trees: ReadonlyMap<string, Tree>;

  private constructor(
    source: Source,
    path: string,
    metadata: PlainObject,
    entries: readonly unknown[],
    trees: ReadonlyMap<string, Tree>,
  ) {
    this.#source = source;
    this.path = path;
    this.metadata = metadata;
    this.entries = entries;
    this.#trees = trees;
    this.resources = [...trees.keys()].sort();
  }

  static async read(path: string, handle: FileHandle, zstd: Zstd): Promise<PackFile> {
    const { size } = await handle.stat();
    if (size < HEADER_SIZE + FOOTER_SIZE) throw brokenPack(`it ends after ${size} bytes`);
    const header = decodeHeader(await readAt(handle, 0, HEADER_SIZE), size);
    const footer = decodeFooter(await readAt(handle, size - FOOTER_SIZE, FOOTER_SIZE), header, size);
    await verifyData(handle, header.dataOffset, header.dataSize, header.dataHash);
    if (footer.tocSize > LIMITS.frame) throw brokenPack('its table of contents is too large');
    const stored = await readAt(handle, footer.tocOffset, footer.tocSize);
    // Hashes make up most of the table, so it does not become many times smaller.
    const limit = Math.min(LIMITS.frame, 65_536 + 100 * footer.tocSize);
    const toc = decodeToc(decodeValue(zstd.decompressUnknown(stored, limit)), header);
    const frame = (found: Frame, what: string) => readFrame(handle, found, zstd, what);
    const metadata = decodeValue(await frame(toc.metadata, 'the metadata')) ?? {};
    if (!isPlainObject(metadata)) throw brokenPack('its metadata is no map');
    const entries = listOf(decodeValue(await frame(toc.entries, 'the entries')), 'the entries');
    const trees = new Map<string, Tree>();
    for (const resource of toc.resources) {
      const { id } = resource;
      trees.set(id, decodeTree(decodeValue(await frame(resource.frame, `resource ${id}`)), toc, id));
    }
    return new PackFile(new Source(path, toc, zstd), path, metadata, entries, trees);
  }

  tree(id: string): EmbeddedTree | undefined {
    const tree = this.#trees.get(id);
    if (tree === undefined) return undefined;
    const key = (path: string): string => (path === '.' ? '' : path);
    return {
      file: (path) => {
        const file = tree.files.get(path);
        return file === undefined ? undefined : new FileInPack(this.#source, file, `${this.path}: ${id}/${path}`);
      },
      directory: (path) => tree.directories.get(key(path)),
    };
  }
}

/** The content of a compressed frame, verified. */
async function readFrame(handle: FileHandle, frame: Frame, zstd: Zstd, what: string): Promise<Uint8Array> {
  requireFrameLimit(frame, what);
  const stored = await readAt(handle, frame.offset, frame.size);
  if (digest(stored) !== frame.hash) throw brokenPack(`${what} does not match its hash`);
  return zstd.decompress(stored, frame.contentSize);
}

/** The files of a pack. Its file is opened for each of them, so that nothing has to be closed later. */
class Source {
  readonly #path: string;
  readonly #toc: TableOfContents;
  readonly #zstd: Zstd;

  constructor(path: string, toc: TableOfContents, zstd: Zstd) {
    this.#path = path;
    this.#toc = toc;
    this.#zstd = zstd;
  }

  async file({ pieces, isCompressed, size }: PackedFile): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    const handle = await open(this.#path, 'r').catch((error: unknown) => {
      throw unreadable(this.#path, error);
    });
    try {
      for (const piece of pieces) {
        if (piece.size === 0) continue;
        const { offset } = this.#toc.data[piece.frame];
        parts.push(await readAt(handle, offset + piece.offset, piece.size));
      }
    } finally {
      await handle.close();
    }
    const stored = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    return isCompressed ? this.#zstd.decompress(stored, size) : stored;
  }
}

class FileInPack implements EmbeddedFile {
  readonly size: number;
  readonly mode: number;
  readonly modified: number;
  readonly hash: string;
  readonly #source: Source;
  readonly #file: PackedFile;
  readonly #name: string;

  constructor(source: Source, file: PackedFile, name: string) {
    this.size = file.size;
    this.mode = file.mode;
    this.modified = file.modified * 1000;
    this.hash = file.hash;
    this.#source = source;
    this.#file = file;
    this.#name = name;
  }

  async read(): Promise<Uint8Array> {
    const content = await this.#source.file(this.#file);
    if (digest(content) === this.hash) return content;
    throw namePack(brokenPack('a file does not match its hash'), this.#name);
  }
}

async function verifyData(handle: FileHandle, offset: number, size: number, expected: Uint8Array): Promise<void> {
  const hash = createHash('sha256');
  for (let done = 0; done < size; done += HASH_STEP) {
    hash.update(await readAt(handle, offset + done, Math.min(HASH_STEP, size - done)));
  }
  if (!hash.digest().equals(expected)) throw brokenPack('its data does not match its hash');
}

async function readAt(handle: FileHandle, offset: number, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  let done = 0;
  while (done < size) {
    const { bytesRead } = await handle.read(bytes, done, size - done, offset + done);
    if (bytesRead === 0) throw brokenPack('it ends too early');
    done += bytesRead;
  }
  return bytes;
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
