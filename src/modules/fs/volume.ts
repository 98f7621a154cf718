/** `fs.FS`: a file system with a working directory. Rule: lua/storage/filesystem of the Wippy documentation. */

import { WippyError } from '../../infrastructure/errors.ts';
import { checkString, optionalString } from '../../lua/runtime/arguments.ts';
import { type LuaFunction, type LuaResult, LuaTable, type LuaValue } from '../../lua/runtime/values.ts';
import {
  FilesystemCommand,
  type OpenCommand,
  type PathCommand,
  type WriteFileCommand,
} from '../../services/fs/commands.ts';
import {
  type DirectoryEntry,
  type FileInfo,
  type FileSystem,
  isOpenMode,
  type OpenFile,
} from '../../services/fs/filesystem.ts';
import { resolvePath } from '../../services/fs/path.ts';
import type { ByteSource } from '../../services/fs/scanner.ts';
import { failure, invalid } from '../../services/lua/convert/errors.ts';
import { fromBytes, fromLuaString, toBytes, toLuaString } from '../../services/lua/convert/text.ts';
import { defineClass, fields, type UserdataClass, wait } from '../../services/lua/module.ts';
import { fileClass, infoTable, LuaFile, refusal, refuse, TYPE } from './file.ts';
import { streamOf } from './stream.ts';

export class Volume {
  readonly system: FileSystem;
  /** As `resolvePath` gives it. */
  directory = '.';

  constructor(system: FileSystem) {
    this.system = system;
  }
}

type Fail = (error: WippyError) => LuaResult;

/**
 * A method that begins with the path in its second argument. `fail` is its way to fail: `nil, error` or `false, error`.
 */
function onPath(
  name: string,
  fail: Fail,
  work: (volume: Volume, path: string, args: LuaValue[], written: string) => LuaResult,
  emptyAllowed = false,
): LuaFunction {
  return (...args) => {
    const volume = volumeClass.check(args, 1, name);
    const written = checkString(args, 2, name);
    if (written === '' && !emptyAllowed)
      return fail(new WippyError('path required', { kind: 'Invalid', retryable: false }));
    let path: string;
    try {
      path = written === '' ? volume.directory : resolvePath(fromLuaString(written), volume.directory);
    } catch (error) {
      if (error instanceof WippyError) return fail(error);
      throw error;
    }
    return work(volume, path, args, written);
  };
}

function ask(
  id: number,
  { system }: Volume,
  path: string,
  convert: (data: unknown) => LuaResult,
  fail: Fail,
): LuaResult {
  const command: PathCommand = { id, system, path };
  return wait(command, convert, fail);
}

const because =
  (fail: Fail, text: string): Fail =>
  (error) =>
    fail(error.wrap(text));

function wrongKind(message: string): WippyError {
  return new WippyError(message, { kind: 'Invalid', retryable: false });
}

/** An iterator over the entries, for `for entry in vol:readdir(path)`. */
function iterate(entries: readonly DirectoryEntry[]): LuaFunction {
  let index = 0;
  return () => {
    const entry = entries[index++];
    if (entry === undefined) return undefined;
    return fields({ name: toLuaString(entry.name), type: entry.isDirectory ? TYPE.DIR : TYPE.FILE });
  };
}

/** What `writefile` takes: text, an open file or a stream. */
function contentOf(value: LuaValue): Uint8Array | ByteSource | string {
  if (typeof value === 'string') return toBytes(value);
  if (value === undefined) return 'data argument required';
  const file = fileClass.of(value);
  if (file !== undefined) return (size) => file.file.read(size);
  const stream = streamOf(value);
  if (stream?.read !== undefined) return (size) => (stream.read as ByteSource)(size);
  return 'invalid input type, expected string or Reader';
}

function writeFile({ system }: Volume, path: string, args: LuaValue[]): LuaResult {
  const data = contentOf(args[2]);
  if (typeof data === 'string') return refuse(data);
  const mode = optionalString(args, 4, 'writefile', 'w');
  if (!isOpenMode(mode) || mode === 'r') return refuse("invalid mode; must be 'w', 'wx' or 'a'");
  const command: WriteFileCommand = { id: FilesystemCommand.WriteFile, system, path, mode, data };
  return wait(command, () => true, because(refusal, 'failed to write file'));
}

