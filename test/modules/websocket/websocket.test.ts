import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { entry, luaEntry, processHost, RunningApplication } from '../../support/application.ts';

let server: WebSocketServer;
let url: string;
let application: RunningApplication | undefined;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true });
  await once(server, 'listening');
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await application?.close();
  application = undefined;
  for (const client of server.clients) client.terminate();
  await new Promise((resolve) => server.close(resolve));
});

const echo = (): void => {
  server.on('connection', (socket) => {
    socket.on('message', (data, binary) => socket.send(data, { binary }));
  });
};

const PRELUDE = 'local websocket = require("websocket")\nlocal time = require("time")';

/** Runs the body of a function; it gets the address of the server as `url`. */
async function lua(body: string, entries: Parameters<typeof RunningApplication.start>[0] = []): Promise<unknown> {
  const source = `${PRELUDE}\nreturn { main = function(url)\n${body}\nend }`;
  const modules = ['websocket', 'time', 'security', 'funcs'];
  application = await RunningApplication.start([luaEntry('app:main', 'function.lua', source, { modules }), ...entries]);
  return application.call('app:main', url);
}

describe('websocket.connect', () => {
  it('sends and receives text and bytes', async () => {
    echo();
    const body = `
      local client, err = websocket.connect(url)
      local ch = client:channel()
      local sent = client:send("héllo")
      local text, ok = ch:receive()
      client:send("\\0\\255", websocket.BINARY)
      local binary = client:receive():receive()
      return {tostring(err), sent, ok, text.type, text.data, binary.type, #binary.data, binary.data:byte(2),
        tostring(client), client:channel() == ch}`;
    expect(await lua(body)).toEqual(['nil', true, true, 'text', 'héllo', 'binary', 2, 255, 'websocket.Client{}', true]);
  });

  it('sends headers and protocols with the handshake', async () => {
    const seen = once(server, 'connection');
    const body = `
      local client = websocket.connect(url, {headers = {Authorization = "Bearer x"}, protocols = {"chat", "other"}})
      client:close()
      return true`;
    expect(await lua(body)).toBe(true);
    const [socket, request] = await seen;
    expect(request.headers.authorization).toBe('Bearer x');
    expect(request.headers['sec-websocket-protocol']).toBe('chat,other');
    expect(socket.protocol).toBe('chat');
  });

  it.each([
    ['websocket.COMPRESSION.DISABLED', ''],
    ['websocket.COMPRESSION.CONTEXT_TAKEOVER', 'permessage-deflate'],
    ['"no_context_takeover"', 'permessage-deflate'],
  ])('compresses with %s', async (mode, extension) => {
    echo();
    const seen = once(server, 'connection');
    const body = `
      local client = websocket.connect(url, {compression = ${mode}, compression_threshold = 1})
      client:send(("x"):rep(2000))
      return #client:channel():receive().data`;
    expect(await lua(body)).toBe(2000);
    const [socket] = (await seen) as [WebSocket];
    expect(socket.extensions).toBe(extension);
  });

  it.each([
    ['"ws://127.0.0.1:1"', 'Internal', true, /failed to dial websocket ws:\/\/127.0.0.1:1: .*ECONNREFUSED/],
    ['"nonsense"', 'Invalid', false, /cannot connect to "nonsense": Invalid URL/],
    ['"ftp://x"', 'Invalid', false, /cannot connect to "ftp:\/\/x"/],
  ])('fails for %s', async (address, kind, retryable, message) => {
    const body = `local _, err = websocket.connect(${address}); return {err:kind(), err:retryable(), err:message()}`;
    expect(await lua(body)).toEqual([kind, retryable, expect.stringMatching(message)]);
  });

  it('fails for a server that is none or does not answer', async () => {
    const plain = createServer((_, response) => response.end('no'));
    const silent = createServer().on('upgrade', () => undefined);
    const address = async (http: typeof plain): Promise<string> => {
      await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
      return `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
    };
    const body = `
      local _, refused = websocket.connect("${await address(plain)}")
      local _, late = websocket.connect("${await address(silent)}", {dial_timeout = "20ms"})
      return {refused:message(), late:message()}`;
    expect(await lua(body)).toEqual([
      expect.stringContaining('Unexpected server response: 200'),
      expect.stringContaining('Opening handshake has timed out'),
    ]);
    for (const http of [plain, silent]) {
      http.closeAllConnections();
      http.close();
    }
  });

  it.each([
    ['websocket.connect("")', 'URL required'],
    ['websocket.connect(url, 7)', 'table expected'],
    ['websocket.connect()', 'string expected'],
  ])('checks its arguments: %s', async (call, message) => {
    expect(await lua(`local _, err = pcall(function() return ${call} end); return tostring(err)`)).toContain(message);
  });

  it('needs permission for connections and for the address', async () => {
    const policy = (actions: string[]) =>
      entry('app:allowed', 'security.policy', { policy: { actions, resources: '*', effect: 'allow' } });
    const inner = luaEntry(
      'app:inner',
      'function.lua',
      `${PRELUDE}\nreturn { main = function(url) local c, err = websocket.connect(url); return c and "connected" or {err:kind(), err:message()} end }`,
      { modules: ['websocket', 'time'] },
    );
    const body = `
      local security = require("security")
      local scope = security.new_scope({security.policy("app:allowed")})
      return require("funcs").new():with_actor(security.new_actor("user:1")):with_scope(scope):call("app:inner", url)`;
    const outcome = async (...actions: string[]) => {
      const result = await lua(body, [inner, policy(['funcs.call', ...actions])]);
      await application?.close();
      return result;
    };
    expect(await outcome()).toEqual(['PermissionDenied', 'websocket connections not allowed']);
    expect(await outcome('websocket.connect')).toEqual(['PermissionDenied', `not allowed: ${url}`]);
    expect(await outcome('websocket.connect', 'websocket.connect.url')).toBe('connected');
  });
});

describe('a connection', () => {
  it('ends with its server: what has arrived is received, then the channel is closed', async () => {
    server.on('connection', (socket) => {
      for (const text of ['a', 'b', 'c']) socket.send(text);
      socket.close(1001, 'bye');
    });
    const body = `
      local client = websocket.connect(url)
      local ch, all = client:channel(), {}
      while true do
        local message, ok = ch:receive()
        if not ok then break end
        all[#all + 1] = message.data
      end
      local _, err = client:send("late")
      local _, ping = client:ping()
      return {table.concat(all), err:message(), err:kind(), ping:message()}`;
    expect(await lua(body)).toEqual([
      'abc',
      'websocket connection closed',
      'Unavailable',
      'websocket connection closed',
    ]);
  });

  it('is closed with a code and a reason', async () => {
    const closing = new Promise((resolve) => {
      server.on('connection', (socket) => socket.on('close', (code, reason) => resolve([code, String(reason)])));
    });
    const body = `
      local client = websocket.connect(url)
      local ch = client:channel()
      local nothing = select("#", client:close(websocket.CLOSE_CODES.INTERNAL_ERROR, "failed"))
      local message, ok = ch:receive()
      client:close()
      return {nothing, tostring(message), ok}`;
    expect(await lua(body)).toEqual([0, 'nil', false]);
    expect(await closing).toEqual([1011, 'failed']);
  });

  it('refuses bad codes, reasons and text', async () => {
    const body = `
      local client = websocket.connect(url)
      local _, code = client:close(1005)
      local _, reason = client:close(1000, ("x"):rep(124))
      local _, text = client:send("\\255")
      return {code:message(), reason:message(), text:message(), text:kind()}`;
    expect(await lua(body)).toEqual([
      expect.stringContaining('cannot close with code 1005'),
      expect.stringContaining('cannot close with code 1000'),
      'the text of a message must be UTF-8',
      'Invalid',
    ]);
  });

  it('pings', async () => {
    const pinged = new Promise((resolve) => server.on('connection', (socket) => socket.on('ping', resolve)));
    expect(await lua('return websocket.connect(url):ping()')).toBe(true);
    await pinged;
  });

  it('ends where messages are larger than its limit', async () => {
    server.on('connection', (socket) => {
      socket.send('small');
      socket.send('x'.repeat(100));
    });
    const body = `
      local ch = websocket.connect(url, {read_limit = 50}):channel()
      local first, ok = ch:receive()
      local _, more = ch:receive()
      return {first.data, ok, more}`;
    expect(await lua(body)).toEqual(['small', true, false]);
  });

  it('ends where nothing arrives for too long', async () => {
    const body = `
      local ch = websocket.connect(url, {read_timeout = "20ms"}):channel()
      local _, ok = ch:receive()
      return ok`;
    expect(await lua(body)).toBe(false);
  });

  it('works with select', async () => {
    echo();
    const body = `
      local client = websocket.connect(url)
      local ch, never = client:channel(), channel.new()
      client:send("x")
      local result = channel.select({ch:case_receive(), never:case_receive()})
      return {result.channel == ch, result.ok, result.value.data}`;
    expect(await lua(body)).toEqual([true, true, 'x']);
  });

  it('makes a server wait whose messages nobody reads, and loses none', async () => {
    const part = 'x'.repeat(256 * 1024);
    let socket: WebSocket | undefined;
    server.on('connection', (client) => {
      socket = client;
      for (let i = 0; i < 200; i++) client.send(`${i}:${part}`);
    });
    const reader = luaEntry(
      'app:reader',
      'process.lua',
      `${PRELUDE}
      return { main = function(url)
        local ch = websocket.connect(url, {channel_capacity = 2}):channel()
        local inbox = process.inbox()
        process.send(inbox:receive():from(), "waiting", ch:receive().data:sub(1, 2))
        inbox:receive()
        for i = 1, 199 do
          local data = ch:receive().data
          if data:match("^%d+") ~= tostring(i) then return "wrong order" end
        end
        return "all"
      end }`,
      { modules: ['websocket', 'time'] },
    );
    const starter = luaEntry(
      'app:starter',
      'process.lua',
      `return { main = function(url)
        local pid = process.spawn_monitored("app:reader", "app:processes", url)
        local waiting, events = process.listen("waiting"), process.events()
        process.send(pid, "begin")
        local first = waiting:receive()
        require("funcs").call("app:check")
        process.send(pid, "go on")
        return {first, events:receive().result}
      end }`,
      { modules: ['funcs'] },
    );
    const source = `return { main = function(url) return process.exec("app:starter", "app:processes", url) end }`;
    // The server has sent what the system takes; the rest is still on its side.
    const check = luaEntry('app:check', 'function.lua', 'return { main = function() end }');
    application = await RunningApplication.start([
      processHost(),
      reader,
      starter,
      check,
      luaEntry('app:main', 'function.lua', source),
    ]);
    const waited: number[] = [];
    const { functionsKey } = await import('../../../src/system/context-keys.ts');
    const functions = application.application.context.require(functionsKey);
    const call = functions.call.bind(functions);
    functions.call = (request, done) => {
      if (request.target === 'app:check') waited.push(socket?.bufferedAmount ?? 0);
      return call(request, done);
    };
    const result = (await application.call('app:main', url)) as [string, { value?: string } | string];
    expect(result[0]).toBe('0:');
    expect(JSON.stringify(result[1])).toContain('all');
    expect(waited[0]).toBeGreaterThan(20 * 1024 * 1024);
  });

  it('ends with its process', async () => {
    const closed = new Promise((resolve) => {
      server.on('connection', (socket) => socket.on('close', (code) => resolve(code)));
    });
    const child = luaEntry(
      'app:child',
      'process.lua',
      `${PRELUDE}\nreturn { main = function(url) websocket.connect(url):channel() end }`,
      { modules: ['websocket', 'time'] },
    );
    await lua('return process.exec("app:child", "app:processes", url)', [child, processHost()]);
    expect(await closed).toBe(1001);
  });
});

describe('client and relay', () => {
  it('talk to each other in one application', async () => {
    const entries = [
      processHost(),
      entry('app:gateway', 'http.service', { addr: '127.0.0.1:0', lifecycle: { auto_start: true } }),
      entry('app:api', 'http.router', { prefix: '/', post_middleware: ['websocket_relay'] }, { server: 'gateway' }),
      luaEntry(
        'app:answer',
        'function.lua',
        `local http, json = require("http"), require("json")
        return { main = function()
          local pid = process.spawn("app:echo", "app:processes")
          http.response():set_header("X-WS-Relay", json.encode({target_pid = pid}))
        end }`,
        { modules: ['http', 'json'] },
      ),
      entry('app:answer.endpoint', 'http.endpoint', { method: 'GET', path: '/ws', func: 'answer' }, { router: 'api' }),
      luaEntry(
        'app:echo',
        'process.lua',
        `return { main = function()
          for message in function() return (process.inbox():receive()) end do
            if message:topic() == "ws.leave" then return end
            if message:topic() == "ws.message" then
              process.send(message:from(), "echo", message:payload():data())
            end
          end
        end }`,
      ),
      luaEntry(
        'app:main',
        'function.lua',
        `local websocket = require("websocket")
        return { main = function(url)
          local client, err = websocket.connect(url)
          if err then error(err) end
          client:send("hello")
          local data = client:channel():receive().data
          client:close()
          return data
        end }`,
        { modules: ['websocket'] },
      ),
    ];
    application = await RunningApplication.start(entries);
    const address = application.url('/ws', 'app:gateway', 'ws');
    expect(JSON.parse((await application.call('app:main', address)) as string)).toEqual({
      topic: 'echo',
      data: 'hello',
    });
  });
});
