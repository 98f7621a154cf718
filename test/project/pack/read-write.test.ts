import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEntry, encodeEntry } from '../../../src/project/pack/pack-entries.ts';
import { pathsOf } from '../../../src/project/pack/pack-trees.ts';
import { openPack } from '../../../src/project/pack/read-pack.ts';
import { writePack } from '../../../src/project/pack/write-pack.ts';
import { EmbeddedFileSystem } from '../../../src/services/fs/embedded.ts';
import { entry, withFiles } from '../helpers.ts';
import { content, noise, opened, packed } from './helpers.ts';

describe('a pack', () => {
  it('gives back what was written: metadata, entries, files and directories', async () => {
    const files = { 'a.txt': 'content of a', 'dir/deep/b.png': noise(3000), 'dir/empty': '', 'ümlaut.txt': 'ü' };
    const bytes = await packed(content(files));
    await opened(bytes, async (pack) => {
      expect(pack.metadata).toEqual({ description: 'a pack', tags: ['a', 'b'] });
      expect(pack.entries).toEqual(content().entries);
      expect(pack.resources).toEqual(['app:files']);
      const tree = pack.tree('app:files');
      if (tree === undefined) throw new Error('no tree');
      expect(pathsOf(tree)).toEqual(Object.keys(files));
      expect(tree.directory('dir')).toEqual([
        { name: 'deep', isDirectory: true },
        { name: 'empty', isDirectory: false },
      ]);
      for (const [path, text] of Object.entries(files)) {
        expect(Buffer.from((await tree.file(path)?.read()) ?? []).equals(Buffer.from(text))).toBe(true);
      }
      expect(tree.file('dir')).toBeUndefined();
      expect(pack.tree('app:other')).toBeUndefined();
    });
  });

  it('holds files of several pieces and several data frames', async () => {
    const files = {
      'big.bin': noise(12 * 1024 * 1024),
      'other.bin': noise(1024 * 1024 + 1, 7),
      'zeros.txt': new Uint8Array(5_000_000),
    };
    await opened(await packed(content(files)), async (pack) => {
      for (const [path, bytes] of Object.entries(files)) {
        expect(Buffer.from((await pack.tree('app:files')?.file(path)?.read()) ?? []).equals(bytes)).toBe(true);
      }
    });
  });

  it('has the same bytes for the same content, whatever the order', async () => {
    const one = await packed(content({ a: '1', b: '2', 'c/d': '3' }));
    const two = await packed(content({ 'c/d': '3', b: '2', a: '1' }));
    expect(one.equals(two)).toBe(true);
    expect(one.equals(await packed(content({ a: '1', b: '2', 'c/d': '4' })))).toBe(false);
  });

  it('leaves nothing behind where it cannot be written', async () => {
    await withFiles({}, async (directory) => {
      const failing = content();
      const read = () => Promise.reject(new Error('EIO'));
      const bad = { ...failing, resources: [{ id: 'app:files', files: [{ path: 'a', mode: 0o644, read }] }] };
      await expect(writePack(join(directory, 'a.wapp'), bad)).rejects.toThrow('cannot write');
      expect(await readdir(directory)).toEqual([]);
      await expect(writePack(join(directory, 'none/a.wapp'), failing)).rejects.toThrow('no such file');
    });
  });

  it('keeps entries as they are', () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'grapheme' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
        fc.maxSafeInteger(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          tie('value'),
          { maxKeys: 4, noNullPrototype: true },
        ),
      ),
    })).value;
    return fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.stringMatching(/^[a-z]+$/), value, { maxKeys: 5, noNullPrototype: true }),
        async (data) => {
          const written = entry('app.x:y.z', 'some.kind', data, { title: 't' });
          const bytes = await packed({ ...content(), entries: [encodeEntry(written)] });
          const read = await opened(bytes, async (pack) => decodeEntry(pack.entries[0], '/a.wapp'));
          expect({ ...read, source: undefined }).toEqual({ ...written, source: undefined });
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('a pack of the Go toolchain', () => {
  it('is read with its entries and files', async () => {
    const pack = await openPack(join(import.meta.dirname, 'fixtures/golang.wapp'));
    expect(pack.metadata).toMatchObject({ name: 'golden', entry_count: 3, tags: ['a', 'b'] });
    const entries = pack.entries.map((item) => decodeEntry(item, pack.path));
    expect(entries.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'app:terminal terminal.host',
      'app:files fs.embed',
      'app:values registry.entry',
      'app:hello process.lua',
    ]);
    expect(entries[2].data).toMatchObject({ count: 3, half: 0.5, big: 2 ** 40, text: 'grüße', none: null });
    expect((entries[2].data as Record<string, unknown>)['bytes']).toEqual(new Uint8Array([0xff, 0xfe, 0]));
    const tree = pack.tree('app:files');
    expect(Buffer.from((await tree?.file('a.txt')?.read()) ?? []).toString()).toBe('content of a');
    expect(tree?.file('dir/b.png')).toMatchObject({ size: 9, mode: 0o644, modified: 1767323045000 });
  });
});

describe('the file system of a pack', () => {
  const withSystem = async (body: (system: EmbeddedFileSystem) => Promise<void>) =>
    opened(await packed(content({ 'a.txt': 'hello world', 'd/b': 'b' })), async (pack) => {
      const tree = pack.tree('app:files');
      if (tree === undefined) throw new Error('no tree');
      await body(new EmbeddedFileSystem(tree));
    });

  it('reads, seeks, streams and lists', () =>
    withSystem(async (system) => {
      expect(await system.readdir('.')).toEqual([
        { name: 'a.txt', isDirectory: false },
        { name: 'd', isDirectory: true },
      ]);
      expect(await system.stat('a.txt')).toMatchObject({ name: 'a.txt', size: 11, isDirectory: false });
      expect(await system.stat('d')).toMatchObject({ name: 'd', isDirectory: true });
      const file = await system.open('a.txt', 'r');
      expect(await file.seek('set', 6)).toBe(6);
      expect(Buffer.from((await file.read(100)) ?? []).toString()).toBe('world');
      expect(await file.read(1)).toBeNull();
      const parts: Buffer[] = [];
      for await (const part of file.stream(0, 4)) parts.push(part as Buffer);
      expect(Buffer.concat(parts).toString()).toBe('hello');
      await file.close();
      await expect(file.read(1)).rejects.toThrow('closed');
    }));

  it('refuses every change and every path that is not there', () =>
    withSystem(async (system) => {
      await expect(system.open('a.txt', 'w')).rejects.toThrow('read-only file system');
      await expect(system.mkdir('x')).rejects.toThrow('read-only file system');
      await expect(system.remove('a.txt')).rejects.toThrow('read-only file system');
      await expect(system.readFile('none')).rejects.toThrow('no such file or directory');
      await expect(system.readFile('d')).rejects.toThrow('is a directory');
      await expect(system.readdir('a.txt')).rejects.toThrow('not a directory');
    }));
});
