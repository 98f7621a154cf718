/**
 * The fixed parts of a `.wapp` file, all numbers little-endian. The file is a header, frames of data, the compressed
 * table of contents, and a footer that says where that is. Format: repository `wippyai/wapp`, version 1.
 */
import { brokenPack } from './pack-error.ts';

export const MAGIC = 'WIPPYPACK';
export const FORMAT_VERSION = 1;
export const HEADER_SIZE = 268;
export const FOOTER_SIZE = 16;

/** Large files are stored in pieces of this many bytes. */
export const CHUNK_SIZE = 1024 * 1024;
/** Data frames are closed before they grow beyond this. */
export const MAX_DATA_FRAME = 10 * 1024 * 1024;

/** What a pack may ask for, whatever it says about itself. */
export const LIMITS = {
  /** Bytes of all frames together, as in the reference. */
  data: 1024 * 1024 * 1024,
  /** Bytes of a decompressed frame of metadata, entries, a tree or the table of contents. */
  frame: 64 * 1024 * 1024,
  /** Bytes of one decompressed file. */
  file: 256 * 1024 * 1024,
  /** Nesting of entries and metadata. */
  depth: 256,
  /** Values in one frame: numbers, texts, lists and maps together. */
  values: 4_000_000,
} as const;

export interface Header {
  readonly dataOffset: number;
  readonly dataSize: number;
  /** SHA-256 of the data section. */
  readonly dataHash: Uint8Array;
}

export interface Footer {
  readonly tocOffset: number;
  readonly tocSize: number;
}

export function encodeHeader({ dataOffset, dataSize, dataHash }: Header): Uint8Array {
  const bytes = Buffer.alloc(HEADER_SIZE);
  bytes.write(MAGIC, 'latin1');
  bytes.writeUInt8(FORMAT_VERSION, 9);
  bytes.writeBigUInt64LE(BigInt(dataOffset), 12);
  bytes.writeBigUInt64LE(BigInt(dataSize), 20);
  bytes.set(dataHash, 28);
  return bytes;
}

/** Throws Invalid for another kind of file, another version, and a data section that does not fit into `fileSize`. */
export function decodeHeader(bytes: Buffer, fileSize: number): Header {
  if (bytes.length < HEADER_SIZE) throw brokenPack(`it ends after ${bytes.length} bytes`);
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) throw brokenPack('it does not begin as a pack does');
  const version = bytes.readUInt8(9);
  if (version !== FORMAT_VERSION) throw brokenPack(`its format has version ${version}; version 1 is known`);
  const dataOffset = offsetOf(bytes.readBigUInt64LE(12), 'the data');
  const dataSize = offsetOf(bytes.readBigUInt64LE(20), 'the data');
  if (dataSize > LIMITS.data) throw brokenPack(`its data has ${dataSize} bytes, more than ${LIMITS.data}`);
  if (dataOffset < HEADER_SIZE || dataOffset + dataSize > fileSize - FOOTER_SIZE) {
    throw brokenPack(`its data of ${dataSize} bytes is not inside of the file`);
  }
  return { dataOffset, dataSize, dataHash: Uint8Array.from(bytes.subarray(28, 60)) };
}

export function encodeFooter({ tocOffset, tocSize }: Footer): Uint8Array {
  const bytes = Buffer.alloc(FOOTER_SIZE);
  bytes.writeBigUInt64LE(BigInt(tocOffset), 0);
  bytes.writeBigUInt64LE(BigInt(tocSize), 8);
  return bytes;
}

/** Throws Invalid for a table of contents that does not lie between the data and the footer. */
export function decodeFooter(bytes: Buffer, { dataOffset, dataSize }: Header, fileSize: number): Footer {
  const tocOffset = offsetOf(bytes.readBigUInt64LE(0), 'the table of contents');
  const tocSize = offsetOf(bytes.readBigUInt64LE(8), 'the table of contents');
  if (tocSize === 0 || tocOffset < dataOffset + dataSize || tocOffset + tocSize > fileSize - FOOTER_SIZE) {
    throw brokenPack('its table of contents is not between data and footer');
  }
  return { tocOffset, tocSize };
}

function offsetOf(value: bigint, what: string): number {
  if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
  throw brokenPack(`the place of ${what} is ${value}, which no file has`);
}
