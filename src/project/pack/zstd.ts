/**
 * Zstandard, by the original library in WebAssembly. A pack comes from anywhere, so what a frame claims is checked
 * before the library sees it. (Decompressors in JavaScript that were looked at have no limit on the work that one block may ask for.)
 */
import { brokenPack } from './pack-error.ts';

export interface Zstd {
  /** The same data always gives the same bytes. */
  compress(data: Uint8Array): Uint8Array;
  /** Decompresses one frame to exactly `size` bytes. Throws Invalid for malformed data and for another size. */
  decompress(data: Uint8Array, size: number): Uint8Array;
  /** Decompresses one frame of unknown size to at most `limit` bytes. */
  decompressUnknown(data: Uint8Array, limit: number): Uint8Array;
}

const LEVEL = 9;
const MAGIC = 0xfd2fb528;

let loading: Promise<Zstd> | undefined;

/** The library, loaded on first use. */
export function loadZstd(): Promise<Zstd> {
  loading ??= import('@bokuweb/zstd-wasm').then(async (library) => {
    await library.init();
    const expand = (data: Uint8Array, room: number): Uint8Array => {
      try {
        return library.decompress(data, { defaultHeapSize: room });
      } catch {
        throw brokenPack('a part of it cannot be decompressed');
      }
    };
    return {
      compress: (data) => library.compress(data, LEVEL),
      decompress: (data, size) => {
        const claimed = contentSize(data);
        if (claimed !== undefined && claimed !== size) {
          throw brokenPack(`a part of it claims ${claimed} decompressed bytes in one place and ${size} in another`);
        }
        const content = expand(data, size);
        if (content.length === size) return content;
        throw brokenPack(`a part of it decompresses to ${content.length} bytes instead of ${size}`);
      },
      decompressUnknown: (data, limit) => {
        const claimed = contentSize(data);
        if (claimed !== undefined && claimed > limit) {
          throw brokenPack(`a part of it would have ${claimed} bytes, more than ${limit}`);
        }
        return expand(data, limit);
      },
    };
  });
  return loading;
}

/** The decompressed size that a frame claims; undefined where it does not. Format: RFC 8878, section 3.1.1.1. */
function contentSize(data: Uint8Array): number | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (data.length < 6 || view.getUint32(0, true) !== MAGIC)
    throw brokenPack('a part of it is not compressed as it should be');
  const descriptor = view.getUint8(4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] as number;
  const flag = descriptor >> 6;
  const width = flag === 0 ? Number(isSingleSegment) : 1 << flag;
  const position = 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes;
  if (width === 0) return undefined;
  if (position + width > data.length) throw brokenPack('a part of it ends too early');
  if (width === 1) return view.getUint8(position);
  if (width === 2) return view.getUint16(position, true) + 256;
  return width === 4 ? view.getUint32(position, true) : Number(view.getBigUint64(position, true));
}
