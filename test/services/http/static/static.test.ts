import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fsKinds } from '../../../../src/services/fs/kinds.ts';
import { Application, endpoint, entry, gateway, router } from '../application.ts';

let application: Application;
let base: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'static-'));
  await mkdir(join(base, 'public', 'docs'), { recursive: true });
  await writeFile(join(base, 'secret'), 'secret');
  await symlink(join(base, 'secret'), join(base, 'public', 'link'));
  await writeFile(join(base, 'public', 'index.html'), '<h1>home</h1>');
  await writeFile(join(base, 'public', 'app.js'), '0123456789');
  await writeFile(join(base, 'public', 'docs', 'index.html'), 'docs');
  application = new Application({ kinds: fsKinds() });
});

afterEach(async () => {
  await application.close();
  await rm(base, { recursive: true });
});

const files = (data: object = {}) => [
  entry('app:public', 'fs.directory', { directory: join(base, 'public') }),
  entry('app:files', 'http.static', { path: '/static', fs: 'public', ...data }, { server: 'gateway' }),
];

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(application.url(path), { headers, redirect: 'manual' });

describe('static files', () => {
  it('have a type, validators and the cache header', async () => {
    await application.load(gateway(), ...files({ static_options: { cache: 'public, max-age=60' } }));
    const response = await get('/static/app.js');
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=60']);
    expect(response.headers.get('content-type')).toMatch(/^(text|application)\/javascript/);
    expect(await response.text()).toBe('0123456789');
    const again = await get('/static/app.js', {
      'if-none-match': response.headers.get('etag') as string,
      'cache-control': 'max-age=0',
    });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('are sent in parts', async () => {
    await application.load(gateway(), ...files());
    const part = await get('/static/app.js', { range: 'bytes=2-4' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234']);
    const none = await get('/static/app.js', { range: 'bytes=20-' });
    expect([none.status, none.headers.get('content-range')]).toEqual([416, 'bytes */10']);
  });

  it('of directories are their index', async () => {
    await application.load(gateway(), ...files());
    expect((await get('/static/docs')).headers.get('location')).toBe('/static/docs/');
    expect((await get('/static?a=1')).headers.get('location')).toBe('/static/?a=1');
    expect(await (await get('/static/docs/')).text()).toBe('docs');
    expect((await get('/static/none')).status).toBe(404);
    expect((await fetch(application.url('/static/app.js'), { method: 'POST' })).status).toBe(405);
  });

  it('never lie outside', async () => {
    await application.load(gateway(), ...files());
    for (const path of ['/static/..%2fsecret', '/static/%2e%2e/secret', '/static/link', '/static/a%00b']) {
      expect((await get(path)).status).toBe(404);
    }
  });

  it('give way to endpoints, and to the index of a single page application', async () => {
    await application.load(
      gateway(),
      router({ prefix: '/api' }),
      ...endpoint('GET /x', 'return 1'),
      ...files({ path: '/', static_options: { spa: true, index: 'index.html' } }),
    );
    expect(await (await get('/api/x')).text()).toBe('1');
    const page = await get('/users/123');
    expect([page.status, await page.text()]).toEqual([200, '<h1>home</h1>']);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it('need an index for a single page application', async () => {
    await expect(application.load(gateway(), ...files({ static_options: { spa: true } }))).rejects.toThrow(
      'static_options.index is required when spa is true',
    );
  });
});

describe('sendfile', () => {
  it('sends the file that the function names', async () => {
    await application.load(
      gateway(),
      router({ middleware: ['sendfile'], options: { 'sendfile.fs': 'app:public' } }),
      ...endpoint(
        'GET /download',
        `local res = http.response()
        res:set_header("X-Sendfile", "app.js") res:set_header("X-File-Name", "a.js")`,
      ),
      ...files(),
    );
    const response = await get('/download', { range: 'bytes=0-1' });
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="a.js"');
    expect([response.status, await response.text(), response.headers.get('x-sendfile')]).toEqual([206, '01', null]);
  });
});
