import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCK, withFiles } from '../project/helpers.ts';
import { wippy } from './helpers.ts';

const INDEX = `version: "1.0"
namespace: app
entries:
  - {name: terminal, kind: terminal.host, lifecycle: {auto_start: true}}
  - name: assets
    kind: fs.directory
    directory: ./public
  - name: words
    kind: library.lua
    source: file://words.lua
  - name: hello
    kind: process.lua
    meta: {command: {name: hello, short: Greet}}
    source: file://hello.lua
    method: main
    modules: [io, fs]
    imports: {words: "app:words"}
  - {name: title, kind: registry.entry, text: plain}
  - {name: hidden, kind: registry.entry}
`;
const HELLO = `local io = require("io")
local fs = require("fs")
local words = require("words")

local function main(name)
    local files = fs.get("app:assets")
    io.print(words.greet(name or "world") .. " " .. files:readfile("/page.html"))
    return 0
end

return { main = main }
`;
const WORDS = 'return { greet = function(name) return "hello " .. name end }\n';
const app = {
  'wippy.lock': LOCK,
  '.wippy.yaml': 'version: "1.0"\noverride: {"app:title:text": overridden}\n',
  'src/_index.yaml': INDEX,
  'src/hello.lua': HELLO,
  'src/words.lua': WORDS,
  'public/page.html': '<p>page</p>',
};

describe('wippy compile', () => {
  it('makes a pack that runs without the project, the same bytes each time', async () => {
    await withFiles(app, async (directory) => {
      const elsewhere = join(directory, 'elsewhere');
      await mkdir(elsewhere);
      const flags = [
        '--bytecode',
        '**',
        '--embed',
        'app:assets',
        '--exclude',
        'app:hidden',
        '--meta',
        'channel=stable',
      ];
      const made = await wippy(['compile', '-C', directory, '-o', 'a.wapp', ...flags], elsewhere);
      expect(made).toMatchObject({ exitCode: 0, stderr: '' });
      expect(made.stdout).toMatch(/a\.wapp: 6 entries, 2 compiled, 1 file embedded, [\d.]+ KiB$/);
      expect((await wippy(['pack', '-C', directory, 'b.wapp', ...flags], elsewhere)).exitCode).toBe(0);
      const bytes = await readFile(join(elsewhere, 'a.wapp'));
      expect(bytes.equals(await readFile(join(elsewhere, 'b.wapp')))).toBe(true);
      expect(bytes.includes('local words')).toBe(false);

      const run = await wippy(['run', 'a.wapp'], elsewhere);
      expect(run).toEqual({ exitCode: 0, stdout: 'hello world <p>page</p>', stderr: '' });
      expect((await wippy(['run', 'a.wapp', 'hello', 'Ada'], elsewhere)).stdout).toBe('hello Ada <p>page</p>');
      expect((await wippy(['run', 'a.wapp', 'helo'], elsewhere)).stderr).toContain('command "helo" not found');
      // A pack is never unpacked; `.wippy` holds the history of the registry.
      expect((await readdir(elsewhere)).sort()).toEqual(['.wippy', 'a.wapp', 'b.wapp']);

      bytes[bytes.length >> 1] ^= 1;
      await writeFile(join(elsewhere, 'c.wapp'), bytes);
      const broken = await wippy(['run', 'c.wapp'], elsewhere);
      expect(broken.exitCode).toBe(1);
      expect(broken.stderr).toContain('c.wapp: the pack is broken: its data does not match its hash');
    });
  }, 120_000);

  it('keeps sources and directories without --bytecode and --embed, and lists what can be embedded', async () => {
    await withFiles(app, async (directory) => {
      expect(await wippy(['compile', '--list'], directory)).toEqual({
        exitCode: 0,
        stdout: 'app:assets  ./public',
        stderr: '',
      });
      expect((await wippy(['compile', '-o', 'a.wapp'], directory)).exitCode).toBe(0);
      expect((await wippy(['run', 'a.wapp', 'hello'], directory)).stdout).toBe('hello world <p>page</p>');
    });
  }, 60_000);

  it.each([
    [['--embed', 'app:asets'], 'P0509'],
    [['--meta', 'nonsense'], 'expected key=value'],
    [['--meta', 'wippy.version=1'], 'is reserved'],
    [['--exclude', 'nonsense'], 'P0502'],
    [['-o', 'none/a.wapp'], 'cannot write'],
  ])('refuses %j', async (flags, message) => {
    await withFiles(app, async (directory) => {
      const result = await wippy(['compile', ...flags], directory);
      expect(result.exitCode).toBeGreaterThan(0);
      expect(result.stdout).toBe('');
      expect(result.stderr).toContain(message);
      expect((await readdir(directory)).filter((name) => name.includes('wapp'))).toEqual([]);
    });
  });
});

describe('wippy run FILE.wapp', () => {
  it('runs a pack of the Go toolchain', async () => {
    const golden = join(import.meta.dirname, '../project/pack/fixtures/golang.wapp');
    await withFiles({}, async (directory) => {
      expect(await wippy(['run', golden, 'hello', 'Ada'], directory)).toEqual({
        exitCode: 0,
        stdout: 'hello Ada: content of a',
        stderr: '',
      });
      expect((await wippy(['run', 'gone.wapp'], directory)).stderr).toContain('cannot read pack');
    });
  });

  it('takes the configuration of the directory, above what the pack brings along', async () => {
    await withFiles(app, async (directory) => {
      const meta = ['--meta', 'runtime.shutdown.timeout=abc'];
      await wippy(['compile', '-o', 'a.wapp', '--embed', 'assets', ...meta], directory);
      const set = ['--set', 'shutdown.timeout=5s', '-o', 'app:hello:method=gone'];
      const { stderr, exitCode } = await wippy(['run', 'a.wapp', 'hello', '-v', ...set], directory);
      expect(exitCode).toBe(1);
      expect(stderr).not.toContain('P0406');
      expect(stderr).toContain('gone');
    });
  });
});

describe('a module that is installed as a pack', () => {
  it('is loaded; with compiled code only where the lock file has its hash', async () => {
    const module = {
      'wippy.lock': LOCK,
      'src/_index.yaml':
        'namespace: org.mod\nentries:\n  - {name: words, kind: library.lua, source: file://words.lua}\n',
      'src/words.lua': WORDS,
    };
    const packs = await withFiles(module, async (directory) => {
      await wippy(['compile', '-o', 'plain.wapp'], directory);
      await wippy(['compile', '-o', 'compiled.wapp', '--bytecode', '**'], directory);
      return Promise.all(['plain', 'compiled'].map((name) => readFile(join(directory, `${name}.wapp`))));
    });
    const run = (pack: Buffer, hash = '') =>
      withFiles(
        {
          ...app,
          'wippy.lock': `${LOCK}modules: [{name: org/mod, version: v1${hash === '' ? '' : `, hash: ${hash}`}}]\n`,
          '.wippy/vendor/org/mod-v1.wapp': pack,
          'src/_index.yaml': INDEX.replace('{words: "app:words"}', '{words: "org.mod:words"}'),
        },
        (directory) => wippy(['run', 'hello'], directory),
      );
    expect(await run(packs[0])).toEqual({ exitCode: 0, stdout: 'hello world <p>page</p>', stderr: '' });
    const hash = createHash('sha256').update(packs[1]).digest('hex');
    const refused = await run(packs[1]);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('P0510');
    expect(refused.stderr).toContain(`hash: ${hash}`);
    expect((await run(packs[1], hash)).stdout).toBe('hello world <p>page</p>');
  }, 60_000);
});
