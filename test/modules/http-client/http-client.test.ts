import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '../../../src/core/context/identity.ts';
import { httpClientModule } from '../../../src/modules/http-client/index.ts';
import { registerStreamCommands } from '../../../src/services/fs/byte-stream.ts';
import { registerHttpClientCommands } from '../../../src/services/http/client/commands.ts';
import { isPrivateAddress } from '../../../src/services/http/client/private-addresses.ts';
import { accessKey } from '../../../src/system/context-keys.ts';
import { LuaHarness, type RunOptions } from '../../support/lua-harness.ts';

let server: Server;
let url: string;
let harness: LuaHarness;
let closeClient: () => Promise<void>;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname } = new URL(request.url as string, 'http://x');
  if (pathname === '/slow') return;
  if (pathname === '/redirect') return void response.writeHead(302, { location: '/echo?from=redirect' }).end();
  if (pathname === '/loop') return void response.writeHead(302, { location: '/loop' }).end();
  if (pathname === '/gzip') {
    return void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('unpacked'));
  }
  if (pathname === '/large') return void response.end('x'.repeat(1000));
  response.writeHead(201, {
    'content-type': 'application/json',
    'set-cookie': ['a=1; Path=/', 'b=2'],
    'x-two': ['1', '2'],
  });
  const { method, url: path, headers } = request;
  response.end(JSON.stringify({ method, path, headers, body: Buffer.concat(chunks).toString() }));
}

beforeEach(async () => {
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  harness = new LuaHarness({
    modules: [httpClientModule],
    register: (dispatcher, context) => {
      closeClient = registerHttpClientCommands(dispatcher, context.require(accessKey));
      registerStreamCommands(dispatcher);
    },
  });
});

afterEach(async () => {
  await harness.close();
  await closeClient();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function run(body: string, options?: RunOptions): Promise<unknown> {
  const { value, error } = await harness.run(`return function() local url = "${url}" ${body} end`, options);
  if (error !== null) throw error;
  return value;
}

const echo = async (
  call: string,
): Promise<{ method: string; path: string; body: string; headers: Record<string, string> }> =>
  JSON.parse((await run(`local r, e = ${call} return r and r.body or error(e)`)) as string);

describe('module http_client', () => {
  it('sends what the options say', async () => {
    const get = await echo('http_client.get(url .. "/echo?a=1", {query = {b = "ü c"}, headers = {["X-A"] = "b"}})');
    expect([get.method, get.path, get.headers['x-a']]).toEqual(['GET', '/echo?a=1&b=%C3%BC+c', 'b']);
    const post = await echo(
      'http_client.post(url, {body = "text", cookies = {s = "1"}, auth = {user = "u", pass = "p"}})',
    );
    expect([post.method, post.body, post.headers.cookie]).toEqual(['POST', 'text', 's=1']);
    expect(post.headers.authorization).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
    const form = await echo('http_client.put(url, {form = {name = "a b"}})');
    expect([form.method, form.body, form.headers['content-type']]).toEqual([
      'PUT',
      'name=a+b',
      'application/x-www-form-urlencoded',
    ]);
    const files = await echo(
      'http_client.patch(url, {form = {t = "v"}, files = {{name = "f", filename = "a.txt", content = "bytes"}}})',
    );
    expect(files.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(files.body).toContain(
      'name="f"; filename="a.txt"\r\nContent-Type: application/octet-stream\r\n\r\nbytes\r\n',
    );
    expect((await echo('http_client.request("propfind", url)')).method).toBe('PROPFIND');
    expect((await echo('http_client.delete(url)')).method).toBe('DELETE');
  });

  it('gives status, headers, cookies and the last URL', async () => {
    const result = await run(`
      local r = http_client.get(url .. "/redirect")
      return {r.status_code, r.headers["Content-Type"], r.headers["X-Two"], r.cookies, r.url == url .. "/echo?from=redirect",
        r.body_size == #r.body, http_client.head(url).body_size, http_client.get(url .. "/gzip").body}`);
    expect(result).toEqual([201, 'application/json', '1', { a: '1', b: '2' }, true, true, 0, 'unpacked']);
  });

  it('streams', async () => {
    const result = await run(`
      local r = http_client.get(url .. "/large", {stream = true})
      local total, first = 0, r.stream:read(10)
      while true do local chunk = r.stream:read(64) if not chunk then break end total = total + #chunk end
      return {r.body_size, #first, total, r.stream:close(), r.body == nil}`);
    expect(result).toEqual([-1, 10, 990, true, true]);
  });

  it('sends a batch at once', async () => {
    const result = await run(`
      local ok, none = http_client.request_batch({{"GET", url}, {"POST", url, {body = "x"}}})
      local some, errors = http_client.request_batch({{"GET", "http://127.0.0.1:1/"}, {"GET", url}})
      return {#ok, none == nil, some[1] == nil, some[2].status_code, errors[1]:retryable(), errors[2] == nil}`);
    expect(result).toEqual([2, true, true, 201, true, true]);
  });

  it('fails with kinds', async () => {
    const result = await run(`
      local out = {}
      local function add(_, err) out[#out + 1] = err:kind() .. " " .. tostring(err:retryable()) end
      add(http_client.get(url .. "/slow", {timeout = "30ms"})) add(http_client.get("nonsense")) add(http_client.get("ftp://x/"))
      add(http_client.get(url .. "/loop")) add(http_client.get(url .. "/large", {max_response_body = 10}))
      add(http_client.get("http://127.0.0.1:1/")) add(http_client.get(""))
      return out`);
    expect(result).toEqual([
      'Internal true',
      'Invalid false',
      'Invalid false',
      'Internal false',
      'Internal false',
      'Internal true',
      'Invalid false',
    ]);
  });

  it('asks before it reaches private addresses, sockets and unchecked certificates', async () => {
    const scope = { evaluate: (_: unknown, action: string) => (action === 'http_client.request' ? 'allow' : 'deny') };
    const options = { actor: { id: 'a', meta: {} }, scope: scope as unknown as Scope };
    const result = await run(
      `local out = {}
      local function add(_, err) out[#out + 1] = err:kind() .. ": " .. err:message() end
      add(http_client.get("http://127.0.0.1:1/")) add(http_client.get("http://[::ffff:7f00:1]:1/"))
      add(http_client.get(url, {unix_socket = "/s"})) add(http_client.get("https://x.test/", {tls = {insecure_skip_verify = true}}))
      return out`,
      options,
    );
    expect(result).toEqual([
      'PermissionDenied: not allowed: private IP 127.0.0.1',
      'PermissionDenied: not allowed: private IP ::ffff:7f00:1',
      'PermissionDenied: not allowed: unix socket /s',
      'PermissionDenied: not allowed: insecure TLS for https://x.test/',
    ]);
  });

  it('encodes and decodes parts of queries', async () => {
    const result = await run(`
      local bad, err = http_client.decode_uri("%zz")
      return {http_client.encode_uri("hello wörld&x"), http_client.decode_uri("hello+w%C3%B6rld"), bad == nil, err:kind()}`);
    expect(result).toEqual(['hello+w%C3%B6rld%26x', 'hello wörld', true, 'Invalid']);
  });
});

describe('private addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '0.0.0.0',
    '::1',
    'fe80::1%eth0',
    'fd00::1',
    '::ffff:10.0.0.1',
  ])('include %s', (address) => expect(isPrivateAddress(address)).toBe(true));
  it.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', 'example.com'])('do not include %s', (address) =>
    expect(isPrivateAddress(address)).toBe(false),
  );
});