function open({ system }: Volume, path: string, args: LuaValue[]): LuaResult {
  const mode = optionalString(args, 3, 'open', 'r');
  if (!isOpenMode(mode)) return invalid("invalid mode: must be 'r', 'w', 'wx' or 'a'");
  const command: OpenCommand = { id: FilesystemCommand.Open, system, path, mode };
  return wait(
    command,
    (file) => fileClass.create(new LuaFile(file as OpenFile)),
    because(failure, 'failed to open file'),
  );
}

function methods(): Record<string, LuaFunction> {
  const { Stat, MakeDirectory, Remove, ReadDirectory, ReadFile } = FilesystemCommand;
  const readFile = onPath('readfile', failure, (volume, path) =>
    ask(ReadFile, volume, path, (bytes) => fromBytes(bytes as Uint8Array), because(failure, 'failed to read file')),
  );
  const write = onPath('writefile', refusal, writeFile);
  return {
    chdir: onPath('chdir', refusal, (volume, path, _args, written) =>
      ask(
        Stat,
        volume,
        path,
        (info) => {
          if (!(info as FileInfo).isDirectory) return refusal(wrongKind(`not a directory: ${fromLuaString(written)}`));
          volume.directory = path;
          return true;
        },
        because(refusal, 'failed to stat directory'),
      ),
    ),
    pwd: (...args) => {
      const { directory } = volumeClass.check(args, 1, 'pwd');
      return directory === '.' ? '/' : `/${toLuaString(directory)}`;
    },
    open: onPath('open', failure, open),
    stat: onPath('stat', failure, (volume, path) =>
      ask(Stat, volume, path, (info) => infoTable(info as FileInfo), because(failure, 'stat failed')),
    ),
    mkdir: onPath('mkdir', refusal, (volume, path, _args, written) =>
      ask(
        MakeDirectory,
        volume,
        path,
        () => true,
        (error) => {
          if (error.kind !== 'AlreadyExists') return refusal(error.wrap('mkdir failed'));
          const message = `path already exists: ${fromLuaString(written)}`;
          return refusal(new WippyError(message, { kind: 'AlreadyExists', retryable: false }));
        },
      ),
    ),
    remove: onPath('remove', refusal, (volume, path, _args, written) =>
      ask(
        Remove,
        volume,
        path,
        () => true,
        (error) => {
          if (error.details?.['code'] === 'ENOTEMPTY') {
            return refusal(wrongKind(`directory not empty: ${fromLuaString(written)}`));
          }
          return refusal(error.wrap('remove failed'));
        },
      ),
    ),
    readdir: onPath('readdir', failure, (volume, path, _args, written) =>
      ask(
        ReadDirectory,
        volume,
        path,
        (entries) => [iterate(entries as DirectoryEntry[]), new LuaTable()],
        (error) => {
          if (error.details?.['code'] === 'ENOTDIR')
            return failure(wrongKind(`not a directory: ${fromLuaString(written)}`));
          return failure(error.wrap('readdir failed'));
        },
      ),
    ),
    exists: onPath(
      'exists',
      refusal,
      (volume, path) =>
        ask(
          Stat,
          volume,
          path,
          () => true,
          (error) => (isMissing(error) ? false : refusal(error)),
        ),
      true,
    ),
    isdir: onPath(
      'isdir',
      refusal,
      (volume, path) =>
        ask(Stat, volume, path, (info) => (info as FileInfo).isDirectory, because(refusal, 'stat failed')),
      true,
    ),
    readfile: readFile,
    read_file: readFile,
    writefile: write,
    write_file: write,
  };
}

/** A path below a file is not there either. */
function isMissing(error: WippyError): boolean {
  return error.kind === 'NotFound' || error.details?.['code'] === 'ENOTDIR';
}

export const volumeClass: UserdataClass<Volume> = defineClass('fs.FS', Volume, methods, () => ({
  __tostring: (...args) => `fs.FS{cwd=${toLuaString(volumeClass.check(args, 1, 'tostring').directory)}}`,
}));
