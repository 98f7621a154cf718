import { request } from 'node:https';
import { connect as connectTls, type SecureContextOptions } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { endpoint, entry, gateway, luaEntry, RunningApplication, router } from '../../../support/application.ts';
import { Authority, hasOpenssl, type KeyPair } from '../../../support/certificates.ts';

let application: RunningApplication | undefined;
afterEach(async () => {
  await application?.close();
  application = undefined;
});

let authority: Authority;
let server: KeyPair;
let client: KeyPair;

async function start(
  tls: object,
  more: Parameters<typeof RunningApplication.start>[0] = [],
): Promise<RunningApplication> {
  application = await RunningApplication.start([
    gateway({ tls, lifecycle: { auto_start: true, restart: { max_attempts: 1 } } }),
    router(),
    ...endpoint('GET /hello', 'return "hello"'),
    ...more,
  ]);
  return application;
}

/** The answer of the server, or the code of the error. */
function get(running: RunningApplication, options: SecureContextOptions = {}): Promise<string> {
  return new Promise((resolve) => {
    const asked = request(
      running.url('/hello', 'app:gateway', 'https'),
      { ca: authority.cert, agent: false, ...options },
      async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve(text);
      },
    );
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    asked.end();
  });
}

describe.skipIf(!hasOpenssl())('tls.mode manual', () => {
  beforeAll(() => {
    authority = new Authority();
    server = authority.issue('server');
    client = authority.issue('client');
  });

  it('serves HTTPS, and nothing else', async () => {
    const running = await start({ mode: 'manual', ...server });
    expect(await get(running)).toBe('"hello"');
    expect(await get(running, { ca: new Authority('Other').cert })).toMatch(/UNABLE_TO_VERIFY|SELF_SIGNED/);
    await expect(fetch(running.url('/hello'))).rejects.toThrow();
    expect(await get(running, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1' })).toMatch(/PROTO|VERSION/);
  });

  it('takes certificate and key from variables, in both ways to write it', async () => {
    const variables = [
      entry('app:files', 'env.storage.static', { values: { CERT: server.cert, KEY: server.key } }),
      entry('app:cert', 'env.variable', { variable: 'CERT', storage: 'app:files' }),
      entry('app:key', 'env.variable', { variable: 'KEY', storage: 'app:files' }),
    ];
    expect(await get(await start({ mode: 'manual', cert: '${env:CERT}', key: '${env:app:key}' }, variables))).toBe(
      '"hello"',
    );
    await application?.close();
    expect(await get(await start({ mode: 'manual', cert_env: 'CERT', key_env: 'KEY' }, variables))).toBe('"hello"');
  });

  it.each([
    ['', 'none, other, own', ['"hello"', '"hello"', '"hello"']],
    ['request', 'none, other, own', ['"hello"', '"hello"', '"hello"']],
    ['require_any', 'none, other, own', ['refused', '"hello"', '"hello"']],
    ['verify_if_given', 'none, other, own', ['"hello"', 'refused', '"hello"']],
    ['require_and_verify', 'none, other, own', ['refused', 'refused', '"hello"']],
  ])('with client_auth %j answers clients with %s certificate: %j', async (mode, _certificates, expected) => {
    const other = new Authority('Other').issue('stranger');
    const verifies = mode.includes('verify');
    const running = await start({
      mode: 'manual',
      ...server,
      ...(mode === '' ? {} : { client_auth: mode }),
      ...(verifies ? { client_ca: authority.cert } : {}),
    });
    const answers = [];
    for (const pair of [{}, other, client]) answers.push(await get(running, pair));
    expect(answers.map((answer) => (answer === '"hello"' ? answer : 'refused'))).toEqual(expected);
  });

  it.each([
    [{ mode: 'auto' }, 'tls.mode auto needs a network driver that provides certificates'],
    [{ mode: 'manual', cert: 'nonsense', key: 'nonsense' }, 'failed to load TLS cert/key'],
    [{ mode: 'manual', cert_env: 'NONE', key_env: 'NONE' }, 'failed to resolve TLS env variable: NONE'],
    [{ mode: 'manual' }, 'tls.mode manual needs cert and key'],
    [{ mode: 'manual', cert: 'a' }, 'cert and key must both be set'],
    [{ cert: 'a', key: 'b' }, 'without a mode there must be no certificate'],
    [{ mode: 'manual', cert: 'a', key: 'b', client_auth: 'require_and_verify' }, 'needs client_ca'],
  ])('is refused for %j', async (tls, message) => {
    await expect(start(tls)).rejects.toThrow(message);
  });

  it('leaves clients alone that speak nonsense or nothing', async () => {
    const running = await start({ mode: 'manual', ...server });
    const { port } = new URL(running.url('', 'app:gateway', 'https'));
    const silent = connectTls({ port: Number(port), host: '127.0.0.1', ca: authority.cert });
    silent.on('error', () => undefined);
    await new Promise((resolve) => silent.once('secureConnect', resolve));
    expect(await get(running)).toBe('"hello"');
    await running.close();
    application = undefined;
    await new Promise((resolve) => (silent.closed ? resolve(null) : silent.once('close', resolve)));
  });

  it('carries web sockets', async () => {
    const target = luaEntry(
      'app:echo',
      'process.lua',
      `return { main = function()
        while true do
          local message = process.inbox():receive()
          if message:topic() == "ws.message" then process.send(message:from(), "echo", message:payload():data()) end
        end
      end }`,
    );
    const running = await start({ mode: 'manual', ...server }, [
      entry('app:processes', 'process.host', { lifecycle: { auto_start: true } }),
      target,
      router({ prefix: '/ws', post_middleware: ['websocket_relay'] }, 'app:sockets'),
      luaEntry(
        'app:open',
        'function.lua',
        `return { main = function()
          local pid = process.spawn("app:echo", "app:processes")
          require("http").response():set_header("X-WS-Relay", '{"target_pid": "' .. pid .. '"}')
        end }`,
        { modules: ['http'] },
      ),
      entry(
        'app:open.endpoint',
        'http.endpoint',
        { method: 'GET', path: '/echo', func: 'open' },
        { router: 'sockets' },
      ),
    ]);
    const socket = new WebSocket(running.url('/ws/echo', 'app:gateway', 'wss'), { ca: authority.cert });
    await new Promise((resolve) => socket.once('open', resolve));
    const answer = new Promise((resolve) => socket.once('message', (data) => resolve(JSON.parse(String(data)))));
    socket.send('hello');
    expect(await answer).toEqual({ topic: 'echo', data: 'hello' });
    socket.close();
  });

  it('is what the HTTP client of applications speaks, too', async () => {
    const ask = luaEntry(
      'app:ask',
      'function.lua',
      `local http_client = require("http_client")
      return { main = function(url, ca, cert, key)
        local _, unknown = http_client.get(url)
        local trusted = assert(http_client.get(url, {tls = {ca = ca, cert = cert, key = key}}))
        local unchecked = assert(http_client.get(url, {tls = {insecure_skip_verify = true, cert = cert, key = key}}))
        return {unknown:kind(), trusted.body, unchecked.body}
      end }`,
      { modules: ['http_client'] },
    );
    const tls = { mode: 'manual', ...server, client_ca: authority.cert, client_auth: 'require_and_verify' };
    const running = await start(tls, [ask]);
    const url = running.url('/hello', 'app:gateway', 'https');
    expect(await running.call('app:ask', url, authority.cert, client.cert, client.key)).toEqual([
      'Internal',
      '"hello"',
      '"hello"',
    ]);
  });
});
