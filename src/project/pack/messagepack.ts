/** MessagePack as packs use it. What is read is checked first, so that a few bytes cannot ask for gigabytes. */
import { decode, encode } from '@msgpack/msgpack';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import { textOrBytes } from '../entries/include.ts';
import { setOwn } from '../yaml/value.ts';
import { LIMITS } from './format.ts';
import { brokenPack } from './pack-error.ts';

/** The same value always gives the same bytes: keys are sorted. Undefined fields are left out. */
export function encodeValue(value: unknown): Uint8Array {
  return encode(value, { sortKeys: true, ignoreUndefined: true, maxDepth: LIMITS.depth + 8 });
}

/**
 * Plain data: null, booleans, numbers, texts, bytes that are no UTF-8, lists, maps with text keys. Texts and bytes are not
 * told apart in packs of the Go toolchain, so whatever is UTF-8 is a text. Throws Invalid for anything malformed.
 */
export function decodeValue(bytes: Uint8Array): unknown {
  checkStructure(bytes);
  let value: unknown;
  try {
    value = decode(bytes, { rawStrings: true });
  } catch (error) {
    throw brokenPack(`a value cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return toPlain(value);
}

function toPlain(value: unknown): unknown {
  if (value instanceof Uint8Array) return textOrBytes(value);
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (isPlainObject(value)) {
    const result: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) setOwn(result, key, toPlain(item));
    return result;
  }
  if (typeof value === 'object' && value !== null) throw brokenPack('a value has a type that packs do not have');
  return value;
}

interface Token {
  /** Bytes of the token itself, with its content where that is no nested value. */
  readonly length: number;
  /** Values that follow and belong to it. */
  readonly items: number;
}

/** Walks over all values without recursion or allocation; afterwards every length is known to be honest. */
function checkStructure(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const open: number[] = [1];
  let pending = 1;
  let position = 0;
  let values = 0;
  while (open.length > 0) {
    const last = open.length - 1;
    if (open[last] === 0) {
      open.pop();
      continue;
    }
    if (position >= bytes.length) throw brokenPack('a value ends too early');
    (open[last] as number) -= 1;
    pending -= 1;
    values += 1;
    if (values > LIMITS.values) throw brokenPack(`a part of it holds more than ${LIMITS.values} values`);
    const { length, items } = tokenAt(view, position);
    position += length;
    pending += items;
    if (position > bytes.length || pending > bytes.length - position) throw brokenPack('a value ends too early');
    if (items === 0) continue;
    if (open.length > LIMITS.depth) throw brokenPack(`a value is nested deeper than ${LIMITS.depth} levels`);
    open.push(items);
  }
  if (position !== bytes.length) throw brokenPack('there are bytes after a value');
}

/** The token at a position. Throws Invalid where its length does not fit any more. */
function tokenAt(view: DataView, position: number): Token {
  const type = view.getUint8(position);
  if (type <= 0x7f || type >= 0xe0) return { length: 1, items: 0 };
  if (type <= 0x8f) return { length: 1, items: (type & 0x0f) * 2 };
  if (type <= 0x9f) return { length: 1, items: type & 0x0f };
  if (type <= 0xbf) return { length: 1 + (type & 0x1f), items: 0 };
  const size = (width: number): number => {
    if (position + 1 + width > view.byteLength) throw brokenPack('a value ends too early');
    if (width === 1) return view.getUint8(position + 1);
    return width === 2 ? view.getUint16(position + 1) : view.getUint32(position + 1);
  };
  switch (type) {
    case 0xc0: // nil
    case 0xc2: // false
    case 0xc3: // true
      return { length: 1, items: 0 };
    case 0xc4: // bin 8, 16, 32
    case 0xc5:
    case 0xc6:
      return withContent(size(1 << (type - 0xc4)), 1 << (type - 0xc4), 0);
    case 0xc7: // ext 8, 16, 32
    case 0xc8:
    case 0xc9:
      return withContent(size(1 << (type - 0xc7)), 1 << (type - 0xc7), 1);
    case 0xca: // float 32
    case 0xce: // uint 32
    case 0xd2: // int 32
      return { length: 5, items: 0 };
    case 0xcb: // float 64
    case 0xcf: // uint 64
    case 0xd3: // int 64
      return { length: 9, items: 0 };
    case 0xcc: // uint 8
    case 0xd0: // int 8
      return { length: 2, items: 0 };
    case 0xcd: // uint 16
    case 0xd1: // int 16
      return { length: 3, items: 0 };
    case 0xd4: // fixext 1, 2, 4, 8, 16
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
      return { length: 2 + (1 << (type - 0xd4)), items: 0 };
    case 0xd9: // str 8, 16, 32
    case 0xda:
    case 0xdb:
      return withContent(size(1 << (type - 0xd9)), 1 << (type - 0xd9), 0);
    case 0xdc: // array 16, 32
    case 0xdd:
      return { length: type === 0xdc ? 3 : 5, items: size(type === 0xdc ? 2 : 4) };
    case 0xde: // map 16, 32
    case 0xdf:
      return { length: type === 0xde ? 3 : 5, items: 2 * size(type === 0xde ? 2 : 4) };
    default:
      throw brokenPack('a value has a type that does not exist');
  }
}

function withContent(content: number, width: number, extra: number): Token {
  return { length: 1 + width + extra + content, items: 0 };
}
