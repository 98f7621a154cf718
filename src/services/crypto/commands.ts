/** Commands of the crypto range: what takes too long to be done while other processes wait. */

import { pbkdf2 } from 'node:crypto';
import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import { toWippyError } from '../../infrastructure/errors.ts';

export const CryptoCommand = {
  DeriveKey: commandId('crypto', 0),
} as const;

/** PBKDF2. Result: a Buffer of `keyLength` bytes. */
export interface DeriveKeyCommand extends Command {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly keyLength: number;
  readonly hash: 'sha256' | 'sha512';
}

/** Registers the handlers. The work is done by the threads of the host. */
export function registerCryptoCommands(dispatcher: Dispatcher): void {
  dispatcher.register<DeriveKeyCommand>(CryptoCommand.DeriveKey, (command, completion) => {
    const { password, salt, iterations, keyLength, hash } = command;
    pbkdf2(password, salt, iterations, keyLength, hash, (error, key) => {
      if (error === null) completion.complete(key);
      else completion.fail(toWippyError(error));
    });
  });
}
