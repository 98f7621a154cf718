/** `fs.Scanner`: tokens of a file or stream. Rule: lua/storage/filesystem and lua/core/stream of the Wippy documentation. */

import { optionalString } from '../../lua/runtime/arguments.ts';
import type { LuaFunction, LuaResult, LuaValue } from '../../lua/runtime/values.ts';
import { type ScanCommand, StreamCommand } from '../../services/fs/byte-stream.ts';
import { type ByteSource, isSplit, TokenScanner } from '../../services/fs/scanner.ts';
import { errorToLua, invalid } from '../../services/lua/convert/errors.ts';
import { defineClass, type UserdataClass, wait } from '../../services/lua/module.ts';

function methods(): Record<string, LuaFunction> {
  return {
    scan: (...args) => {
      const scanner = scannerClass.check(args, 1, 'scan');
      const command: ScanCommand = { id: StreamCommand.Scan, scanner };
      return wait(
        command,
        (found) => (scanner.error === null ? (found as boolean) : [false, errorToLua(scanner.error)]),
        (error) => {
          scanner.error = error;
          return [false, errorToLua(error)];
        },
      );
    },
    text: (...args) => scannerClass.check(args, 1, 'text').text,
    err: (...args) => {
      const { error } = scannerClass.check(args, 1, 'err');
      return error === null ? undefined : errorToLua(error);
    },
  };
}

export const scannerClass: UserdataClass<TokenScanner> = defineClass('fs.Scanner', TokenScanner, methods);

/** The method `scanner(split?)` over a source. */
export function createScanner(source: ByteSource, args: LuaValue[]): LuaResult {
  const split = optionalString(args, 2, 'scanner', 'lines');
  if (!isSplit(split)) return invalid("invalid split type: must be 'lines', 'words', 'bytes', or 'runes'");
  return scannerClass.create(new TokenScanner(source, split));
}
