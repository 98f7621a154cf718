import { afterEach, describe, expect, it } from 'vitest';
import { endpoint, gateway, RunningApplication, router } from '../../../support/application.ts';
import { exchange, RawClient, statusLine } from './raw-client.ts';

let application: RunningApplication | undefined;
afterEach(async () => {
  await application?.close();
  application = undefined;
});

const HOST = 'Host: x\r\nConnection: close\r\n';

async function start(service: object = {}): Promise<RunningApplication> {
  application = await RunningApplication.start([
    gateway(service),
    router({ prefix: '/api/' }),
    ...endpoint('GET /hello', 'return "hello"'),
    ...endpoint('POST /echo', 'local http = require("http"); http.response():write(http.request():body())'),
    ...endpoint('POST /ignore', 'return "ignored"'),
    ...endpoint('PUT /hello', 'return "put"'),
    ...endpoint('GET /items/{id}/{rest...}', 'local http = require("http"); return http.request():params()'),
    ...endpoint('GET /exact/{$}', 'return "exact"'),
    ...endpoint('GET /tree/', 'return require("http").request():path()'),
    ...endpoint('GET /wait', 'require("time").sleep("1h")', ['http', 'time']),
    ...endpoint(
      'POST /stream',
      `local http = require("http")
      local stream, size = http.request():stream(), 0
      while true do
        local chunk = stream:read(65536)
        if not chunk then break end
        size = size + #chunk
      end
      return size`,
    ),
  ]);
  return application;
}

describe('a request', () => {
  it.each([
    ['GET / HTTP/9.9\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
    ['NONSENSE\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
    [`GET /api/hello HTTP/1.1\r\n\r\n`, 'HTTP/1.1 400 Bad Request'],
    [`GET /api/hello HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n`, 'HTTP/1.1 400 Bad Request'],
    [`GET /api/%zz HTTP/1.1\r\n${HOST}\r\n`, 'HTTP/1.1 400 Bad Request'],
    [
      `GET /api/hello HTTP/1.1\r\n${HOST}X: ${'x'.repeat(20_000)}\r\n\r\n`,
      'HTTP/1.1 431 Request Header Fields Too Large',
    ],
    [
      `POST /api/echo HTTP/1.1\r\n${HOST}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      'HTTP/1.1 400 Bad Request',
    ],
    [`POST /api/echo HTTP/1.1\r\n${HOST}Content-Length: x\r\n\r\n`, 'HTTP/1.1 400 Bad Request'],
    [`FETCH /api/hello HTTP/1.1\r\n${HOST}\r\n`, 'HTTP/1.1 400 Bad Request'],
    [`GET /api/hello HTTP/1.0\r\n\r\n`, 'HTTP/1.1 200 OK'],
    [`GET http://x/api/hello HTTP/1.1\r\n${HOST}\r\n`, 'HTTP/1.1 200 OK'],
    [`OPTIONS * HTTP/1.1\r\n${HOST}\r\n`, 'HTTP/1.1 404 Not Found'],
    [`GET /api/hello/ HTTP/1.1\r\n${HOST}\r\n`, 'HTTP/1.1 404 Not Found'],
    [`GET /other HTTP/1.1\r\n${HOST}\r\n`, 'HTTP/1.1 404 Not Found'],
    [`GET /api/../api/hello HTTP/1.1\r\n${HOST}\r\n`, 'HTTP/1.1 404 Not Found'],
  ])('%j is answered %s, and the next one as ever', async (request, status) => {
    const { url } = await start().then((running) => ({ url: running.url() }));
    expect(statusLine(await exchange(url, request))).toBe(status);
    expect(await (await fetch(`${url}/api/hello`)).json()).toBe('hello');
  });

  it('of another method is told which there are', async () => {
    const running = await start();
    const answer = await fetch(running.url('/api/hello'), { method: 'DELETE' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS, PUT');
  });

  it('with HEAD has the head of GET and no body', async () => {
    const running = await start();
    const text = await exchange(running.url(), `HEAD /api/hello HTTP/1.1\r\n${HOST}\r\n`);
    expect(statusLine(text)).toBe('HTTP/1.1 200 OK');
    expect(text).toContain('Content-Length: 7');
    expect(text.endsWith('\r\n\r\n')).toBe(true);
  });

  it('finds parameters, rests, exact paths and trees', async () => {
    const running = await start();
    const json = async (path: string): Promise<unknown> => (await fetch(running.url(path))).json();
    expect(await json('/api/items/a%20b/c/d')).toMatchObject({ id: 'a b' });
    expect(await json('/api/exact/')).toBe('exact');
    expect((await fetch(running.url('/api/exact/more'))).status).toBe(404);
    expect(await json('/api/tree/a/b')).toBe('/api/tree/a/b');
    expect(await json('/api/tree/')).toBe('/api/tree/');
  });

  it('may follow another one on its connection before that is answered', async () => {
    const running = await start();
    const client = await RawClient.open(running.url());
    const get = 'GET /api/hello HTTP/1.1\r\nHost: x\r\n\r\n';
    client.write(`${get}${get}GET /api/none HTTP/1.1\r\n${HOST}\r\n`);
    const text = await client.all();
    expect(text.match(/HTTP\/1\.1 (\d+)/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 404']);
  });

  it('that expects to be told to go on is', async () => {
    const running = await start();
    const client = await RawClient.open(running.url());
    client.write(`POST /api/echo HTTP/1.1\r\n${HOST}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`);
    await client.until('100 Continue');
    client.write('ok');
    expect((await client.all()).endsWith('ok')).toBe(true);
  });

  it('may have a large body in chunks', async () => {
    const running = await start();
    const body = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 64; i++) controller.enqueue(new Uint8Array(256 * 1024));
        controller.close();
      },
    });
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    expect(await (await fetch(running.url('/api/stream'), init)).json()).toBe(16 * 1024 * 1024);
  });

  it('whose body nobody reads leaves the connection usable', async () => {
    const running = await start();
    const client = await RawClient.open(running.url());
    const body = 'x'.repeat(1_000_000);
    client.write(`POST /api/ignore HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    await client.until('"ignored"');
    client.write(`GET /api/hello HTTP/1.1\r\n${HOST}\r\n`);
    expect((await client.all()).endsWith('"hello"')).toBe(true);
  });

  it('that ends in the middle of its body is given up', async () => {
    const running = await start();
    const client = await RawClient.open(running.url());
    client.write('POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf');
    client.socket.end();
    expect(await client.all()).not.toContain('200 OK');
    expect(await (await fetch(running.url('/api/hello'))).json()).toBe('hello');
  });
});

describe('the time limits of a server', () => {
  it('end requests whose head or body does not arrive', async () => {
    const running = await start({ timeouts: { read: '200ms' } });
    const head = await RawClient.open(running.url());
    head.write('GET /api/hello HTTP/1.1\r\nHost:');
    const body = await RawClient.open(running.url());
    body.write('POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab');
    expect(statusLine(await head.all())).toBe('HTTP/1.1 408 Request Timeout');
    expect(await body.all()).not.toContain('200 OK');
  });

  it('end responses that take too long', async () => {
    const running = await start({ timeouts: { write: '100ms' } });
    expect(await exchange(running.url(), 'GET /api/wait HTTP/1.1\r\nHost: x\r\n\r\n')).toBe('');
  });

  it('end connections without a request', async () => {
    const running = await start({ timeouts: { idle: '100ms' } });
    const client = await RawClient.open(running.url());
    client.write('GET /api/hello HTTP/1.1\r\nHost: x\r\n\r\n');
    expect((await client.all()).endsWith('"hello"')).toBe(true);
  });
});
