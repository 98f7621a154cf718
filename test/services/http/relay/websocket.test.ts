import { connect } from 'node:net';
import { WebSocket } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endpoint, gateway, luaEntry, processHost, RunningApplication, router } from '../../../support/application.ts';

let app: RunningApplication;

/** A client whose frames can be awaited one by one. */
class Client {
  readonly socket: WebSocket;
  private readonly frames: unknown[] = [];
  private waiting: ((frame: unknown) => void) | null = null;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }) => this.push(JSON.parse(data as string)));
    socket.addEventListener('close', ({ code, reason }) => this.push({ code, reason }));
  }

  /** Rejects where the handshake fails. */
  static open(url: string, headers: Record<string, string> = {}): Promise<Client> {
    const socket = new WebSocket(url, { headers });
    const client = new Client(socket);
    return new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve(client));
      socket.addEventListener('error', () => reject(new Error('handshake failed')));
    });
  }

  private push(frame: unknown): void {
    if (this.waiting === null) this.frames.push(frame);
    else this.waiting(frame);
    this.waiting = null;
  }

  /** The next message as it was parsed, or code and reason of the end. */
  next(): Promise<unknown> {
    if (this.frames.length > 0) return Promise.resolve(this.frames.shift());
    return new Promise((resolve) => {
      this.waiting = resolve;
    });
  }
}

/** Answers what it gets with a record of it; some texts make it do other things. */
const echo = luaEntry(
  'app:echo',
  'process.lua',
  `
  local time = require("time")
  return { main = function(other)
    local inbox, client = process.inbox(), nil
    while true do
      local message = inbox:receive()
      local topic, data, from = message:topic(), message:payload():data(), message:from()
      if topic == "ws.join" then
        client = data.client_pid
        process.send(client, "joined", {metadata = data.metadata, same = from == client, pid = process.pid()})
      elseif topic == "ws.leave" then
        if other then process.send(other, "left", data) end
      elseif topic == "ws.heartbeat" then
        process.send(client, "beat", {count = data.message_count, uptime = type(data.uptime), metadata = data.metadata})
      elseif data == "exit" then return
      elseif data == "fail" then error("broken")
      elseif data == "close" then process.send(client, "ws.close", "Session ended")
      elseif data == "several" then process.send(client, "several", 1, "two", {3})
      elseif data == "binary" then process.send(client, "data", "\\255\\0\\1")
      elseif data == "transfer" then
        local heir = process.spawn("app:echo", "app:processes", process.pid())
        process.send(client, "ws.control", {target_pid = heir, message_topic = "chat", metadata = {moved = true}})
      elseif topic == "left" then process.send(client, "update", {left = data.client_pid})
      else process.send(from, "echo", {topic = topic, data = data, bytes = #data})
      end
    end
  end }`,
  { modules: ['time'] },
);

beforeEach(async () => {
  const open = endpoint(
    'GET /ws',
    `
    local req, res = http.request(), http.response()
    local config = req:query("relay")
    if config == nil then
      local pid = process.spawn("app:echo", "app:processes")
      config = json.encode({target_pid = pid, metadata = {user = req:query("user")}, heartbeat_interval = req:query("beat")})
    end
    res:set_header("X-Session", "s1")
    res:set_header("X-WS-Relay", config)`,
    ['http', 'json'],
  );
  const plain = endpoint('GET /plain', 'http.response():write("plain")');
  const post = endpoint('POST /post', 'http.response():write(http.request():body())');
  app = await RunningApplication.start([
    processHost(),
    gateway(),
    router({ post_middleware: ['websocket_relay'], post_options: { 'wsrelay.allowed.origins': 'app.example.com' } }),
    echo,
    ...open,
    ...plain,
    ...post,
  ]);
});
afterEach(() => app.close());

const open = (query = '', headers: Record<string, string> = {}): Promise<Client> =>
  Client.open(app.url(`/ws${query}`, 'app:gateway', 'ws'), headers);

/** What the server answers to these bytes, to the end of the connection or to the given text. */
function exchange(bytes: string, until = '\0'): Promise<string> {
  const { port } = new URL(app.url());
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      text += chunk;
      if (text.includes(until)) socket.end();
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
}

const UPGRADE = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n';
const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

