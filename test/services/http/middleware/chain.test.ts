import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { metricsKey } from '../../../../src/services/metrics/metrics.ts';
import { renderPrometheus } from '../../../../src/services/metrics/prometheus.ts';
import { endpoint, gateway, luaEntry, RunningApplication, router } from '../../../support/application.ts';

let application: RunningApplication | undefined;
afterEach(async () => {
  await application?.close();
  application = undefined;
});

async function start(routing: object, body = 'return "ok"', modules = ['http']): Promise<RunningApplication> {
  application = await RunningApplication.start([gateway(), router(routing), ...endpoint('GET /x', body, modules)]);
  return application;
}

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch((application as RunningApplication).url(path), { headers });

describe('a chain of middleware', () => {
  it('is made of those that are named, in order: the first that answers ends it', async () => {
    const options = { 'ratelimit.burst': 1, 'ratelimit.requests': 1, 'ratelimit.window': '1h' };
    await start({ middleware: ['cors', 'ratelimit'], options });
    const origin = { origin: 'https://a.test' };
    expect((await get('/x', origin)).status).toBe(200);
    const limited = await get('/x', origin);
    expect([limited.status, limited.headers.get('access-control-allow-origin')]).toEqual([429, 'https://a.test']);
    await application?.close();
    await start({ middleware: ['ratelimit', 'cors'], options });
    await get('/x', origin);
    expect((await get('/x', origin)).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('puts what depends on the route behind the rest', async () => {
    const options = { 'ratelimit.burst': 1, 'ratelimit.requests': 1, 'ratelimit.window': '1h' };
    await start({ middleware: ['ratelimit'], options, post_middleware: ['endpoint_firewall'] });
    expect((await get('/x')).status).toBe(401);
    expect((await get('/x')).status).toBe(429);
  });

  it('with otel changes nothing', async () => {
    await start({ middleware: ['otel'] });
    expect(await (await get('/x')).json()).toBe('ok');
  });
});

describe('ratelimit', () => {
  it.each([
    ['ip', ['/x', {}], ['/x', { 'x-key': 'other' }], 429],
    ['header:X-Key', ['/x', { 'x-key': 'a' }], ['/x', { 'x-key': 'b' }], 200],
    ['query:key', ['/x?key=a', {}], ['/x?key=b', {}], 200],
    ['query:key', ['/x?key=a', {}], ['/x?key=a&more', {}], 429],
    ['header:X-Key', ['/x', { 'x-key': 'a' }], ['/x', {}], 400],
  ] as const)('tells clients apart by %s', async (key, first, second, status) => {
    const options = { 'ratelimit.key': key, 'ratelimit.burst': 1, 'ratelimit.requests': 5, 'ratelimit.window': '1h' };
    await start({ middleware: ['ratelimit'], options });
    expect((await get(first[0], { ...first[1] })).status).toBe(200);
    const response = await get(second[0], { ...second[1] });
    expect(response.status).toBe(status);
    if (status !== 429) return;
    expect(response.headers.get('x-ratelimit-limit')).toBe('5');
    expect(response.headers.get('x-ratelimit-window')).toBe('1h');
  });

  it.each([
    ['ratelimit.window', 'soon'],
    ['ratelimit.requests', '-1'],
    ['ratelimit.key', 'moon'],
  ])('refuses the option %s = %s', async (name, value) => {
    await expect(start({ middleware: ['ratelimit'], options: { [name]: value } })).rejects.toThrow(
      `invalid option ${name}: "${value}"`,
    );
  });
});

describe('cors', () => {
  it('has the headers of its options, on preflights and on answers', async () => {
    const options = {
      'cors.allow.origins': 'https://a.test, *.b.test',
      'cors.allow.methods': 'GET',
      'cors.allow.headers': 'X-One',
      'cors.expose.headers': 'X-Two',
      'cors.max.age': 60,
      'cors.allow.private.network': true,
    };
    const running = await start({ middleware: ['cors'], options });
    const preflight = await fetch(running.url('/x'), {
      method: 'OPTIONS',
      headers: { origin: 'https://deep.b.test', 'access-control-request-method': 'GET' },
    });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': 'https://deep.b.test',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'X-One',
      'access-control-max-age': '60',
      'access-control-allow-private-network': 'true',
    });
    const answer = await get('/x', { origin: 'https://a.test' });
    expect(answer.headers.get('access-control-expose-headers')).toBe('X-Two');
    expect(answer.headers.get('vary')).toContain('Origin');
    expect((await get('/x', { origin: 'https://c.test' })).headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('compress', () => {
  it.each([
    ['write(("a"):rep(2000))', 'gzip'],
    ['write(("a"):rep(100))', null],
    ['set_content_type("image/png"); res:write(("a"):rep(2000))', null],
    ['set_header("Content-Encoding", "br"); res:write(("a"):rep(2000))', 'br'],
    ['write(("a"):rep(2000)); res:flush(); res:write("more")', 'gzip'],
    ['write_event({name = "x", data = ("a"):rep(2000)})', null],
  ])('of res:%s is %s', async (call, encoding) => {
    const running = await start({ middleware: ['compress'] }, `local res = require("http").response(); res:${call}`);
    const { Agent, request } = await import('node:http');
    const seen = await new Promise<string | null>((resolve, reject) => {
      const asked = request(
        running.url('/x'),
        { headers: { 'accept-encoding': 'gzip' }, agent: new Agent({ keepAlive: false }) },
        (response) => {
          response.resume();
          response.on('end', () => resolve(response.headers['content-encoding'] ?? null));
        },
      );
      asked.on('error', reject);
      asked.end();
    });
    expect(seen).toBe(encoding);
  });

  it('refuses a level that is none', async () => {
    await expect(start({ middleware: ['compress'], options: { 'compress.level': 'high' } })).rejects.toThrow(
      'invalid option compress.level: "high"',
    );
  });
});

describe('metrics', () => {
  it('counts requests by method, route and status', async () => {
    const running = await start({ middleware: ['metrics'] });
    await get('/x');
    await get('/x');
    const metrics = running.application.context.require(metricsKey);
    await expect
      .poll(() => renderPrometheus(metrics.snapshot()))
      .toMatch(/wippy_http_requests_total\{[^}]*route="app:on_GET_x"[^}]*status="200"[^}]*\} 2/);
    expect(renderPrometheus(metrics.snapshot())).toMatch(/wippy_http_requests_in_flight\{[^}]*\} 0/);
    expect(renderPrometheus(metrics.snapshot())).toMatch(/wippy_http_request_duration_seconds_count\{[^}]*\} 2/);
  });
});

describe.skipIf(process.platform === 'win32')('the HTTP client of applications', () => {
  it('reaches servers on unix sockets', async () => {
    const path = join(tmpdir(), `client-${process.pid}.sock`);
    const server = createServer((request, response) => response.end(`${request.headers.host} ${request.url}`));
    await new Promise<void>((resolve) => server.listen(path, resolve));
    try {
      application = await RunningApplication.start([
        luaEntry(
          'app:ask',
          'function.lua',
          `return { main = function(path)
            local answer, err = require("http_client").get("http://machine/info?a=1", {unix_socket = path})
            return answer and answer.body or err:message()
          end }`,
          { modules: ['http_client'] },
        ),
      ]);
      expect(await application.call('app:ask', path)).toBe('machine /info?a=1');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
