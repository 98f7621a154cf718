import { createServer } from 'node:net';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { wippy, wippyProgram } from '../commands/helpers.ts';
import { LOCK, withFiles } from '../project/helpers.ts';

const HEAD = `version: "1.0"
namespace: app
entries:
  - {name: terminal, kind: terminal.host, lifecycle: {auto_start: true}}
  - {name: processes, kind: process.host, lifecycle: {auto_start: true}}
`;

function command(name: string, modules = ''): string {
  return `  - {name: ${name}, kind: process.lua, source: file://${name}.lua, method: main, modules: [${modules}], meta: {command: {name: ${name}}}}
`;
}

/** Frames of the host, which no user should ever see. */
const HOST_FRAMES = /\.(?:ts|cjs|js):\d+|node:internal|wippy\.cjs/;

async function run(source: string, modules = '', more: Record<string, string> = {}) {
  const files = {
    'wippy.lock': LOCK,
    'src/_index.yaml': HEAD + command('main', modules),
    'src/main.lua': source,
    ...more,
  };
  const result = await withFiles(files, (directory) => wippy(['run', 'main'], directory));
  expect(result.stderr).not.toMatch(HOST_FRAMES);
  return result;
}

describe('a program that goes wrong', () => {
  it('shows where it failed with files and lines of the application', async () => {
    const { exitCode, stdout, stderr } = await run(
      'local function read(t)\n  local value = t.a.b\n  return value\nend\nreturn { main = function()\n  local x = read({})\n  return x\nend }\n',
    );
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr.split('\n').slice(0, 3)).toEqual([
      "app:main:2: attempt to index a nil value (field 'a')",
      'stack traceback:',
      "\tsrc/main.lua:2: in function 'read' of app:main",
    ]);
  });

  it('ends a deep recursion with a Lua error', async () => {
    const { exitCode, stderr } = await run(
      'local function f(n) return 1 + f(n + 1) end\nreturn { main = function() return f(1) end }',
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain('stack overflow');
  });

  it('ends an endless string with a Lua error', async () => {
    const { exitCode, stderr } = await run(
      'return { main = function() local s = "x" while true do s = s .. s end end }',
    );
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/string length overflow|not enough memory/);
  });

  it('can catch both with pcall', async () => {
    const { exitCode, stdout } = await run(
      `local io = require("io")
       local function f(n) return 1 + f(n + 1) end
       return { main = function()
         io.print(tostring(pcall(f, 1)))
         io.print(tostring(pcall(function() local s = "x" while true do s = s .. s end end)))
         return 0
       end }`,
      'io',
    );
    expect([exitCode, stdout]).toEqual([0, 'false\nfalse']);
  });

  it('is ended by Ctrl-C while it loops for ever, and other processes go on meanwhile', async () => {
    const source = `local io = require("io")
      local time = require("time")
      return { main = function()
        coroutine.spawn(function() while true do end end)
        for i = 1, 3 do time.sleep("1ms") end
        io.print("still here")
        while true do end
      end }`;
    const index =
      HEAD.replace('auto_start: true', 'auto_start: true, stop_timeout: 500ms') + command('main', 'io, time');
    const files = { 'wippy.lock': LOCK, 'src/_index.yaml': index, 'src/main.lua': source };
    await withFiles(files, async (directory) => {
      const child = execa(process.execPath, [wippyProgram, 'run', 'main'], {
        cwd: directory,
        reject: false,
        timeout: 25_000,
      });
      for await (const line of child.iterable()) {
        if (line === 'still here') child.kill('SIGINT');
      }
      const { exitCode, stderr, timedOut } = await child;
      expect(timedOut).toBe(false);
      expect(exitCode).toBe(0);
      expect(stderr).not.toMatch(HOST_FRAMES);
    });
  });

  it('cancels a process that loops for ever', async () => {
    const index = `${HEAD}${command('main', 'io, process')}  - {name: busy, kind: process.lua, source: file://busy.lua, method: main}\n`;
    const { exitCode, stdout } = await run(
      `local io = require("io")
       local process = require("process")
       return { main = function()
         local events = process.events()
         local pid = assert(process.spawn_monitored("app:busy", "app:processes"))
         process.terminate(pid)
         local event = events:receive()
         io.print(event.kind)
         return 0
       end }`,
      'io, process',
      { 'src/_index.yaml': index, 'src/busy.lua': 'return { main = function() while true do end end }' },
    );
    expect([exitCode, stdout]).toEqual([0, 'pid.exit']);
  });
});

describe('a port that is taken', () => {
  it('fails the start with the address and who holds it', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as { port: number };
    const index = `${HEAD}  - {name: gateway, kind: http.service, addr: "127.0.0.1:${port}", lifecycle: {auto_start: true, restart: {max_attempts: 1}}}
${command('main')}`;
    try {
      const files = {
        'wippy.lock': LOCK,
        'src/_index.yaml': index,
        'src/main.lua': 'return { main = function() return 0 end }',
      };
      await withFiles(files, async (directory) => {
        const child = execa(process.execPath, [wippyProgram, 'run'], {
          cwd: directory,
          reject: false,
          timeout: 25_000,
        });
        let seen = '';
        for await (const line of child.iterable({ from: 'stderr' })) {
          seen += `${line}\n`;
          // The loop ends with the program.
          if (line.includes('in use')) child.kill('SIGINT');
        }
        const { exitCode, timedOut } = await child;
        expect([exitCode, timedOut]).toEqual([0, false]);
        expect(seen).toContain(`127.0.0.1:${port}`);
        if (process.platform === 'linux') expect(seen).toContain(String(process.pid));
        expect(seen).not.toMatch(HOST_FRAMES);
      });
    } finally {
      holder.close();
    }
  });
});
