/** The files of a pack as a file system that can only be read. */

import { Readable } from 'node:stream';
import { contextKey } from '../../infrastructure/app-context.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { fileClosed, fileError } from './errors.ts';
import type { DirectoryEntry, FileInfo, FileSystem, OpenFile, OpenMode } from './filesystem.ts';

export interface EmbeddedFile {
  /** Bytes. */
  readonly size: number;
  readonly mode: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Hexadecimal SHA-256 of the content. */
  readonly hash: string;
  /** The content, verified; throws Invalid where it does not match the hash. */
  read(): Promise<Uint8Array>;
}

/** A tree of files. Paths are relative, with slashes; the root is `.`. */
export interface EmbeddedTree {
  file(path: string): EmbeddedFile | undefined;
  /** Names in a directory, sorted; undefined where there is no directory. */
  directory(path: string): readonly DirectoryEntry[] | undefined;
}

/** The trees of the packs that an application was loaded from. */
export interface EmbeddedTrees {
  /** The tree that belongs to an entry. */
  tree(id: string): EmbeddedTree | undefined;
}

export const embeddedTreesKey = contextKey<EmbeddedTrees>('embedded files');

export class EmbeddedFileSystem implements FileSystem {
  readonly #tree: EmbeddedTree;

  constructor(tree: EmbeddedTree) {
    this.#tree = tree;
  }

  async stat(path: string): Promise<FileInfo> {
    const file = this.#tree.file(path);
    if (file !== undefined) return infoOf(path, file);
    if (this.#tree.directory(path) === undefined) throw failure('stat', path, 'ENOENT');
    return { name: baseName(path), size: 0, mode: 0o555, modified: 0, isDirectory: true };
  }

  async open(path: string, mode: OpenMode): Promise<OpenFile> {
    if (mode !== 'r') throw failure('open', path, 'EROFS');
    const file = this.#tree.file(path);
    if (file !== undefined) return new OpenEmbeddedFile(path, file);
    throw failure('open', path, this.#tree.directory(path) === undefined ? 'ENOENT' : 'EISDIR');
  }

  async mkdir(path: string): Promise<void> {
    throw failure('mkdir', path, 'EROFS');
  }

  async remove(path: string): Promise<void> {
    throw failure('remove', path, 'EROFS');
  }

  async readdir(path: string): Promise<DirectoryEntry[]> {
    const names = this.#tree.directory(path);
    if (names !== undefined) return [...names];
    throw failure('readdir', path, this.#tree.file(path) === undefined ? 'ENOENT' : 'ENOTDIR');
  }

  async readFile(path: string): Promise<Uint8Array> {
    const file = this.#tree.file(path);
    if (file !== undefined) return file.read();
    throw failure('open', path, this.#tree.directory(path) === undefined ? 'ENOENT' : 'EISDIR');
  }
}

class OpenEmbeddedFile implements OpenFile {
  readonly #path: string;
  readonly #file: EmbeddedFile;
  #position = 0;
  #closed = false;

  constructor(path: string, file: EmbeddedFile) {
    this.#path = path;
    this.#file = file;
  }

  async read(size: number): Promise<Uint8Array | null> {
    const content = await this.#content();
    if (this.#position >= content.length) return null;
    const part = content.subarray(this.#position, Math.min(content.length, this.#position + size));
    this.#position += part.length;
    return part;
  }

  async write(): Promise<void> {
    throw failure('write', this.#path, 'EROFS');
  }

  async seek(whence: 'set' | 'cur' | 'end', offset: number): Promise<number> {
    if (this.#closed) throw fileClosed();
    const base = whence === 'set' ? 0 : whence === 'cur' ? this.#position : this.#file.size;
    const target = base + offset;
    if (!Number.isSafeInteger(target) || target < 0) {
      const message = `seek ${this.#path}: invalid position ${target}`;
      throw new WippyError(message, { kind: ErrorKind.Invalid, retryable: false });
    }
    this.#position = target;
    return target;
  }

  async stat(): Promise<FileInfo> {
    if (this.#closed) throw fileClosed();
    return infoOf(this.#path, this.#file);
  }

  async sync(): Promise<void> {
    if (this.#closed) throw fileClosed();
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  stream(start: number, end: number): Readable {
    const file = this.#file;
    return Readable.from(
      (async function* () {
        yield (await file.read()).subarray(start, end + 1);
      })(),
      { objectMode: false },
    );
  }

  async #content(): Promise<Uint8Array> {
    if (this.#closed) throw fileClosed();
    return this.#file.read();
  }
}

function infoOf(path: string, { size, mode, modified, hash }: EmbeddedFile): FileInfo {
  return { name: baseName(path), size, mode: mode & 0o777, modified, isDirectory: false, hash };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function failure(operation: string, path: string, code: string): WippyError {
  return fileError(operation, path, Object.assign(new Error(code), { code }));
}
