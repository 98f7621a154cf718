/**
 * `crypto.encrypt` and `crypto.decrypt`: authenticated encryption. A message is a nonce of 12 bytes, the encrypted text
 * and a tag of 16 bytes, as in Go.
 */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { checkString } from '../../lua/runtime/arguments.ts';
import type { LuaFunction, LuaResult, LuaValue } from '../../lua/runtime/values.ts';
import { failure, invalid } from '../../services/lua/convert/errors.ts';
import { fromBytes, toBytes } from '../../services/lua/convert/text.ts';

const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/** The host's types know one interface per family of ciphers; all of these have that of GCM. */
type HostCipher = 'aes-256-gcm';

interface Algorithm {
  readonly keyLengths: readonly number[];
  readonly keyMessage: string;
  /** The host's name for keys of this many bytes. */
  readonly name: (keyLength: number) => HostCipher;
}

const AES: Algorithm = {
  keyLengths: [16, 24, 32],
  keyMessage: 'key must be 16, 24, or 32 bytes',
  name: (keyLength) => `aes-${keyLength * 8}-gcm` as HostCipher,
};

const CHACHA20: Algorithm = {
  keyLengths: [32],
  keyMessage: 'key must be 32 bytes',
  name: () => 'chacha20-poly1305' as string as HostCipher,
};

interface Input {
  readonly data: Buffer;
  readonly key: Buffer;
  readonly additional: Buffer | null;
}

/** Data, key and additional data of a call, or the failure to return. */
function readInput(args: LuaValue[], name: string, algorithm: Algorithm): Input | { failure: LuaResult } {
  const data = toBytes(checkString(args, 1, name));
  const key = toBytes(checkString(args, 2, name));
  if (!algorithm.keyLengths.includes(key.length)) return { failure: invalid(algorithm.keyMessage) };
  return { data, key, additional: typeof args[2] === 'string' ? toBytes(args[2]) : null };
}

function encrypt(name: string, algorithm: Algorithm): LuaFunction {
  return (...args) => {
    const input = readInput(args, name, algorithm);
    if ('failure' in input) return input.failure;
    const { data, key, additional } = input;
    const nonce = randomBytes(NONCE_LENGTH);
    const cipher = createCipheriv(algorithm.name(key.length), key, nonce, { authTagLength: TAG_LENGTH });
    if (additional !== null) cipher.setAAD(additional, { plaintextLength: data.length });
    return fromBytes(Buffer.concat([nonce, cipher.update(data), cipher.final(), cipher.getAuthTag()]));
  };
}

function decrypt(name: string, algorithm: Algorithm): LuaFunction {
  return (...args) => {
    const input = readInput(args, name, algorithm);
    if ('failure' in input) return input.failure;
    const { data, key, additional } = input;
    if (data.length < NONCE_LENGTH + TAG_LENGTH) return invalid('encrypted data too short');
    const nonce = data.subarray(0, NONCE_LENGTH);
    const text = data.subarray(NONCE_LENGTH, -TAG_LENGTH);
    const decipher = createDecipheriv(algorithm.name(key.length), key, nonce, { authTagLength: TAG_LENGTH });
    if (additional !== null) decipher.setAAD(additional, { plaintextLength: text.length });
    decipher.setAuthTag(data.subarray(-TAG_LENGTH));
    try {
      return fromBytes(Buffer.concat([decipher.update(text), decipher.final()]));
    } catch (cause) {
      return failure(
        new WippyError('decrypt: message authentication failed', {
          kind: ErrorKind.Internal,
          retryable: false,
          hint: 'Key and additional data must be those of the encryption.',
          cause,
        }),
      );
    }
  };
}

export function encryptFunctions(): Record<string, LuaFunction> {
  return { aes: encrypt('aes', AES), chacha20: encrypt('chacha20', CHACHA20) };
}

export function decryptFunctions(): Record<string, LuaFunction> {
  return { aes: decrypt('aes', AES), chacha20: decrypt('chacha20', CHACHA20) };
}
