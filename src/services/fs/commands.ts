/** Commands of the filesystem range and their handlers. */

import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { AccessControl } from '../../system/security/access-control.ts';
import { registerAsync } from '../lua/module.ts';
import type { FileSystem, OpenFile, OpenMode } from './filesystem.ts';
import type { FileSystemRegistry } from './filesystem-registry.ts';
import type { ByteSource } from './scanner.ts';

export const FilesystemCommand = {
  Get: commandId('filesystem', 0),
  Stat: commandId('filesystem', 1),
  Open: commandId('filesystem', 2),
  MakeDirectory: commandId('filesystem', 3),
  Remove: commandId('filesystem', 4),
  ReadDirectory: commandId('filesystem', 5),
  ReadFile: commandId('filesystem', 6),
  WriteFile: commandId('filesystem', 7),
  FileRead: commandId('filesystem', 8),
  FileWrite: commandId('filesystem', 9),
  FileSeek: commandId('filesystem', 10),
  FileStat: commandId('filesystem', 11),
  FileSync: commandId('filesystem', 12),
  FileClose: commandId('filesystem', 13),
} as const;

/** Result: the FileSystem of the entry. Immediate. */
export interface GetCommand extends Command {
  readonly name: string;
}

/** Results: FileInfo, null, null, DirectoryEntry[], Uint8Array for Stat, MakeDirectory, Remove, ReadDirectory, ReadFile. */
export interface PathCommand extends Command {
  readonly system: FileSystem;
  readonly path: string;
}

/** Result: OpenFile. */
export interface OpenCommand extends PathCommand {
  readonly mode: OpenMode;
}

/** Result: null. */
export interface WriteFileCommand extends OpenCommand {
  /** Bytes, or where they come from. */
  readonly data: Uint8Array | ByteSource;
}

/** Results: FileInfo, null, null for FileStat, FileSync, FileClose. */
export interface FileCommand extends Command {
  readonly file: OpenFile;
}

/** Result: Uint8Array, null at the end. */
export interface FileReadCommand extends FileCommand {
  readonly size: number;
}

export interface FileWriteCommand extends FileCommand {
  readonly data: Uint8Array;
}

/** Result: the new position. */
export interface FileSeekCommand extends FileCommand {
  readonly whence: 'set' | 'cur' | 'end';
  readonly offset: number;
}

/**
 * Registers the handlers. `fs.get` is checked here; who has a file system may use all of it. Scanners need
 * the commands of streams, too.
 */
export function registerFilesystemCommands(
  dispatcher: Dispatcher,
  systems: FileSystemRegistry,
  access: AccessControl,
): void {
  dispatcher.registerImmediate<GetCommand>(FilesystemCommand.Get, ({ name }, context) => {
    if (!access.isAllowed(context, 'fs.get', name)) {
      throw new WippyError(`not allowed to access filesystem: ${name}`, {
        kind: ErrorKind.PermissionDenied,
        retryable: false,
        details: { name },
      });
    }
    return systems.get(name);
  });
  const path = (id: number, work: (system: FileSystem, path: string) => Promise<unknown>): void =>
    registerAsync<PathCommand>(dispatcher, id, (command) => work(command.system, command.path));
  path(FilesystemCommand.Stat, (system, name) => system.stat(name));
  path(FilesystemCommand.MakeDirectory, (system, name) => system.mkdir(name));
  path(FilesystemCommand.Remove, (system, name) => system.remove(name));
  path(FilesystemCommand.ReadDirectory, (system, name) => system.readdir(name));
  path(FilesystemCommand.ReadFile, (system, name) => system.readFile(name));
  registerAsync<WriteFileCommand>(dispatcher, FilesystemCommand.WriteFile, writeFile);
  registerAsync<OpenCommand>(dispatcher, FilesystemCommand.Open, async ({ system, path: name, mode }, signal) => {
    const file = await system.open(name, mode);
    // Nobody will get the file of a process that has ended meanwhile.
    if (signal.aborted) await file.close();
    return file;
  });
  registerAsync<FileReadCommand>(dispatcher, FilesystemCommand.FileRead, ({ file, size }) => file.read(size));
  registerAsync<FileWriteCommand>(dispatcher, FilesystemCommand.FileWrite, ({ file, data }) => file.write(data));
  registerAsync<FileSeekCommand>(dispatcher, FilesystemCommand.FileSeek, ({ file, whence, offset }) =>
    file.seek(whence, offset),
  );
  registerAsync<FileCommand>(dispatcher, FilesystemCommand.FileStat, ({ file }) => file.stat());
  registerAsync<FileCommand>(dispatcher, FilesystemCommand.FileSync, ({ file }) => file.sync());
  registerAsync<FileCommand>(dispatcher, FilesystemCommand.FileClose, ({ file }) => file.close());
}

/** Bytes that are copied at a time. */
const CHUNK = 65_536;

async function writeFile({ system, path, mode, data }: WriteFileCommand, signal: AbortSignal): Promise<null> {
  const file = await system.open(path, mode);
  try {
    if (data instanceof Uint8Array) await file.write(data);
    else {
      for (let chunk = await data(CHUNK); chunk !== null && !signal.aborted; chunk = await data(CHUNK)) {
        await file.write(chunk);
      }
    }
  } finally {
    await file.close();
  }
  return null;
}
