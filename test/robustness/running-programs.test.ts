import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { command, HEAD, program, run } from './support.ts';

const main = (body: string) => `return { main = function()\n${body}\nend }\n`;
const runMain = (source: string, modules = '', more = {}, options = {}) =>
  run(program(source, modules, more), ['run', 'main'], options);

describe('a program that fails', () => {
  it('shows where, with files and lines of the application', async () => {
    const { exitCode, stdout, stderr } = await runMain(
      'local function read(t)\n  local value = t.a.b\n  return value\nend\nreturn { main = function()\n  local x = read({})\n  return x\nend }\n',
    );
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr.split('\n')).toEqual([
      "app:main:2: attempt to index a nil value (field 'a')",
      'stack traceback:',
      "\tsrc/main.lua:2: in function 'read' of app:main",
      '\tsrc/main.lua:6: in function <src/main.lua:5> of app:main',
    ]);
  });

  it('shows the places of all the code that took part, also that in definition files', async () => {
    const index = `${HEAD}${command('main').replace('}}\n', '}, imports: {lib: app:lib}}\n')}  - name: lib
    kind: library.lua
    source: |
      local function check(value)
        assert(value, "no value")
      end
      return { check = check }
`;
    const source = main('local lib = require("lib")\nlocal ok = lib.check(nil)\nreturn ok');
    const { stderr } = await runMain(source, '', { 'src/_index.yaml': index });
    expect(stderr.split('\n')[0]).toBe('app:lib:2: no value');
    expect(stderr).toContain("\tsrc/_index.yaml:11: in function 'check' of app:lib");
    expect(stderr).toContain('\tsrc/main.lua:3: in ');
  });

  it('is told apart from one that returns an error', async () => {
    const returned = await runMain(main('return nil, "it went wrong"'));
    expect(returned).toMatchObject({ exitCode: 1, stderr: 'it went wrong' });
    const raised = await runMain(main('error({ code = 1 })'));
    expect(raised.stderr).toContain(
      '(error value of type table, raised at app:main:2)\nstack traceback:\n\tsrc/main.lua:2',
    );
  });
});

describe('a program without measure', () => {
  const small = { env: { NODE_OPTIONS: '--max-old-space-size=192' } };

  it.each([
    ['a deep recursion', 'local function f(n) return 1 + f(n + 1) end return f(1)', /stack overflow/],
    ['an endless recursion through pcall', 'local function f() return (pcall(f)) end return f() and 7', /^$/],
    [
      'a recursion through metamethods',
      'local t = setmetatable({}, {__index = function(s, k) return s[k + 1] end}) return t[1]',
      /stack overflow/,
    ],
    [
      'coroutines in coroutines',
      'local function f() local ok, e = coroutine.resume(coroutine.create(f)) if not ok then error(e, 0) end end f()',
      /stack overflow/,
    ],
    ['a string that doubles', 'local s = "x" while true do s = s .. s end', /string length overflow|not enough memory/],
    [
      'a string that grows',
      'local s = "" while true do s = s .. "0123456789abcdef" end',
      /string length overflow|not enough memory/,
    ],
    ['a huge repetition', 'return #string.rep("x", 10000000000)', /resulting string too large/],
    ['a table without end', 'local t = {} while true do t[#t + 1] = {#t} end', /not enough memory/],
    ['keys without end', 'local t = {} for i = 1, 1e9 do t["k" .. i] = i end', /not enough memory/],
    [
      'big strings without end',
      'local t = {} for i = 1, 1e9 do t[i] = string.rep(tostring(i), 100000) end',
      /not enough memory/,
    ],
    [
      'large strings that are read',
      'local t = {} for i = 1, 99 do t[i] = string.rep("x", 50000000) .. i local _ = t[i]:byte(i) end',
      /not enough memory/,
    ],
    ['a replacement that grows', 'return (string.rep("x", 20000000):gsub("x", "yyyyyyyyyy"))', /not enough memory/],
    ['a pattern that never ends', 'return string.rep("a", 100000):find(".-.-.-.-b")', /pattern too complex/],
  ])('ends with an error and not with a crash: %s', async (_title, body, message) => {
    const { exitCode, signal, stderr } = await runMain(main(body), '', {}, small);
    expect(signal).toBeUndefined();
    expect(exitCode).toBe(message.test('') ? 7 : 1);
    expect(stderr.split('\n')[0]).toMatch(message);
  });

  it('can catch its errors', async () => {
    const source = `local io = require("io")
      local function f(n) return 1 + f(n + 1) end
      return { main = function()
        io.print(tostring(pcall(f, 1)))
        io.print(tostring(pcall(function() local s = "x" while true do s = s .. s end end)))
        return 0
      end }`;
    expect(await runMain(source, 'io')).toMatchObject({ exitCode: 0, stdout: 'false\nfalse' });
  });

  it('that floods the inbox of another process fails alone', async () => {
    const index = `${HEAD}${command('main', 'io, process')}  - {name: flood, kind: process.lua, source: file://flood.lua, method: main, modules: [process]}\n`;
    const source = `local io = require("io")
      return { main = function()
        local events = process.events()
        local pid = assert(process.spawn_monitored("app:flood", "app:processes", process.pid()))
        local event = events:receive()
        io.print(event.kind, tostring(event.result.error):match("not enough memory"))
        return 0
      end }`;
    const flood = 'return { main = function(to) while true do process.send(to, "x", {string.rep("y", 1000)}) end end }';
    const more = { 'src/_index.yaml': index, 'src/flood.lua': flood };
    const { exitCode, stdout } = await runMain(source, 'io, process', more, small);
    expect([exitCode, stdout]).toEqual([0, 'pid.exit\tnot enough memory']);
  });
});

