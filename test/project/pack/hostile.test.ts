import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { WippyError } from '../../../src/infrastructure/errors.ts';
import { HEADER_SIZE } from '../../../src/project/pack/format.ts';
import { decodeValue, encodeValue } from '../../../src/project/pack/messagepack.ts';
import { decodeEntry } from '../../../src/project/pack/pack-entries.ts';
import { pathsOf } from '../../../src/project/pack/pack-trees.ts';
import { loadZstd } from '../../../src/project/pack/zstd.ts';
import { content, noise, opened, packed, rebuilt } from './helpers.ts';

type Fields = Record<string, unknown>;

/** The pack with one frame replaced: its place, size and hash stay honest. */
async function withFrame(pack: Buffer, name: 'Entries' | 'Metadata' | 'tree', frame: Uint8Array, contentSize: number) {
  return rebuilt(pack, (parts) => {
    const resources = parts.toc['Resources'] as { Frame: Fields }[];
    const info = name === 'tree' ? resources[0].Frame : (parts.toc[name] as Fields);
    info['Offset'] = HEADER_SIZE + parts.data.length;
    info['Size'] = frame.length;
    info['UncompressedSize'] = contentSize;
    info['Hash'] = createHash('sha256').update(frame).digest('hex');
    parts.data = Buffer.concat([parts.data, frame]);
  });
}

async function withValue(name: 'Entries' | 'Metadata' | 'tree', value: unknown): Promise<Buffer> {
  const encoded = encodeValue(value);
  const zstd = await loadZstd();
  return withFrame(await packed(content({ 'a.txt': 'a' })), name, zstd.compress(encoded), encoded.length);
}

const refused = (bytes: Uint8Array) => expect(opened(bytes, async () => undefined)).rejects;

