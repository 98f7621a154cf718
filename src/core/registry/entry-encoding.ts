/**
 * Entries as text, in a form that is equal for equal entries, and back. Long texts, such as sources, are left out and named
 * by their hash, so that each is kept once.
 */
import { hash } from 'node:crypto';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import { createEntry, type Entry } from './entry.ts';

/** SHA-256 as 64 hexadecimal digits. */
export type ContentHash = string;

/** Texts of this many UTF-16 units and more are kept apart. */
const longText = 256;

export interface EncodedEntry {
  readonly hash: ContentHash;
  /** JSON with sorted keys; values that JSON lacks are maps with one key that begins with `$`. */
  readonly body: string;
  /** The texts that were left out, by their hash. */
  readonly texts: ReadonlyMap<ContentHash, string>;
}

const loneSurrogate = /\p{Surrogate}/u;

/** The hash of a text; lone surrogates are kept apart, so that different texts have different hashes. */
export function hashText(text: string): ContentHash {
  return hash('sha256', loneSurrogate.test(text) ? `utf-16:${JSON.stringify(text)}` : text);
}

function encodeText(text: string, texts: Map<ContentHash, string>): string {
  if (text.length < longText) return JSON.stringify(text);
  const key = hashText(text);
  texts.set(key, text);
  return `{"$text":"${key}"}`;
}

function encodeMap(value: object, texts: Map<ContentHash, string>): string {
  const keys = Object.keys(value).sort();
  const fields = keys.map((key) => `${JSON.stringify(key)}:${encode(Reflect.get(value, key), texts)}`);
  const text = `{${fields.join(',')}}`;
  return keys.length === 1 && keys[0].startsWith('$') ? `{"$map":${text}}` : text;
}

function encode(value: unknown, texts: Map<ContentHash, string>): string {
  if (typeof value === 'string') return encodeText(value, texts);
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    return Number.isFinite(value) ? JSON.stringify(value) : `{"$number":"${String(value)}"}`;
  }
  if (typeof value === 'bigint') return `{"$integer":"${value}"}`;
  if (Array.isArray(value)) return `[${value.map((item: unknown) => encode(item, texts)).join(',')}]`;
  if (value instanceof Uint8Array) return `{"$bytes":"${Buffer.from(value).toString('base64')}"}`;
  if (value instanceof Date) return `{"$date":${value.getTime()}}`;
  if (isPlainObject(value)) return encodeMap(value, texts);
  throw new WippyError(`a value of type ${typeof value} cannot be kept in the history`, {
    kind: ErrorKind.Invalid,
    retryable: false,
  });
}

const hashes = new WeakMap<Entry, ContentHash>();

/** The entry without its source. */
export function encodeEntry(entry: Entry): EncodedEntry {
  const texts = new Map<ContentHash, string>();
  const { id, kind, meta, data } = entry;
  const body = `{"data":${encode(data, texts)},"id":${JSON.stringify(id)},"kind":${JSON.stringify(kind)},"meta":${encode(meta, texts)}}`;
  const key = hash('sha256', body);
  hashes.set(entry, key);
  return { hash: key, body, texts };
}

/** The hash of the encoded entry; equal for equal entries. */
export function hashEntry(entry: Entry): ContentHash {
  return hashes.get(entry) ?? encodeEntry(entry).hash;
}

function damaged(reason: string): WippyError {
  return new WippyError(`an entry of the history cannot be read: ${reason}`, {
    kind: ErrorKind.Internal,
    retryable: false,
  });
}

type TextReader = (key: ContentHash) => string;

function decodeMarked(marker: string, value: unknown, readText: TextReader): unknown {
  if (marker === '$map' && isPlainObject(value)) return decodeMap(value, readText);
  if (marker === '$date' && typeof value === 'number') return new Date(value);
  if (typeof value === 'string') {
    switch (marker) {
      case '$text':
        return readText(value);
      case '$number':
        return Number(value);
      case '$integer':
        return BigInt(value);
      case '$bytes':
        return new Uint8Array(Buffer.from(value, 'base64'));
      default:
    }
  }
  throw damaged(`unknown value ${marker}`);
}

function decodeMap(value: object, readText: TextReader): object {
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(result, key, {
      value: decode(item, readText),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return result;
}

function decode(value: unknown, readText: TextReader): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => decode(item, readText));
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0].startsWith('$')) {
    return decodeMarked(keys[0], Reflect.get(value, keys[0]), readText);
  }
  return decodeMap(value, readText);
}

/**
 * The entry of an encoded body.
 * @param readText gives the texts that were left out; throws for one that it does not have.
 * @throws Internal where the body is none or does not have the hash.
 */
export function decodeEntry(key: ContentHash, body: string, readText: TextReader): Entry {
  if (hash('sha256', body) !== key) throw damaged(`its content does not have the hash ${key}`);
  const value: unknown = JSON.parse(body);
  if (!isPlainObject(value) || typeof value['kind'] !== 'string' || !isPlainObject(value['meta'])) {
    throw damaged('it lacks a kind');
  }
  const entry = createEntry({
    id: value['id'],
    kind: value['kind'],
    meta: decode(value['meta'], readText) as Entry['meta'],
    data: decode(value['data'], readText),
  });
  hashes.set(entry, key);
  return entry;
}
