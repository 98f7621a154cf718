import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPaths, vendorDirectory } from '../../../src/project/lock/load-paths.ts';
import { defaultLock } from '../../../src/project/lock/lock-file.ts';
import { moduleNameProblem } from '../../../src/project/lock/module-name.ts';
import { parseLock, readLock } from '../../../src/project/lock/read-lock.ts';
import { formatLock, writeLock } from '../../../src/project/lock/write-lock.ts';
import { places, withFiles } from '../helpers.ts';

const parse = (text: string) => parseLock(text, '/app/wippy.lock');

describe('reading wippy.lock', () => {
  it('reads all parts', () => {
    const { lock, diagnostics } = parse(`directories:
  modules: .wippy
  src: ./src
modules:
  - name: acme/http
    version: v1.2.0
    hash: sha256:00
    local_hash: 11
replacements:
  - from: acme/sql
    to: ../sql
options:
  unpack_modules: true
`);
    expect(places(diagnostics)).toEqual(['P0304 9:1']);
    expect(lock).toEqual({
      path: '/app/wippy.lock',
      exists: true,
      directories: { modules: '.wippy', src: './src' },
      modules: [{ name: 'acme/http', version: 'v1.2.0', hash: 'sha256:00', localHash: '11' }],
      replacements: [{ from: 'acme/sql', to: '../sql' }],
      options: { unpackModules: true },
    });
  });

  it('takes a version that looks like a number as it is written', () => {
    expect(parse('modules:\n  - {name: a/b, version: 1.0}\n').lock.modules[0].version).toBe('1.0');
  });

  it('gives the defaults for a missing or empty file', async () => {
    const { lock, diagnostics } = await readLock('/no/such/wippy.lock');
    expect({ lock, diagnostics }).toEqual({ lock: defaultLock('/no/such/wippy.lock'), diagnostics: [] });
    expect(parse('').lock).toEqual({ ...defaultLock('/app/wippy.lock'), exists: true });
  });

  it('reports every problem at its place', () => {
    const { diagnostics } = parse(`directories:
  modules: ""
  sorc: x
modules:
  - name: one
    version: v1
  - name: a/b
  - name: /b
    version: v1
  - text
replacements:
  - to: ./x
  - from: a/b
  - {from: bad, to: ./x}
option: {}
`);
    expect(places(diagnostics)).toEqual([
      'P0303 15:1',
      'P0303 3:3',
      'P0301 2:12',
      'P0301 5:11',
      'P0301 7:5',
      'P0301 8:11',
      'P0301 10:5',
      'P0302 12:5',
      'P0302 13:5',
      'P0302 14:12',
    ]);
    expect(diagnostics[0].hint).toBe('Did you mean "options"?');
    expect(diagnostics[3].message).toBe('invalid module "one": invalid format (expected org/module, got "one")');
    expect(diagnostics[4].message).toBe('module "a/b" has empty version');
  });

  it('refuses versions and names that would leave the directory of modules', () => {
    expect(parse('modules:\n  - {name: a/b, version: ../../etc}\n').diagnostics[0].message).toContain(
      'invalid version',
    );
    expect(moduleNameProblem('a/..')).toContain('invalid format');
    expect(moduleNameProblem('../b')).toContain('invalid format');
    expect(moduleNameProblem('a/b')).toBeUndefined();
  });

  it('reports replacements whose directory does not exist', async () => {
    await withFiles({ 'wippy.lock': 'replacements:\n  - {from: a/b, to: ./gone}\n' }, async (directory) => {
      const { diagnostics } = await readLock(join(directory, 'wippy.lock'));
      expect(places(diagnostics)).toEqual(['P0304 1:1', 'P0302 2:21']);
      expect(diagnostics[1].message).toBe('invalid replacements: replacement path "./gone" does not exist');
    });
  });
});

describe('writing wippy.lock', () => {
  it('sorts, removes duplicates and leaves out empty parts', () => {
    const text = formatLock({
      ...defaultLock('/x'),
      modules: [
        { name: 'b/b', version: 'v1' },
        { name: 'a/a', version: 'v1', hash: 'h' },
        { name: 'b/b', version: 'v1', hash: 'second' },
      ],
      replacements: [
        { from: 'z/z', to: './z' },
        { from: 'z/z', to: './other' },
      ],
    });
    expect(text).toBe(
      'directories:\n  modules: .wippy\n  src: .\nmodules:\n  - name: a/a\n    version: v1\n    hash: h\n  - name: b/b\n    version: v1\nreplacements:\n  - from: z/z\n    to: ./z\n',
    );
  });

  it('writes a file that only the owner may read, and reads it back', async () => {
    await withFiles({}, async (directory) => {
      const lock = { ...defaultLock(join(directory, 'wippy.lock')), modules: [{ name: 'a/b', version: '1.0' }] };
      await writeLock(lock);
      expect((await stat(lock.path)).mode & 0o777).toBe(0o600);
      expect((await readLock(lock.path)).lock).toEqual({ ...lock, exists: true });
      expect(await readFile(lock.path, 'utf8')).toBe(formatLock(lock));
    });
  });
});

describe('load paths', () => {
  const text = `directories: {modules: .wippy, src: ./src}
modules:
  - {name: org/unpacked, version: v1}
  - {name: org/packed, version: v2}
  - {name: org/older, version: v3}
  - {name: org/gone, version: v4}
  - {name: org/local, version: v5}
replacements:
  - {from: org/local, to: ./local}
  - {from: org/extra, to: ./extra}
`;
  const files = {
    'wippy.lock': text,
    'src/a.yaml': '',
    'local/src/a.yaml': '',
    'extra/a.yaml': '',
    '.wippy/vendor/org/unpacked/a.yaml': '',
    '.wippy/vendor/org/packed-v2.wapp': '',
    '.wippy/vendor/org/older-v3/a.yaml': '',
  };

  it('are the sources, the replacements, then the modules that are not replaced', async () => {
    await withFiles(files, async (directory) => {
      const { lock } = await readLock(join(directory, 'wippy.lock'));
      const paths = await loadPaths(lock);
      expect(
        paths.map((item) => [item.path.slice(directory.length + 1), item.kind, item.module, item.version]),
      ).toEqual([
        ['src', 'directory', undefined, undefined],
        ['local/src', 'directory', 'org/local', undefined],
        ['extra', 'directory', 'org/extra', undefined],
        ['.wippy/vendor/org/unpacked', 'directory', 'org/unpacked', 'v1'],
        ['.wippy/vendor/org/packed-v2.wapp', 'pack', 'org/packed', 'v2'],
        ['.wippy/vendor/org/older-v3', 'directory', 'org/older', 'v3'],
        ['.wippy/vendor/org/gone', 'missing', 'org/gone', 'v4'],
      ]);
    });
  });

  it('add "vendor" only to a directory of another name', () => {
    expect(vendorDirectory(defaultLock('/app/wippy.lock'))).toBe('/app/.wippy/vendor');
    const lock = { ...defaultLock('/app/wippy.lock'), directories: { modules: 'deps/vendor', src: '.' } };
    expect(vendorDirectory(lock)).toBe('/app/deps/vendor');
  });
});
