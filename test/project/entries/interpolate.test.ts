import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDirectory } from '../../../src/project/entries/load-directory.ts';
import { places, withFiles } from '../helpers.ts';

const index = (source: string) => `namespace: app
entries:
  - name: f
    kind: function.lua
    meta:
      readme: plain
    source: ${source}
`;

function load(
  files: Record<string, string | Uint8Array>,
  prepare: (directory: string) => Promise<void> = async () => undefined,
) {
  return withFiles(files, async (directory) => {
    await prepare(directory);
    const root = join(directory, 'src');
    const { files: found, diagnostics } = await loadDirectory({ path: root, kind: 'directory' });
    return { entries: found.flatMap((file) => file.entries), diagnostics, root };
  });
}

describe('file:// values', () => {
  it('reads files beside the definition file', async () => {
    const { entries, diagnostics } = await load({
      'src/api/_index.yaml': index('file://f.lua'),
      'src/api/f.lua': 'return "ü"\n',
    });
    expect(diagnostics).toEqual([]);
    expect(entries[0].data).toEqual({ source: 'return "ü"\n' });
  });

  it('reads absolute paths from the source directory', async () => {
    const { entries } = await load({ 'src/api/_index.yaml': index('file:///lib/f.lua'), 'src/lib/f.lua': 'x' });
    expect(entries[0].data).toEqual({ source: 'x' });
  });

  it('reads them at any depth and in metadata', async () => {
    const text =
      'namespace: a\nmeta: {note: file://n.txt}\nentries:\n  - {name: x, kind: k, list: [{deep: file://n.txt}]}\n';
    const { entries } = await load({ 'src/_index.yaml': text, 'src/n.txt': 'note' });
    expect(entries[0]).toMatchObject({ meta: { note: 'note' }, data: { list: [{ deep: 'note' }] } });
  });

  it('keeps bytes where a file is not UTF-8', async () => {
    const { entries } = await load({
      'src/_index.yaml': index('file://f.bin'),
      'src/f.bin': new Uint8Array([0xff, 0, 0xfe]),
    });
    expect((entries[0].data as { source: Uint8Array }).source).toEqual(new Uint8Array([0xff, 0, 0xfe]));
  });

  it('keeps a byte order mark, because the text belongs to the application', async () => {
    const { entries } = await load({ 'src/_index.yaml': index('file://f.lua'), 'src/f.lua': '\ufeffreturn 1' });
    expect((entries[0].data as { source: string }).source).toBe('\ufeffreturn 1');
  });

  it('reports a missing file at its value', async () => {
    const { diagnostics, root } = await load({ 'src/_index.yaml': index('file://nope.lua') });
    expect(places(diagnostics)).toEqual(['P0201 7:13']);
    expect(diagnostics[0]).toMatchObject({ entry: 'app:f', message: 'failed to read file nope.lua: no such file' });
    expect(diagnostics[0].hint).toContain(join(root, 'nope.lua'));
  });

  it.each(['file://../secret.txt', 'file://a/../../secret.txt', 'file:///../secret.txt'])(
    'refuses to leave the source directory: %s',
    async (value) => {
      const { diagnostics, entries } = await load({ 'src/_index.yaml': index(value), 'secret.txt': 'secret' });
      expect(places(diagnostics)).toEqual(['P0202 7:13']);
      expect(JSON.stringify(entries)).not.toContain('"secret"');
    },
  );

  it('refuses a link that leads outside of the source directory', async () => {
    const { diagnostics, entries } = await load(
      { 'src/_index.yaml': index('file://link.lua'), 'secret.txt': 'secret' },
      (directory) => symlink(join(directory, 'secret.txt'), join(directory, 'src/link.lua')),
    );
    expect(places(diagnostics)).toEqual(['P0202 7:13']);
    expect(JSON.stringify(entries)).not.toContain('"secret"');
  });

  it('refuses a directory link that leads outside of the source directory', async () => {
    const { diagnostics } = await load(
      { 'src/_index.yaml': index('file://out/secret.txt'), 'other/secret.txt': 'x' },
      (directory) => symlink(join(directory, 'other'), join(directory, 'src/out')),
    );
    expect(places(diagnostics)).toEqual(['P0202 7:13']);
  });

  it('follows a link that stays inside', async () => {
    const { diagnostics, entries } = await load(
      { 'src/_index.yaml': index('file://link.lua'), 'src/real.lua': 'real' },
      (directory) => symlink(join(directory, 'src/real.lua'), join(directory, 'src/link.lua')),
    );
    expect(diagnostics).toEqual([]);
    expect(entries[0].data).toEqual({ source: 'real' });
  });

  it('reports empty paths and directories', async () => {
    expect(places((await load({ 'src/_index.yaml': index('file://') })).diagnostics)).toEqual(['P0203 7:13']);
    expect(places((await load({ 'src/_index.yaml': index('file://.') })).diagnostics)).toEqual(['P0203 7:13']);
    const { diagnostics } = await load({ 'src/_index.yaml': index('file://dir'), 'src/dir/x.txt': '' });
    expect(diagnostics[0].message).toBe('failed to read file dir: it is a directory');
  });
});

describe('definition files', () => {
  it('refuses files that are not UTF-8', async () => {
    const { diagnostics } = await load({ 'src/_index.yaml': new Uint8Array([0x6e, 0xff, 0xfe]) });
    expect(places(diagnostics)).toEqual(['P0012']);
  });

  it('reads JSON like YAML', async () => {
    const text = JSON.stringify({ namespace: 'app', entries: [{ name: 'x', kind: 'k', port: 1 }] });
    const { entries } = await load({ 'src/entries.json': text });
    expect(entries[0]).toMatchObject({ id: 'app:x', data: { port: 1 } });
  });

  it('says for a broken link that the file cannot be read', async () => {
    const { diagnostics } = await load({ 'src/a.txt': '' }, (directory) =>
      symlink(join(directory, 'gone'), join(directory, 'src/x.yaml')),
    );
    expect(places(diagnostics)).toEqual(['P0109']);
  });
});
