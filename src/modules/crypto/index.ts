/** Module `crypto`. Reference: lua/security/crypto of the Wippy documentation. */

import { createHmac, timingSafeEqual } from 'node:crypto';
import { checkInteger, checkString } from '../../lua/runtime/arguments.ts';
import type { LuaFunction, LuaResult, LuaValue } from '../../lua/runtime/values.ts';
import { CryptoCommand, type DeriveKeyCommand } from '../../services/crypto/commands.ts';
import { invalid } from '../../services/lua/convert/errors.ts';
import { fromBytes, fromLuaString, toBytes } from '../../services/lua/convert/text.ts';
import { defineModule, type LuaModule, wait } from '../../services/lua/module.ts';
import { decryptFunctions, encryptFunctions } from './ciphers.ts';
import { encodeToken, verifyToken } from './jwt.ts';
import { randomFunctions } from './random.ts';

const MAX_ITERATIONS = 10_000_000;
/** Bytes. */
const MAX_KEY_LENGTH = 1024 * 1024;

function hmac(algorithm: 'sha256' | 'sha512'): LuaFunction {
  return (...args) => {
    const key = checkString(args, 1, algorithm);
    const data = checkString(args, 2, algorithm);
    if (key === '') return invalid('key cannot be empty');
    return createHmac(algorithm, toBytes(key)).update(data, 'latin1').digest('hex');
  };
}

function pbkdf2(...args: LuaValue[]): LuaResult {
  const password = checkString(args, 1, 'pbkdf2');
  const salt = checkString(args, 2, 'pbkdf2');
  const iterations = checkInteger(args, 3, 'pbkdf2');
  const keyLength = checkInteger(args, 4, 'pbkdf2');
  const hash = typeof args[4] === 'string' ? args[4] : 'sha256';
  if (password === '') return invalid('password cannot be empty');
  if (salt === '') return invalid('salt cannot be empty');
  if (iterations <= 0) return invalid('iterations must be positive');
  if (iterations > MAX_ITERATIONS) return invalid(`iterations exceeds maximum (${MAX_ITERATIONS})`);
  if (keyLength <= 0) return invalid('key length must be positive');
  if (keyLength > MAX_KEY_LENGTH) return invalid(`key length exceeds maximum (${MAX_KEY_LENGTH})`);
  if (hash !== 'sha256' && hash !== 'sha512') return invalid(`unsupported hash function: ${fromLuaString(hash)}`);
  const command: DeriveKeyCommand = {
    id: CryptoCommand.DeriveKey,
    password: toBytes(password),
    salt: toBytes(salt),
    iterations,
    keyLength,
    hash,
  };
  return wait(command, (key) => fromBytes(key as Buffer));
}

function constantTimeCompare(...args: LuaValue[]): LuaResult {
  const left = toBytes(checkString(args, 1, 'constant_time_compare'));
  const right = toBytes(checkString(args, 2, 'constant_time_compare'));
  return left.length === right.length && timingSafeEqual(left, right);
}

export const cryptoModule: LuaModule = defineModule({
  name: 'crypto',
  description: 'Encryption, signatures, random data and key derivation.',
  classes: ['security', 'nondeterministic', 'workflow'],
  types: `
    type Cipher = (data: string, key: string, aad: string?) -> (string?, error?)
    type Hmac = (key: string, data: string) -> (string?, error?)
    type crypto = {
      random: {
        bytes: (length: integer) -> (string?, error?),
        string: (length: integer, charset: string?) -> (string?, error?),
        uuid: () -> (string?, error?),
      },
      hmac: {sha256: Hmac, sha512: Hmac},
      encrypt: {aes: Cipher, chacha20: Cipher},
      decrypt: {aes: Cipher, chacha20: Cipher},
      jwt: {
        encode: (payload: {[string]: any}, key: string, algorithm: string?) -> (string?, error?),
        verify: (token: string, key: string, algorithm: string?, require_exp: boolean?) -> ({[string]: any}?, error?),
      },
      pbkdf2: (password: string, salt: string, iterations: integer, key_length: integer, hash: string?) -> (string?, error?),
      constant_time_compare: (a: string, b: string) -> boolean,
    }`,
  members: () => ({
    random: randomFunctions(),
    hmac: { sha256: hmac('sha256'), sha512: hmac('sha512') },
    encrypt: encryptFunctions(),
    decrypt: decryptFunctions(),
    jwt: { encode: encodeToken, verify: verifyToken },
    pbkdf2,
    constant_time_compare: constantTimeCompare,
  }),
});
