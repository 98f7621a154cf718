/** `fs.File`: an open file. Rule: lua/storage/filesystem of the Wippy documentation. */

import { WippyError } from '../../infrastructure/errors.ts';
import { checkInteger, checkString, optionalInteger } from '../../lua/runtime/arguments.ts';
import type { LuaFunction, LuaResult, LuaTable } from '../../lua/runtime/values.ts';
import {
  type FileCommand,
  type FileReadCommand,
  type FileSeekCommand,
  FilesystemCommand,
  type FileWriteCommand,
} from '../../services/fs/commands.ts';
import { fileClosed } from '../../services/fs/errors.ts';
import type { FileInfo, OpenFile } from '../../services/fs/filesystem.ts';
import { errorToLua, failure, invalid } from '../../services/lua/convert/errors.ts';
import { fromBytes, toBytes, toLuaString } from '../../services/lua/convert/text.ts';
import { currentProcess, defineClass, fields, type UserdataClass, wait } from '../../services/lua/module.ts';
import { createScanner } from './scanner.ts';

/** The bit that marks directories in the mode that Lua sees. */
const DIRECTORY_BIT = 2 ** 31;

export const TYPE = { FILE: 'file', DIR: 'directory' } as const;

/** A file in the hands of a process; it is closed when the process ends. */
export class LuaFile {
  readonly file: OpenFile;
  closed = false;
  private readonly forget: () => void;

  constructor(file: OpenFile) {
    this.file = file;
    this.forget = currentProcess().onClose(() => {
      this.closed = true;
      file.close().catch(() => undefined);
    });
  }

  close(): void {
    this.closed = true;
    this.forget();
  }
}

/** The table of `stat`; `modified` is in seconds since 1970. */
export function infoTable({ name, size, mode, modified, isDirectory }: FileInfo): LuaTable {
  return fields({
    name: toLuaString(name),
    size,
    mode: isDirectory ? mode + DIRECTORY_BIT : mode,
    modified: Math.floor(modified / 1000),
    is_dir: isDirectory,
    type: isDirectory ? TYPE.DIR : TYPE.FILE,
  });
}

/** `false, error`, for functions that say whether they succeeded. */
export function refusal(error: WippyError): LuaResult {
  return [false, errorToLua(error)];
}

/** The same with a message of its own, of kind Invalid. */
export function refuse(message: string): LuaResult {
  return refusal(new WippyError(message, { kind: 'Invalid', retryable: false }));
}

function read(held: LuaFile, size: number): LuaResult {
  if (size <= 0) return invalid('size must be positive');
  if (held.closed) return failure(fileClosed());
  const command: FileReadCommand = { id: FilesystemCommand.FileRead, file: held.file, size };
  return wait(
    command,
    (bytes) => {
      if (bytes !== null) return fromBytes(bytes as Uint8Array);
      return failure(new WippyError('EOF', { kind: 'NotFound', retryable: false }));
    },
    (error) => failure(error.wrap('read failed')),
  );
}

function write(held: LuaFile, data: string): LuaResult {
  if (data === '') return refuse('data required');
  if (held.closed) return refusal(fileClosed());
  const command: FileWriteCommand = { id: FilesystemCommand.FileWrite, file: held.file, data: toBytes(data) };
  return wait(
    command,
    () => true,
    (error) => refusal(error.wrap('write failed')),
  );
}

function seek(held: LuaFile, whence: string, offset: number): LuaResult {
  if (whence !== 'set' && whence !== 'cur' && whence !== 'end') {
    return invalid("invalid whence: must be 'set', 'cur', or 'end'");
  }
  if (held.closed) return failure(fileClosed());
  const command: FileSeekCommand = { id: FilesystemCommand.FileSeek, file: held.file, whence, offset };
  return wait(
    command,
    (position) => position as number,
    (error) => failure(error.wrap('seek failed')),
  );
}

function methods(): Record<string, LuaFunction> {
  return {
    read: (...args) => read(fileClass.check(args, 1, 'read'), optionalInteger(args, 2, 'read', 4096)),
    write: (...args) => write(fileClass.check(args, 1, 'write'), checkString(args, 2, 'write')),
    seek: (...args) => {
      const held = fileClass.check(args, 1, 'seek');
      return seek(held, checkString(args, 2, 'seek'), checkInteger(args, 3, 'seek'));
    },
    stat: (...args) => {
      const { file, closed } = fileClass.check(args, 1, 'stat');
      if (closed) return failure(fileClosed());
      const command: FileCommand = { id: FilesystemCommand.FileStat, file };
      return wait(
        command,
        (info) => infoTable(info as FileInfo),
        (error) => failure(error.wrap('stat failed')),
      );
    },
    sync: (...args) => {
      const { file, closed } = fileClass.check(args, 1, 'sync');
      if (closed) return refusal(fileClosed());
      const command: FileCommand = { id: FilesystemCommand.FileSync, file };
      return wait(
        command,
        () => true,
        (error) => refusal(error.wrap('sync failed')),
      );
    },
    close: (...args) => {
      const held = fileClass.check(args, 1, 'close');
      if (held.closed) return true;
      held.close();
      const command: FileCommand = { id: FilesystemCommand.FileClose, file: held.file };
      return wait(
        command,
        () => true,
        (error) => refusal(error.wrap('close failed')),
      );
    },
    scanner: (...args) => {
      const { file, closed } = fileClass.check(args, 1, 'scanner');
      return closed ? failure(fileClosed()) : createScanner((size) => file.read(size), args);
    },
  };
}

export const fileClass: UserdataClass<LuaFile> = defineClass('fs.File', LuaFile, methods, () => ({
  __tostring: (...args) => (fileClass.check(args, 1, 'tostring').closed ? 'fs.File{closed}' : 'fs.File{}'),
}));
