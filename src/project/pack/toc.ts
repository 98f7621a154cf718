/** The table of contents: where each frame is. Everything in it is checked before it is used. */
import { isPlainObject, type PlainObject } from '../../infrastructure/plain-data.ts';
import { type Header, LIMITS } from './format.ts';
import { brokenPack } from './pack-error.ts';

export interface Frame {
  /** From the start of the file. */
  readonly offset: number;
  readonly size: number;
  /** Bytes after decompression; data frames are not compressed as a whole. */
  readonly contentSize: number;
  /** Hexadecimal SHA-256 of the frame as it is stored. */
  readonly hash: string;
}

export interface ResourceFrame {
  /** Id of the entry that the files belong to. */
  readonly id: string;
  readonly frame: Frame;
  readonly fileCount: number;
  /** Bytes of all files. */
  readonly totalSize: number;
}

export interface TableOfContents {
  readonly metadata: Frame;
  readonly entries: Frame;
  readonly resources: readonly ResourceFrame[];
  readonly data: readonly Frame[];
}

/** The index of the first data frame in the numbering that trees use: metadata, entries, resources, data. */
export function firstDataFrame(toc: TableOfContents): number {
  return 2 + toc.resources.length;
}

/** Names of the fields as the Go toolchain writes them. */
export function encodeToc(toc: TableOfContents): PlainObject {
  return {
    Metadata: frameFields(toc.metadata),
    Entries: frameFields(toc.entries),
    Resources: toc.resources.map(({ id, frame, fileCount, totalSize }) => ({
      ID: encodeId(id),
      Type: 'tree',
      Meta: null,
      Frame: frameFields(frame),
      FileCount: fileCount,
      TotalSize: totalSize,
    })),
    DataFrames: toc.data.map(frameFields),
  };
}

function frameFields({ offset, size, contentSize, hash }: Frame): PlainObject {
  return { Offset: offset, Size: size, UncompressedSize: contentSize, Hash: hash };
}

/** Throws Invalid where the table is malformed or a frame lies outside of the data section. */
export function decodeToc(value: unknown, header: Header): TableOfContents {
  const toc = mapOf(value, 'the table of contents');
  const read = (item: unknown, what: string): Frame => decodeFrame(item, what, header);
  const resources = listOf(toc['Resources'], 'the resources').map((item, index) => {
    const fields = mapOf(item, `resource ${index}`);
    const id = decodeId(fields['ID']);
    if (fields['Type'] !== 'tree') throw brokenPack(`resource ${id} has the unknown type ${String(fields['Type'])}`);
    const frame = read(fields['Frame'], `resource ${id}`);
    const count = (key: string) => numberOf(fields[key] ?? 0, `${key} of resource ${id}`);
    return { id, frame, fileCount: count('FileCount'), totalSize: count('TotalSize') };
  });
  const ids = new Set(resources.map(({ id }) => id));
  if (ids.size !== resources.length) throw brokenPack('two of its resources have one id');
  return {
    metadata: read(toc['Metadata'], 'the metadata'),
    entries: read(toc['Entries'], 'the entries'),
    resources,
    data: listOf(toc['DataFrames'], 'the data frames').map((item, index) => read(item, `data frame ${index}`)),
  };
}

function decodeFrame(value: unknown, what: string, { dataOffset, dataSize }: Header): Frame {
  const fields = mapOf(value, what);
  const offset = numberOf(fields['Offset'], `the place of ${what}`);
  const size = numberOf(fields['Size'], `the size of ${what}`);
  const contentSize = numberOf(fields['UncompressedSize'], `the size of ${what}`);
  const hash = fields['Hash'];
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/i.test(hash)) throw brokenPack(`${what} has no hash`);
  if (size === 0 || offset < dataOffset || offset + size > dataOffset + dataSize) {
    throw brokenPack(`${what} is not inside of the data`);
  }
  return { offset, size, contentSize, hash: hash.toLowerCase() };
}

/** The content of a compressed frame may not be larger than this. */
export function requireFrameLimit({ contentSize }: Frame, what: string): void {
  if (contentSize <= LIMITS.frame) return;
  throw brokenPack(`${what} would have ${contentSize} bytes, more than ${LIMITS.frame}`);
}

export function encodeId(id: string): PlainObject {
  const colon = id.indexOf(':');
  return { ns: id.slice(0, colon), name: id.slice(colon + 1) };
}

/** `namespace:name`. Throws Invalid for anything else. */
export function decodeId(value: unknown): string {
  const { ns, name } = mapOf(value, 'an id');
  if (typeof ns === 'string' && typeof name === 'string' && ns !== '' && name !== '') return `${ns}:${name}`;
  throw brokenPack('an id has no namespace or no name');
}

export function mapOf(value: unknown, what: string): PlainObject {
  if (isPlainObject(value)) return value;
  throw brokenPack(`${what} is not readable`);
}

/** A list; null stands for an empty one, as Go writes it. */
export function listOf(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value === null || value === undefined) return [];
  throw brokenPack(`${what} are not readable`);
}

export function numberOf(value: unknown, what: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw brokenPack(`${what} is not a number that makes sense`);
}
