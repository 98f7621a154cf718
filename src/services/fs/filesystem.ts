/**
 * What a file system offers, whatever holds its files. Paths are relative to its root, separated by slashes, without `..`:
 * `resolvePath` makes them. Names and contents are bytes; names appear as host text.
 */

import type { Readable } from 'node:stream';

export interface FileInfo {
  /** Last part of the path; `.` for the root. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly isDirectory: boolean;
  /** Digest of the content, where the file system knows it. */
  readonly hash?: string;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly isDirectory: boolean;
}

/** `r` read; `w` write from the start, emptied; `wx` the same, and the file must not exist; `a` append. */
export type OpenMode = 'r' | 'w' | 'wx' | 'a';

export function isOpenMode(mode: string): mode is OpenMode {
  return mode === 'r' || mode === 'w' || mode === 'wx' || mode === 'a';
}

/** An open file with a position. Its methods throw coded errors. */
export interface OpenFile {
  /** Up to `size` bytes from the position on; null at the end. */
  read(size: number): Promise<Uint8Array | null>;
  write(bytes: Uint8Array): Promise<void>;
  /** The new position. */
  seek(whence: 'set' | 'cur' | 'end', offset: number): Promise<number>;
  stat(): Promise<FileInfo>;
  sync(): Promise<void>;
  close(): Promise<void>;
  /** The bytes from `start` to `end` (inclusive), apart from the position. The file stays open until the stream has ended. */
  stream(start: number, end: number): Readable;
}

/** All methods throw coded errors: NotFound, AlreadyExists, PermissionDenied, Invalid, Internal. */
export interface FileSystem {
  stat(path: string): Promise<FileInfo>;
  open(path: string, mode: OpenMode): Promise<OpenFile>;
  /** Not recursive. */
  mkdir(path: string): Promise<void>;
  /** A file or an empty directory. */
  remove(path: string): Promise<void>;
  /** Sorted by name. */
  readdir(path: string): Promise<DirectoryEntry[]>;
  readFile(path: string): Promise<Uint8Array>;
  /** Ends the use of the file system; open files stay usable. */
  close?(): Promise<void>;
}