describe('a program that never ends', () => {
  const services = (name: string) =>
    `  - {name: service, kind: process.service, process: app:${name}, host: app:processes, lifecycle: {auto_start: true}}\n`;
  const onReady = (signal: NodeJS.Signals, text = 'runtime ready') => ({
    onLine: (line: string) => (line.includes(text) ? signal : undefined),
  });

  it.each(['SIGINT', 'SIGHUP'] as const)('and computes is ended by %s', async (signal) => {
    const files = program(main('while true do end'), '', {
      'src/_index.yaml': HEAD + command('main') + services('main'),
    });
    const { exitCode, stderr } = await run(files, ['run'], onReady(signal));
    expect(exitCode).toBe(0);
    expect(stderr).toContain('shutting down; a second signal exits at once');
    expect(stderr).toContain('waiting for app:service to stop; Ctrl-C exits at once');
  });

  it('and computes on a terminal lets others run, and is ended by Ctrl-C', async () => {
    const source = `local io = require("io")
      local time = require("time")
      return { main = function()
        coroutine.spawn(function() while true do end end)
        for i = 1, 3 do time.sleep("1ms") end
        io.print("still here")
        while true do end
      end }`;
    const { exitCode } = await run(program(source, 'io, time'), ['run', 'main'], onReady('SIGINT', 'still here'));
    expect(exitCode).toBe(0);
  });

  it('and computes can be terminated by another process', async () => {
    const index = `${HEAD}${command('main', 'io, process')}${command('busy')}`;
    const source = `local io = require("io")
      return { main = function()
        local events = process.events()
        local pid = assert(process.spawn_monitored("app:busy", "app:processes"))
        process.terminate(pid)
        io.print(events:receive().kind)
      end }`;
    const more = { 'src/_index.yaml': index, 'src/busy.lua': main('while true do end') };
    expect(await runMain(source, '', more)).toMatchObject({ exitCode: 0, stdout: 'pid.exit' });
  });

  it('and ignores that it is to end is given up after its stop timeout', async () => {
    const source = `local time = require("time")
      return { main = function() local events = process.events() while true do time.sleep("1h") end end }`;
    const service = services('main').replace('auto_start: true', 'auto_start: true, stop_timeout: 300ms');
    const files = program(source, 'time', { 'src/_index.yaml': HEAD + command('main', 'time') + service });
    const { exitCode, stderr } = await run(files, ['run'], onReady('SIGINT'));
    expect(exitCode).toBe(0);
    expect(stderr).toContain('stop timeout after 300ms');
  });

  it('is given up at the limit of the whole shutdown, which is a failure', async () => {
    const source = `local time = require("time")
      return { main = function() local events = process.events() while true do time.sleep("1h") end end }`;
    const files = program(source, 'time', { 'src/_index.yaml': HEAD + command('main', 'time') + services('main') });
    const { exitCode, stderr } = await run(files, ['run', '--set', 'shutdown.timeout=300ms'], onReady('SIGINT'));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('failed to stop component: services: not stopped within the shutdown limit of 300ms');
  });

  it('is left at once by a second signal', async () => {
    const source = `local time = require("time")
      return { main = function() local events = process.events() while true do time.sleep("1h") end end }`;
    const files = program(source, 'time', { 'src/_index.yaml': HEAD + command('main', 'time') + services('main') });
    const onLine = (line: string) => (/runtime ready|shutting down/.test(line) ? 'SIGINT' : undefined);
    const { exitCode, stderr } = await run(files, ['run'], { onLine });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('force exit');
  });
});

describe('a server', () => {
  const gateway = (port: number, lifecycle: string) =>
    `  - {name: gateway, kind: http.service, addr: "127.0.0.1:${port}", lifecycle: {auto_start: true, ${lifecycle}}}\n`;

  it('whose handler never answers is stopped all the same, after its stop timeout', async () => {
    const index = `${HEAD}${gateway(0, 'stop_timeout: 300ms')}  - {name: api, kind: http.router, meta: {server: app:gateway}, prefix: /}
  - {name: hang, kind: function.lua, source: file://hang.lua, method: main, modules: [time, io]}
  - {name: hang.get, kind: http.endpoint, meta: {router: app:api}, method: GET, path: /, func: hang}
`;
    const source = 'local time = require("time")\nreturn { main = function() print("asked") time.sleep("1h") end }\n';
    let request: Promise<unknown> = Promise.resolve();
    const onLine = (line: string) => {
      const port = /http server listens.* port=(\d+)/.exec(line)?.[1];
      if (port !== undefined) request = fetch(`http://127.0.0.1:${port}/`).catch((error: Error) => error.name);
      return line.includes('asked') ? ('SIGTERM' as const) : undefined;
    };
    const { exitCode, stderr } = await run({ 'src/_index.yaml': index, 'src/hang.lua': source }, ['run'], { onLine });
    expect([exitCode, await request]).toEqual([0, 'TypeError']);
    expect(stderr).toContain('stop timeout after 300ms');
  });

  it('tells who holds its port', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as { port: number };
    try {
      const files = { 'src/_index.yaml': HEAD + gateway(port, 'restart: {max_attempts: 1}') };
      const onLine = (line: string) => (line.includes('in use') ? ('SIGINT' as const) : undefined);
      const { exitCode, stderr } = await run(files, ['run'], { onLine });
      expect(exitCode).toBe(0);
      expect(stderr).toContain(`address 127.0.0.1:${port} is already in use`);
      if (process.platform === 'linux') expect(stderr).toMatch(new RegExp(`in use by \\S.* \\(pid ${process.pid}\\)`));
    } finally {
      holder.close();
    }
  });
});
