/** Module `hash`. Reference: lua/security/hash of the Wippy documentation. */

import { createHash, createHmac } from 'node:crypto';
import { integer, type LuaFunction, type LuaValue } from '../lua/runtime/values.ts';
import { invalid } from '../services/lua/convert/errors.ts';
import { fromBytes, toBytes } from '../services/lua/convert/text.ts';
import { defineModule, type LuaModule } from '../services/lua/module.ts';

const isTrue = (value: LuaValue): boolean => value !== undefined && value !== false;

const digestText = (digest: Buffer, raw: boolean): string => (raw ? fromBytes(digest) : digest.toString('hex'));

function digest(algorithm: string): LuaFunction {
  return (data, raw) => {
    if (typeof data !== 'string') return invalid('data must be a string');
    return digestText(createHash(algorithm).update(data, 'latin1').digest(), isTrue(raw));
  };
}

function hmac(algorithm: string): LuaFunction {
  return (data, secret, raw) => {
    if (typeof data !== 'string') return invalid('data must be a string');
    if (typeof secret !== 'string') return invalid('secret must be a string');
    return digestText(createHmac(algorithm, toBytes(secret)).update(data, 'latin1').digest(), isTrue(raw));
  };
}

/** FNV-1 with 32 bits, of the units of a byte string. */
export function fnv32(data: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < data.length; index++) hash = Math.imul(hash, 0x01000193) ^ data.charCodeAt(index);
  return hash >>> 0;
}

/** FNV-1 with 64 bits, unsigned. Two halves of 32 bits: big integers are much slower. */
export function fnv64(data: string): bigint {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (let index = 0; index < data.length; index++) {
    // The prime is 2^40 + 0x1b3.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = ((product >>> 0) ^ data.charCodeAt(index)) >>> 0;
  }
  return (BigInt(high) << 32n) | BigInt(low);
}

export const hashModule: LuaModule = defineModule({
  name: 'hash',
  description: 'Digests, message authentication codes and FNV hashes.',
  classes: ['encoding', 'security', 'deterministic'],
  types: `
    type Digest = (data: string, raw: boolean?) -> (string?, error?)
    type Hmac = (data: string, secret: string, raw: boolean?) -> (string?, error?)
    type Fnv = (data: string) -> (integer?, error?)
    type hash = {
      md5: Digest, sha1: Digest, sha256: Digest, sha512: Digest,
      fnv32: Fnv, fnv64: Fnv,
      hmac_md5: Hmac, hmac_sha1: Hmac, hmac_sha256: Hmac, hmac_sha512: Hmac,
    }`,
  members: () => ({
    md5: digest('md5'),
    sha1: digest('sha1'),
    sha256: digest('sha256'),
    sha512: digest('sha512'),
    hmac_md5: hmac('md5'),
    hmac_sha1: hmac('sha1'),
    hmac_sha256: hmac('sha256'),
    hmac_sha512: hmac('sha512'),
    fnv32: (data) => (typeof data === 'string' ? fnv32(data) : invalid('data must be a string')),
    // Values from 2^63 on come out negative: the bits are those of the hash.
    fnv64: (data) =>
      typeof data === 'string' ? integer(BigInt.asIntN(64, fnv64(data))) : invalid('data must be a string'),
  }),
});