describe('websocket_relay', () => {
  it('introduces the client, and takes messages in both directions', async () => {
    const client = await open('?user=ann');
    expect(await client.next()).toMatchObject({ topic: 'joined', data: { metadata: { user: 'ann' }, same: true } });
    client.socket.send('hällo');
    expect(await client.next()).toEqual({
      topic: 'echo',
      data: { topic: 'ws.message', data: 'hällo', bytes: 6 },
    });
    client.socket.send(new Uint8Array([1, 2, 3]));
    expect(await client.next()).toMatchObject({ topic: 'echo', data: { bytes: 3 } });
    client.socket.send('several');
    expect([await client.next(), await client.next(), await client.next()]).toEqual([
      { topic: 'several', data: 1 },
      { topic: 'several', data: 'two' },
      { topic: 'several', data: [3] },
    ]);
    client.socket.send('binary');
    expect(await client.next()).toEqual({ topic: 'data', data: '/wAB' });
    client.socket.send('close');
    expect(await client.next()).toEqual({ code: 1000, reason: 'Session ended' });
  });

  it.each(['exit', 'fail'])('ends with its target (%s)', async (text) => {
    const client = await open();
    await client.next();
    client.socket.send(text);
    expect(await client.next()).toEqual({ code: 1000, reason: 'target process exited' });
  });

  it('moves a client to another target, which gets its messages on another topic', async () => {
    const client = await open('?user=ann');
    const { data } = (await client.next()) as { data: { pid: string } };
    client.socket.send('transfer');
    const joined = (await client.next()) as { data: { pid: string } };
    expect(joined).toMatchObject({ topic: 'joined', data: { metadata: { moved: true } } });
    expect(joined.data.pid).not.toBe(data.pid);
    client.socket.send('hello');
    expect(await client.next()).toMatchObject({ topic: 'echo', data: { topic: 'chat' } });
  });

  it('tells the target when the client goes', async () => {
    const first = await open();
    const { data } = (await first.next()) as { data: { pid: string } };
    first.socket.send('transfer');
    await first.next();
    const second = await open(`?relay=${encodeURIComponent(JSON.stringify({ target_pid: data.pid }))}`);
    await second.next();
    first.socket.close();
    expect(await second.next()).toEqual({
      topic: 'update',
      data: { left: expect.stringMatching(/^\{app:gateway\|0x/) },
    });
  });

  it('beats for the target', async () => {
    const client = await open('?beat=5ms&user=ann');
    await client.next();
    expect(await client.next()).toEqual({
      topic: 'beat',
      data: { count: 0, uptime: 'string', metadata: { user: 'ann' } },
    });
  });

  it('ends when the server does', async () => {
    const client = await open();
    await client.next();
    const end = client.next();
    await app.application.shutdown();
    expect(await end).toEqual({ code: 1000, reason: 'server is shutting down' });
  });

  it('refuses messages that are too long', async () => {
    const client = await open();
    await client.next();
    client.socket.send('x'.repeat(1024 * 1024 + 1));
    expect(await client.next()).toMatchObject({ code: 1009 });
  });
});

describe('a handshake', () => {
  it('has the headers that the function set', async () => {
    const answer = await exchange(`GET /ws HTTP/1.1\r\nHost: x\r\n${UPGRADE}${KEY}\r\n`, '\r\n\r\n');
    const head = answer.split('\r\n\r\n', 1)[0];
    expect(head).toMatch(/^HTTP\/1.1 101 Switching Protocols\r\n/);
    expect(head).toContain('\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    expect(head).toContain('\r\nX-Session: s1');
    expect(head).not.toContain('X-WS-Relay');
  });

  it.each([
    ['?relay=nonsense', 400, 'invalid relay configuration: '],
    ['?relay={}', 400, 'invalid relay configuration: target_pid is missing'],
    ['?relay={"target_pid":"nobody"}', 400, 'invalid target PID "nobody": invalid pid format: missing braces'],
  ])('for %s is refused', async (query, status, text) => {
    const answer = await exchange(`GET /ws${query} HTTP/1.1\r\nHost: x\r\n${UPGRADE}${KEY}\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain(text);
  });

  it('ends at once for a target that has ended', async () => {
    const client = await open('?relay={"target_pid":"{app:processes|0xfffff}"}');
    expect(await client.next()).toEqual({ code: 1000, reason: 'Failed to monitor target PID' });
  });

  it('without a key is a bad request', async () => {
    expect(await exchange(`GET /ws HTTP/1.1\r\nHost: x\r\n${UPGRADE}\r\n`)).toMatch(/^HTTP\/1.1 400 /);
  });

  it.each([
    ['https://app.example.com', true],
    ['http://APP.example.com', true],
    ['https://evil.example.com', false],
  ])('from %s is accepted: %s', async (origin, accepted) => {
    const done = open('', { Origin: origin });
    if (accepted) expect(await (await done).next()).toMatchObject({ topic: 'joined' });
    else await expect(done).rejects.toThrow();
  });

  it('that is none is told to be one', async () => {
    const answer = await fetch(app.url('/ws'));
    expect([answer.status, answer.headers.get('upgrade'), await answer.text()]).toEqual([
      426,
      'websocket',
      'this path speaks WebSocket\n',
    ]);
  });
});

describe('requests for another protocol that nobody speaks', () => {
  it('are answered as if they had not asked', async () => {
    const h2c = 'Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n';
    const answer = await exchange(`POST /post HTTP/1.1\r\nHost: x\r\n${h2c}Content-Length: 5\r\n\r\nhello`);
    expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(answer).toMatch(/\r\n\r\nhello$/);
  });

  it('are answered by endpoints that only answer, and where there is nothing', async () => {
    const ask = (path: string): Promise<string> =>
      exchange(`GET ${path} HTTP/1.1\r\nHost: x\r\n${UPGRADE}${KEY}\r\n`.replace('Upgrade\r\n', 'Upgrade, close\r\n'));
    expect(await ask('/plain')).toMatch(/^HTTP\/1.1 200 OK\r\n[\s\S]*plain$/);
    expect(await ask('/nothing')).toMatch(/^HTTP\/1.1 404 /);
  });
});
