/** `crypto.random`. */

import { randomBytes, randomUUID } from 'node:crypto';
import { checkInteger } from '../../lua/runtime/arguments.ts';
import type { LuaFunction, LuaResult, LuaValue } from '../../lua/runtime/values.ts';
import { invalid } from '../../services/lua/convert/errors.ts';
import { fromBytes } from '../../services/lua/convert/text.ts';

/** Bytes or characters of one call. */
const MAX_LENGTH = 1024 * 1024;
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function withLength(args: LuaValue[], name: string, make: (length: number) => LuaResult): LuaResult {
  const length = checkInteger(args, 1, name);
  if (length <= 0) return invalid('length must be a positive integer');
  return length > MAX_LENGTH ? invalid('length exceeds maximum allowed size (1MB)') : make(length);
}

/** Every character of the set (at most 256 of them count) is equally likely. */
function randomText(length: number, characters: string): string {
  const count = Math.min(256, characters.length);
  // Bytes from here on would favour the first characters.
  const limit = 256 - (256 % count);
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    for (const byte of randomBytes(Math.ceil((length - filled) * (256 / limit)))) {
      if (byte < limit && filled < length) bytes[filled++] = characters.charCodeAt(byte % count);
    }
  }
  return fromBytes(bytes);
}

export function randomFunctions(): Record<string, LuaFunction> {
  return {
    bytes: (...args) => withLength(args, 'bytes', (length) => fromBytes(randomBytes(length))),
    string: (...args) =>
      withLength(args, 'string', (length) => {
        const characters = typeof args[1] === 'string' ? args[1] : ALPHANUMERIC;
        return characters === '' ? invalid('charset cannot be empty') : randomText(length, characters);
      }),
    uuid: () => randomUUID(),
  };
}
