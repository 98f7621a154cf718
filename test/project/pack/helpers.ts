/** Packs for tests: made, taken apart and put together again. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FOOTER_SIZE, HEADER_SIZE } from '../../../src/project/pack/format.ts';
import { decodeValue, encodeValue } from '../../../src/project/pack/messagepack.ts';
import { openPack, type Pack } from '../../../src/project/pack/read-pack.ts';
import { type PackContent, writePack } from '../../../src/project/pack/write-pack.ts';
import { loadZstd } from '../../../src/project/pack/zstd.ts';
import { withFiles } from '../helpers.ts';

/** Bytes that no compressor makes smaller, always the same. */
export function noise(size: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(size);
  let state = seed;
  for (let index = 0; index < size; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

export function content(files: Readonly<Record<string, Uint8Array | string>> = {}): PackContent {
  return {
    metadata: { description: 'a pack', tags: ['a', 'b'] },
    entries: [
      {
        ID: { ns: 'app', name: 'x' },
        Kind: 'registry.entry',
        Meta: { type: 'sample' },
        Data: { list: [1, 2.5, null] },
      },
      { ID: { ns: 'app', name: 'files' }, Kind: 'fs.embed', Meta: null, Data: {} },
    ],
    resources: [
      {
        id: 'app:files',
        files: Object.entries(files).map(([path, text]) => ({
          path,
          mode: 0o644,
          read: async () => (typeof text === 'string' ? Buffer.from(text) : text),
        })),
      },
    ],
  };
}

/** The bytes of a pack. */
export function packed(wanted: PackContent): Promise<Buffer> {
  return withFiles({}, async (directory) => {
    await writePack(join(directory, 'a.wapp'), wanted);
    return readFile(join(directory, 'a.wapp'));
  });
}

/** Writes bytes to a file and opens it as a pack. */
export function opened<Result>(
  bytes: Uint8Array,
  body: (pack: Pack, directory: string) => Promise<Result>,
): Promise<Result> {
  return withFiles({}, async (directory) => {
    const path = join(directory, 'a.wapp');
    await writeFile(path, bytes);
    return body(await openPack(path), directory);
  });
}

/** The same pack with another data section, hash and table of contents, so that only its content is wrong. */
export async function rebuilt(
  pack: Buffer,
  change: (parts: { data: Buffer; toc: Record<string, unknown> }) => void,
): Promise<Buffer> {
  const zstd = await loadZstd();
  const tocOffset = Number(pack.readBigUInt64LE(pack.length - FOOTER_SIZE));
  const data = Buffer.from(pack.subarray(HEADER_SIZE, tocOffset));
  const toc = decodeValue(zstd.decompressUnknown(pack.subarray(tocOffset, pack.length - FOOTER_SIZE), 1 << 24));
  const parts = { data, toc: toc as Record<string, unknown> };
  change(parts);
  const header = Buffer.from(pack.subarray(0, HEADER_SIZE));
  header.writeBigUInt64LE(BigInt(parts.data.length), 20);
  header.set(createHash('sha256').update(parts.data).digest(), 28);
  const encoded = zstd.compress(encodeValue(parts.toc));
  const footer = Buffer.alloc(FOOTER_SIZE);
  footer.writeBigUInt64LE(BigInt(HEADER_SIZE + parts.data.length), 0);
  footer.writeBigUInt64LE(BigInt(encoded.length), 8);
  return Buffer.concat([header, parts.data, encoded, footer]);
}
