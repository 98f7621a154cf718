/** Module `fs`: files of the file systems that the application declares. Rule: lua/storage/filesystem of the documentation. */

import { checkString } from '../../lua/runtime/arguments.ts';
import { FilesystemCommand, type GetCommand } from '../../services/fs/commands.ts';
import type { FileSystem } from '../../services/fs/filesystem.ts';
import { invalid } from '../../services/lua/convert/errors.ts';
import { fromLuaString } from '../../services/lua/convert/text.ts';
import { attempt, defineModule } from '../../services/lua/module.ts';
import { TYPE } from './file.ts';
import { Volume, volumeClass } from './volume.ts';

export const fsModule = defineModule({
  name: 'fs',
  description: 'Files of the file systems that the application declares.',
  classes: ['storage', 'io', 'nondeterministic'],
  types: `
    type FileInfo = {name: string, size: integer, mode: integer, modified: integer, is_dir: boolean, type: string}
    type DirEntry = {name: string, type: string}
    type Scanner = {
      scan: (self: Scanner) -> (boolean, error?),
      text: (self: Scanner) -> string,
      err: (self: Scanner) -> error?,
    }
    type File = {
      read: (self: File, size?: integer) -> (string?, error?),
      write: (self: File, data: string) -> (boolean, error?),
      seek: (self: File, whence: string, offset: integer) -> (integer?, error?),
      stat: (self: File) -> (FileInfo?, error?),
      sync: (self: File) -> (boolean, error?),
      close: (self: File) -> (boolean, error?),
      scanner: (self: File, split?: string) -> (Scanner?, error?),
    }
    type FS = {
      chdir: (self: FS, path: string) -> (boolean, error?),
      pwd: (self: FS) -> string,
      open: (self: FS, path: string, mode?: string) -> (File?, error?),
      stat: (self: FS, path: string) -> (FileInfo?, error?),
      mkdir: (self: FS, path: string) -> (boolean, error?),
      remove: (self: FS, path: string) -> (boolean, error?),
      readdir: (self: FS, path: string) -> (any, any),
      exists: (self: FS, path: string) -> (boolean, error?),
      isdir: (self: FS, path: string) -> (boolean, error?),
      readfile: (self: FS, path: string) -> (string?, error?),
      read_file: (self: FS, path: string) -> (string?, error?),
      writefile: (self: FS, path: string, data: any, mode?: string) -> (boolean, error?),
      write_file: (self: FS, path: string, data: any, mode?: string) -> (boolean, error?),
    }
    type fs = {
      get: (name: string) -> (FS?, error?),
      type: {FILE: string, DIR: string},
      seek: {SET: string, CUR: string, END: string},
    }`,
  members: () => ({
    get: (...args) => {
      const name = fromLuaString(checkString(args, 1, 'get'));
      if (name === '') return invalid('filesystem name required');
      const command: GetCommand = { id: FilesystemCommand.Get, name };
      return attempt(command, (system) => volumeClass.create(new Volume(system as FileSystem)));
    },
    type: TYPE,
    seek: { SET: 'set', CUR: 'cur', END: 'end' },
  }),
});