describe('a hostile pack', () => {
  it.each(['../x', 'a/../../x', '/etc/passwd', 'a//b', '.', 'a\\b', 'a\0b', ''])(
    'cannot hold the path %j',
    async (path) => {
      const file = {
        Size: 0,
        Mode: 420,
        ModTime: 0,
        Hash: '0'.repeat(64),
        Compressed: false,
        Location: { FrameIndex: 3, Offset: 0 },
      };
      await refused(await withValue('tree', { ID: {}, Files: { [path]: file }, Dirs: {} })).toThrow(
        'which leads out of it',
      );
      if (path !== '')
        await refused(await withValue('tree', { ID: {}, Files: {}, Dirs: { [path]: [] } })).toThrow(
          'which leads out of it',
        );
    },
  );

  it('cannot make a file a directory, or point outside of its data', async () => {
    const at = (place: Fields, size = 1) => ({ Size: size, Hash: '0'.repeat(64), Compressed: false, Location: place });
    const good = at({ FrameIndex: 3, Offset: 0 }, 0);
    await refused(await withValue('tree', { Files: { a: good, 'a/b': good } })).toThrow('is a file and a directory');
    for (const place of [
      { FrameIndex: 3, Offset: 99999 },
      { FrameIndex: 9, Offset: 0 },
      { FrameIndex: 3, Offset: -1 },
      {},
    ]) {
      await refused(await withValue('tree', { Files: { a: at(place) } })).toThrow('the pack is broken');
    }
    const chunks = [{ Size: 5, Offset: 0, FrameIndex: 3, FrameOffset: 0 }];
    await refused(await withValue('tree', { Files: { a: at({ Chunks: chunks }) } })).toThrow('the pack is broken');
    await refused(await withValue('tree', { Files: { a: at({ FrameIndex: 3, Offset: 0 }, 2 ** 40) } })).toThrow(
      'would have',
    );
  });

  it('cannot grow beyond what it says', async () => {
    const zstd = await loadZstd();
    const bomb = zstd.compress(new Uint8Array(60 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(10_000);
    const pack = await packed(content());
    await refused(await withFrame(pack, 'Entries', bomb, 1000)).toThrow('decompressed');
    await refused(await withFrame(pack, 'Entries', bomb, 2 ** 33)).toThrow('more than');
    // Zeros are numbers: more of them than any application has entries.
    await refused(await withFrame(pack, 'Entries', bomb, 60 * 1024 * 1024)).toThrow('the pack is broken');
  });

  it('cannot hold compressed data that is none', async () => {
    const pack = await packed(content());
    for (const frame of [noise(200), new Uint8Array(3), Buffer.concat([Buffer.from('28b52ffd', 'hex'), noise(300)])]) {
      await refused(await withFrame(pack, 'Metadata', frame, 100)).toThrow('the pack is broken');
    }
  });

  it('cannot claim lengths that are not there', () => {
    const attempts = [
      'ddffffffff',
      'dfffffffff',
      'dbffffffff',
      'c6ffffffff',
      'c9ffffffff01',
      '9f',
      'd9',
      'c1',
      '92dd0fffffff01',
    ];
    for (const hex of attempts) expect(() => decodeValue(Buffer.from(hex, 'hex')), hex).toThrow(WippyError);
    const nested = Buffer.concat([Buffer.alloc(100_000, 0x91), Buffer.from([0xc0])]);
    expect(() => decodeValue(nested)).toThrow('nested deeper');
    // Every list claims to hold what is left: together far more than there is.
    expect(() =>
      decodeValue(Buffer.concat(Array.from({ length: 200 }, () => Buffer.from('dd000003e8', 'hex')))),
    ).toThrow('ends too early');
  });

  it('cannot reach prototypes', async () => {
    const bytes = Buffer.concat([
      Buffer.from([0x81, 0xa9]),
      Buffer.from('__proto__'),
      Buffer.from([0x81, 0xa1, 0x78, 0x01]),
    ]);
    expect(() => decodeValue(bytes)).toThrow(WippyError);
    expect(({} as Fields)['x']).toBeUndefined();
  });

  it.each([
    [{ ID: { ns: '', name: 'x' }, Kind: 'k' }],
    [{ ID: { ns: 'a', name: 'x:y' }, Kind: 5 }],
    [{ ID: 'a:x', Kind: 'k' }],
    [null],
    ['text'],
  ])('cannot hold the entry %j', (value) => {
    expect(() => decodeEntry(value, '/a.wapp')).toThrow('the pack is broken');
  });
});

/** A generator of numbers that always gives the same ones: mulberry32. */
function generator(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** Some of the mutants are honest about their hashes, so that what lies behind the hashes is reached too. */
async function mutant(pack: Buffer, next: (limit: number) => number): Promise<Buffer> {
  const flip = (bytes: Buffer): void => {
    for (let count = 1 + next(4); count > 0; count -= 1) bytes[next(bytes.length)] ^= 1 << next(8);
  };
  const copy = Buffer.from(pack);
  switch (next(5)) {
    case 0:
      return copy.subarray(0, next(copy.length));
    case 1:
      flip(copy);
      return copy;
    case 2:
      return rebuilt(pack, ({ data }) => flip(data));
    case 3:
      return rebuilt(pack, ({ toc }) => mutateValue(toc, next));
    default: {
      const zstd = await loadZstd();
      const name = (['Entries', 'Metadata', 'tree'] as const)[next(3)];
      const value = encodeValue(
        name === 'Entries' ? content().entries : { Files: { a: content().metadata }, Dirs: { '': ['a'] } },
      );
      const bytes = Buffer.from(value);
      flip(bytes);
      return withFrame(pack, name, zstd.compress(bytes), bytes.length);
    }
  }
}

function mutateValue(value: unknown, next: (limit: number) => number): void {
  const keys = Object.keys(value as object);
  if (keys.length === 0) return;
  const key = keys[next(keys.length)];
  const fields = value as Fields;
  const item = fields[key];
  if (typeof item === 'object' && item !== null && next(4) > 0) mutateValue(item, next);
  else fields[key] = [0, -1, 2 ** 53, 1e300, null, '', [], {}, next(1000), 'x'.repeat(100)][next(10)];
}

describe('mutated packs', () => {
  const total = Number(process.env['WIPPY_MUTATIONS'] ?? 150);

  it('are refused with a coded error or load, and never write anything', async () => {
    const next = generator(20260102);
    const pack = await packed(content({ 'a.txt': 'aaaa', 'b.png': noise(500), 'c/d.txt': 'x'.repeat(5000) }));
    const outcomes = { loaded: 0, refused: 0 };
    const wrong: unknown[] = [];
    for (let count = 0; count < total; count += 1) {
      const bytes = await mutant(pack, next);
      try {
        await opened(bytes, async (found, directory) => {
          for (const item of found.entries) decodeEntry(item, found.path);
          for (const id of found.resources) {
            const tree = found.tree(id);
            if (tree !== undefined) for (const path of pathsOf(tree)) await tree.file(path)?.read();
          }
          if ((await readdir(directory)).length !== 1) wrong.push('a file appeared');
        });
        outcomes.loaded += 1;
      } catch (error) {
        outcomes.refused += 1;
        if (!(error instanceof WippyError)) wrong.push(error);
      }
    }
    expect(wrong).toEqual([]);
    expect(outcomes.loaded + outcomes.refused).toBe(total);
    expect(outcomes.refused).toBeGreaterThan(total / 2);
  }, 600_000);
});
