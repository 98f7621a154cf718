import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '../../../src/core/context/identity.ts';
import { fsModule } from '../../../src/modules/fs/index.ts';
import { registerStreamCommands } from '../../../src/services/fs/byte-stream.ts';
import { registerFilesystemCommands } from '../../../src/services/fs/commands.ts';
import { DirectoryFileSystem } from '../../../src/services/fs/directory.ts';
import { FileSystemRegistry } from '../../../src/services/fs/filesystem-registry.ts';
import { accessKey } from '../../../src/system/context-keys.ts';
import { LuaHarness, type RunOptions } from '../../support/lua-harness.ts';

let base: string;
let root: string;
let harness: LuaHarness;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'fs-module-'));
  root = join(base, 'root');
  await mkdir(root);
  const systems = new FileSystemRegistry();
  systems.register('app:data', await DirectoryFileSystem.open({ path: root, mode: 0o755, autoInit: false }));
  systems.register('app:readonly', await DirectoryFileSystem.open({ path: root, mode: 0o444, autoInit: false }));
  harness = new LuaHarness({
    modules: [fsModule],
    register: (dispatcher, context) => {
      registerFilesystemCommands(dispatcher, systems, context.require(accessKey));
      registerStreamCommands(dispatcher);
    },
  });
});

afterEach(async () => {
  await harness.close();
  await rm(base, { recursive: true });
});

/** Runs the body of a function with a volume `vol` and gives what it returns. */
async function run(body: string, options?: RunOptions): Promise<unknown> {
  const source = `return function() local vol, err = fs.get("app:data") ${body} end`;
  const { value, error } = await harness.run(source, options);
  if (error !== null) throw error;
  return value;
}

describe('module fs', () => {
  it('writes, appends and reads files', async () => {
    const result = await run(`
      local a = vol:writefile("/a.txt", "one\\n")
      vol:write_file("a.txt", "two\\n", "a")
      local ok, exists = vol:writefile("/a.txt", "x", "wx")
      return {a, vol:readfile("a.txt"), ok, exists:kind(), vol:read_file("/a.txt") == vol:readfile("./a.txt")}`);
    expect(result).toEqual([true, 'one\ntwo\n', false, 'AlreadyExists', true]);
    expect(await readFile(join(root, 'a.txt'), 'utf8')).toBe('one\ntwo\n');
  });

  it('makes, lists, enters and removes directories', async () => {
    const result = await run(`
      vol:mkdir("/d") vol:writefile("/d/f", "x") vol:mkdir("/d/sub")
      local again, e1 = vol:mkdir("/d")
      local names = {}
      for entry in vol:readdir("/d") do names[#names + 1] = entry.name .. ":" .. entry.type end
      vol:chdir("d")
      local here, inside = vol:pwd(), vol:readfile("f")
      local full, e2 = vol:remove("/d")
      local removed = vol:remove("f")
      return {again, e1:kind(), e1:message(), names, here, inside, e2:message(), removed, vol:exists("/d/f"), vol:isdir("/d")}`);
    expect(result).toEqual([
      false,
      'AlreadyExists',
      'path already exists: /d',
      ['f:file', 'sub:directory'],
      '/d',
      'x',
      'directory not empty: /d',
      true,
      false,
      true,
    ]);
  });

  it('works on open files', async () => {
    const result = await run(`
      local f = vol:open("/f", "w")
      f:write("hello world") f:sync() f:close()
      local closed, e1 = f:write("x")
      local r = vol:open("/f", "r")
      local at = r:seek(fs.seek.SET, 6)
      local world, size = r:read(100), r:stat().size
      local none, e2 = r:read()
      local back = r:seek("end", -11)
      local text = r:read(5)
      r:close()
      return {closed, e1:kind(), e1:message(), at, world, size, e2:message(), back, text, tostring(r), tostring(vol)}`);
    expect(result).toEqual([
      false,
      'Invalid',
      'file is closed',
      6,
      'world',
      11,
      'EOF',
      0,
      'hello',
      'fs.File{closed}',
      'fs.FS{cwd=.}',
    ]);
  });

  it.each([
    ['lines', 'a b\r\nc\n\nd', ['a b', 'c', '', 'd']],
    ['words', '  a  b\n c', ['a', 'b', 'c']],
    ['bytes', 'ab', ['a', 'b']],
    ['runes', 'aü€', ['a', 'ü', '€']],
  ])('scans %s', async (split, content, tokens) => {
    await writeFile(join(root, 's'), content);
    const result = await run(`
      local scanner, list = vol:open("/s", "r"):scanner("${split}"), {}
      while scanner:scan() do list[#list + 1] = scanner:text() end
      return list`);
    expect(result).toEqual(tokens);
  });

  it('never leaves its directory', async () => {
    await writeFile(join(base, 'secret'), 'secret');
    await symlink(join(base, 'secret'), join(root, 'link'));
    await symlink('..', join(root, 'up'));
    await symlink('inner/file', join(root, 'good'));
    await mkdir(join(root, 'inner'));
    await writeFile(join(root, 'inner', 'file'), 'fine');
    const result = await run(`
      local list = {vol:readfile("/good")}
      for _, path in ipairs({"../secret", "/../secret", "a/../../secret", "link", "up/secret", "a\\0b"}) do
        local text, err = vol:readfile(path)
        list[#list + 1] = tostring(text) .. " " .. err:kind()
        list[#list + 1] = vol:writefile(path, "overwritten")
      end
      return list`);
    expect(result).toEqual([
      'fine',
      'nil Invalid',
      false,
      'nil Invalid',
      false,
      'nil Invalid',
      false,
      'nil PermissionDenied',
      false,
      'nil PermissionDenied',
      false,
      'nil Invalid',
      false,
    ]);
    expect(await readFile(join(base, 'secret'), 'utf8')).toBe('secret');
  });

  it('fails with kinds', async () => {
    const result = await run(`
      local out = {}
      local function add(_, err) out[#out + 1] = err:kind() .. ": " .. err:message() end
      add(vol:readfile("/none")) add(vol:stat("")) add(vol:open("/x", "rw")) add(vol:writefile("/x"))
      add(fs.get("app:nothing")) add(fs.get("")) add(fs.get("app:readonly"):writefile("/x", "y"))
      return out`);
    expect(result).toEqual([
      'NotFound: failed to read file: open none: no such file or directory',
      'Invalid: path required',
      "Invalid: invalid mode: must be 'r', 'w', 'wx' or 'a'",
      'Invalid: data argument required',
      'NotFound: filesystem not found: app:nothing',
      'Invalid: filesystem name required',
      'PermissionDenied: failed to write file: open x: permission denied by the mode of the file system',
    ]);
  });

  it('asks whether the volume may be used', async () => {
    const scope = { evaluate: () => 'deny' } as unknown as Scope;
    const result = await run('return err:kind() .. ": " .. err:message()', { actor: { id: 'a', meta: {} }, scope });
    expect(result).toBe('PermissionDenied: not allowed to access filesystem: app:data');
  });
});
