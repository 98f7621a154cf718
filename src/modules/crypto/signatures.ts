/** Signatures of JSON Web Tokens by the names of their algorithms. Reference: RFC 7518. */

import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign as signData,
  timingSafeEqual,
  verify as verifyData,
} from 'node:crypto';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

export interface SignatureAlgorithm {
  /** Throws a WippyError Invalid for a key that does not fit. */
  sign(data: string, key: Buffer): Buffer;
  /** As `sign`. */
  verify(data: string, signature: Buffer, key: Buffer): boolean;
}

function invalidKey(message: string, cause?: unknown): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false, cause });
}

function secret(hash: string): SignatureAlgorithm {
  const compute = (data: string, key: Buffer): Buffer => {
    if (key.length === 0) throw invalidKey('key cannot be empty');
    return createHmac(hash, key).update(data, 'latin1').digest();
  };
  return {
    sign: compute,
    verify: (data, signature, key) => {
      const expected = compute(data, key);
      return expected.length === signature.length && timingSafeEqual(expected, signature);
    },
  };
}

interface KeyFamily {
  readonly name: string;
  readonly type: 'rsa' | 'ec';
  /** The curve of the algorithm; null where there is none. */
  readonly curve: string | null;
}

function readKey(family: KeyFamily, kind: 'private' | 'public', pem: Buffer): KeyObject {
  let key: KeyObject;
  try {
    key =
      kind === 'private' ? createPrivateKey({ key: pem, format: 'pem' }) : createPublicKey({ key: pem, format: 'pem' });
  } catch (cause) {
    throw invalidKey(`invalid ${family.name} ${kind} key: no PEM text of such a key`, cause);
  }
  if (key.asymmetricKeyType !== family.type) {
    throw invalidKey(`invalid ${family.name} ${kind} key: the key is of type ${key.asymmetricKeyType ?? 'unknown'}`);
  }
  const curve = key.asymmetricKeyDetails?.namedCurve ?? null;
  if (family.curve !== null && curve !== family.curve) {
    throw invalidKey(
      `invalid ${family.name} ${kind} key: the curve is ${curve ?? 'unknown'}, expected ${family.curve}`,
    );
  }
  return key;
}

function keyPair(hash: string, family: KeyFamily): SignatureAlgorithm {
  // Tokens hold the two numbers of an EC signature one behind the other.
  const encoding = family.type === 'ec' ? ({ dsaEncoding: 'ieee-p1363' } as const) : {};
  return {
    sign: (data, pem) =>
      signData(hash, Buffer.from(data, 'latin1'), { key: readKey(family, 'private', pem), ...encoding }),
    verify: (data, signature, pem) =>
      verifyData(hash, Buffer.from(data, 'latin1'), { key: readKey(family, 'public', pem), ...encoding }, signature),
  };
}

const rsa = (hash: string): SignatureAlgorithm => keyPair(hash, { name: 'RSA', type: 'rsa', curve: null });
const ec = (hash: string, curve: string): SignatureAlgorithm => keyPair(hash, { name: 'EC', type: 'ec', curve });

const ALGORITHMS: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  ['HS256', secret('sha256')],
  ['HS384', secret('sha384')],
  ['HS512', secret('sha512')],
  ['RS256', rsa('sha256')],
  ['RS384', rsa('sha384')],
  ['RS512', rsa('sha512')],
  ['ES256', ec('sha256', 'prime256v1')],
  ['ES384', ec('sha384', 'secp384r1')],
  ['ES512', ec('sha512', 'secp521r1')],
]);

/** @throws WippyError Invalid, naming the algorithms that exist. */
export function signatureAlgorithm(name: string): SignatureAlgorithm {
  const algorithm = ALGORITHMS.get(name);
  if (algorithm !== undefined) return algorithm;
  throw new WippyError(`unsupported signing algorithm ${JSON.stringify(name)}`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint: `Use one of ${[...ALGORITHMS.keys()].join(', ')}.`,
  });
}
