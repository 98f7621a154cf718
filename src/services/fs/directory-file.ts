/** A file of a directory, with a position of its own. Operations on one file wait for each other. */

import { createReadStream, type Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { Mutex } from '../../infrastructure/mutex.ts';
import { fileClosed, fileError } from './errors.ts';
import type { FileInfo, OpenFile } from './filesystem.ts';

/** Bytes that one read may ask for. */
const MAXIMUM_READ = 256 * 1024 * 1024;

export function infoOf(path: string, stats: Stats): FileInfo {
  return {
    name: basename(path),
    size: stats.size,
    mode: stats.mode & 0o777,
    modified: stats.mtimeMs,
    isDirectory: stats.isDirectory(),
  };
}

export class DirectoryFile implements OpenFile {
  private readonly path: string;
  private readonly handle: FileHandle;
  private readonly appends: boolean;
  private readonly mutex = new Mutex();
  private position = 0;
  private closed = false;

  constructor(path: string, handle: FileHandle, appends: boolean) {
    this.path = path;
    this.handle = handle;
    this.appends = appends;
  }

  private run<T>(operation: string, work: () => Promise<T>): Promise<T> {
    return this.mutex.run(async () => {
      if (this.closed) throw fileClosed();
      try {
        return await work();
      } catch (error) {
        throw fileError(operation, this.path, error);
      }
    });
  }

  read(size: number): Promise<Uint8Array | null> {
    return this.run('read', async () => {
      const wanted = Math.min(size, MAXIMUM_READ);
      const left = Math.max(0, (await this.handle.stat()).size - this.position);
      // Files of the system that say they are empty may have content all the same.
      const buffer = Buffer.allocUnsafe(left === 0 ? Math.min(wanted, 65_536) : Math.min(wanted, left));
      const { bytesRead } = await this.handle.read(buffer, 0, buffer.length, this.position);
      if (bytesRead === 0) return null;
      this.position += bytesRead;
      return buffer.subarray(0, bytesRead);
    });
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.run('write', async () => {
      for (let done = 0; done < bytes.length; ) {
        const at = this.appends ? null : this.position;
        const { bytesWritten } = await this.handle.write(bytes, done, bytes.length - done, at);
        done += bytesWritten;
        this.position += bytesWritten;
      }
    });
  }

  seek(whence: 'set' | 'cur' | 'end', offset: number): Promise<number> {
    return this.run('seek', async () => {
      const base = whence === 'set' ? 0 : whence === 'cur' ? this.position : (await this.handle.stat()).size;
      const target = base + offset;
      if (!Number.isSafeInteger(target) || target < 0) {
        throw new WippyError(`seek ${this.path}: invalid position ${target}`, {
          kind: ErrorKind.Invalid,
          retryable: false,
        });
      }
      this.position = target;
      return target;
    });
  }

  stat(): Promise<FileInfo> {
    return this.run('stat', async () => infoOf(this.path, await this.handle.stat()));
  }

  sync(): Promise<void> {
    return this.run('sync', () => this.handle.sync());
  }

  close(): Promise<void> {
    return this.mutex.run(async () => {
      if (this.closed) return;
      this.closed = true;
      try {
        await this.handle.close();
      } catch (error) {
        throw fileError('close', this.path, error);
      }
    });
  }

  stream(start: number, end: number): Readable {
    return createReadStream('', { fd: this.handle, autoClose: false, start, end });
  }
}
