/** Module `io`: the terminal of the process. Reference: lua/system/io of the Wippy documentation. */

import { WippyError } from '../infrastructure/errors.ts';
import { checkInteger, typeError } from '../lua/runtime/arguments.ts';
import { touchString } from '../lua/runtime/growth.ts';
import { type ResumableBody, resumable } from '../lua/runtime/native.ts';
import { tableOf } from '../lua/runtime/table.ts';
import type { LuaFunction, LuaResult, LuaValue } from '../lua/runtime/values.ts';
import { toStringValue } from '../lua/stdlib/tostring.ts';
import { failure } from '../services/lua/convert/errors.ts';
import { toLuaString } from '../services/lua/convert/text.ts';
import { attempt, defineModule, perform, wait } from '../services/lua/module.ts';
import {
  type FlushCommand,
  type RawCommand,
  type ReadCommand,
  TerminalCommand,
  type WriteCommand,
} from '../services/terminal/commands.ts';

const DEFAULT_READ_SIZE = 1024;

export const ioModule = defineModule({
  name: 'io',
  description: 'Standard input, output and error of a process on a terminal host.',
  classes: ['io', 'nondeterministic'],
  types: `
    type io = {
      write: (...any) -> (boolean?, error?),
      print: (...any) -> (boolean?, error?),
      eprint: (...any) -> (boolean?, error?),
      read: (n: integer?) -> (string?, error?),
      readline: () -> (string?, error?),
      raw: (enable: boolean?) -> (boolean?, error?),
      flush: () -> (boolean?, error?),
      args: () -> {string},
    }`,
  members: () => ({
    write: writer('stdout', '', ''),
    print: writer('stdout', '\t', '\n'),
    eprint: writer('stderr', '\t', '\n'),
    read: (...args) => {
      const size = args[0] === undefined ? DEFAULT_READ_SIZE : checkInteger(args, 1, 'read');
      const command: ReadCommand = { id: TerminalCommand.Read, size: size > 0 ? size : DEFAULT_READ_SIZE };
      return wait(command, (bytes) => bytes as string, failed('read'));
    },
    readline: () => wait({ id: TerminalCommand.ReadLine }, (line) => line as string, failed('readline')),
    raw: (...args) => {
      const on = args[0] ?? true;
      if (typeof on !== 'boolean') throw typeError(on, 1, 'raw', 'boolean');
      try {
        perform({ id: TerminalCommand.Raw, on } as RawCommand);
        return true;
      } catch (error) {
        if (error instanceof WippyError) return failed('raw terminal')(error);
        throw error;
      }
    },
    flush: () => wait({ id: TerminalCommand.Flush, until: 'empty' } as FlushCommand, () => true),
    args: () => tableOf((perform({ id: TerminalCommand.Arguments }) as readonly string[]).map(toLuaString)),
  }),
});

/** The error below the name of what failed; that there is no terminal is said as it is. */
function failed(action: string): (error: WippyError) => LuaResult {
  return (error) => failure(error.message === 'no terminal context' ? error : error.wrap(action));
}

const toText: LuaFunction = (value) => toStringValue(value);

/** Writes the texts of its arguments; waits while the reader is slow. */
function writer(to: WriteCommand['to'], separator: string, end: string): LuaFunction {
  const send = (texts: string[]): LuaResult => {
    const bytes = texts.join(separator) + end;
    touchString(bytes);
    return attempt({ id: TerminalCommand.Write, to, bytes } as WriteCommand, (room) =>
      room === true ? true : wait({ id: TerminalCommand.Flush, until: 'room' } as FlushCommand, () => true),
    );
  };
  const convertAll = resumable(function* (...args: LuaValue[]): ResumableBody {
    const texts: string[] = [];
    for (const value of args) texts.push((yield [toText, value])[0] as string);
    return send(texts);
  });
  return (...args) => (args.every(isText) ? send(args as string[]) : convertAll(...args));
}

function isText(value: LuaValue): boolean {
  return typeof value === 'string';
}
