import { request as send } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HttpExchange } from '../../../../src/services/http/exchange.ts';
import { originAllowed } from '../../../../src/services/http/middleware/cors.ts';
import { createRateLimit } from '../../../../src/services/http/middleware/rate-limit.ts';
import { Application, endpoint, gateway, router } from '../application.ts';

let application: Application;
beforeEach(() => {
  application = new Application();
});
afterEach(() => application.close());

const serve = (routing: object, body = 'return http.request():remote_addr()') =>
  application.load(gateway(), router(routing), ...endpoint('GET /x', body));

describe('cors', () => {
  it('answers preflights and marks answers for allowed origins', async () => {
    await serve({
      middleware: ['cors'],
      options: { 'cors.allow.origins': '*.example.com', 'cors.allow.credentials': true },
    });
    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'GET' };
    const preflight = await fetch(application.url('/x'), { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(preflight.headers.get('access-control-allow-credentials')).toBe('true');
    expect(preflight.headers.get('access-control-max-age')).toBe('86400');
    const answer = await fetch(application.url('/x'), { headers: { origin: 'https://evil.test' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('knows subdomains from other hosts', () => {
    expect(originAllowed('https://a.example.com', ['*.example.com'])).toBe(true);
    expect(originAllowed('https://example.com.evil.test', ['*.example.com'])).toBe(false);
    expect(originAllowed('http://localhost:3000', ['localhost'])).toBe(true);
    expect(originAllowed('http://localhost.evil.test', ['localhost'])).toBe(false);
  });
});

describe('compress', () => {
  it('compresses long answers for those who take it', async () => {
    await serve({ middleware: ['compress'] }, 'http.response():write(("ab"):rep(1000))');
    const bytes = await new Promise<Buffer>((resolve, reject) => {
      const client = send(application.url('/x'), { headers: { 'accept-encoding': 'gzip' } }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        expect(response.headers['content-encoding']).toBe('gzip');
        expect(response.headers['content-type']).toBe('text/plain; charset=utf-8');
        resolve(Buffer.concat(chunks));
      });
      client.on('error', reject);
      client.end();
    });
    expect(gunzipSync(bytes).toString()).toBe('ab'.repeat(1000));
    const plain = await fetch(application.url('/x'), { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
  });
});

describe('real_ip', () => {
  it('believes trusted proxies', async () => {
    await serve({ middleware: ['real_ip'] });
    const ask = async (headers: Record<string, string>) => (await fetch(application.url('/x'), { headers })).json();
    expect(await ask({ 'x-forwarded-for': '203.0.113.7, 10.0.0.1' })).toBe('203.0.113.7');
    expect(await ask({ 'x-real-ip': 'nonsense' })).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  it('refuses subnets that are none', async () => {
    await expect(
      serve({ middleware: ['real_ip'], options: { 'real_ip.trusted.subnets': '10.0.0.0' } }),
    ).rejects.toThrow('invalid option real_ip.trusted.subnets: "10.0.0.0"');
  });
});

describe('ratelimit', () => {
  it('lets a burst through, then as many as the rate allows', () => {
    let time = 0;
    const limit = createRateLimit(
      { 'ratelimit.requests': '60', 'ratelimit.window': '1m', 'ratelimit.burst': '2' },
      () => time,
    );
    const answers: number[] = [];
    const response = { replaceHeader: () => undefined, answer: (status: number) => answers.push(status) };
    const exchange = { clientAddress: '10.1.1.1', response } as unknown as HttpExchange;
    const ask = () => limit.handle(exchange);
    expect([ask(), ask(), ask()]).toEqual([true, true, false]);
    time += 1000;
    expect([ask(), ask()]).toEqual([true, false]);
    expect(answers).toEqual([429, 429]);
    expect(limit.handle({ clientAddress: '10.1.1.2', response } as unknown as HttpExchange)).toBe(true);
  });
});

describe('endpoint_firewall', () => {
  it('asks for an actor first', async () => {
    await serve({ post_middleware: ['endpoint_firewall'] });
    const response = await fetch(application.url('/x'));
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ success: false, error: 'Authentication required' });
  });
});
