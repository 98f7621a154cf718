import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createLogger, type LogRecord, logLevels } from '../../../src/infrastructure/logger/index.ts';
import { OperationsServer } from '../../../src/services/operations/operations-server.ts';
import { profilerHandlers } from '../../../src/services/operations/profiler.ts';

const records: LogRecord[] = [];
const logger = createLogger({ threshold: logLevels.debug, write: (record) => void records.push(record) });

async function withProfiler(body: (get: (path: string) => Promise<Response>) => Promise<void>): Promise<void> {
  const handlers = profilerHandlers({ writeTimeout: 2000, collect: () => undefined });
  const server = new OperationsServer({ address: '127.0.0.1:0', handlers, logger });
  await server.start();
  try {
    await body((path) => fetch(`http://127.0.0.1:${server.port}${path}`));
  } finally {
    await server.stop();
  }
}

describe('the profiling server', () => {
  it('takes a CPU profile in the format of V8', async () => {
    await withProfiler(async (get) => {
      const response = await get('/debug/pprof/profile?seconds=0.05');
      expect(response.headers.get('content-disposition')).toContain('wippy.cpuprofile');
      const profile = (await response.json()) as { nodes: unknown[]; samples: unknown[] };
      expect(profile.nodes.length).toBeGreaterThan(0);
      expect(Array.isArray(profile.samples)).toBe(true);
    });
  });

  it('takes a profile of allocations, and one profile at a time', async () => {
    await withProfiler(async (get) => {
      const [first, second] = await Promise.all([
        get('/debug/pprof/heap?seconds=0.2'),
        get('/debug/pprof/profile?seconds=0.2'),
      ]);
      expect([first.status, second.status].sort()).toEqual([200, 409]);
      const taken = first.status === 200 ? first : second;
      expect(Object.keys((await taken.json()) as object).length).toBeGreaterThan(0);
    });
  });

  it('refuses profiles longer than it may answer', async () => {
    await withProfiler(async (get) => {
      for (const seconds of ['3', '0', '-1', 'x']) {
        const response = await get(`/debug/pprof/profile?seconds=${seconds}`);
        expect(response.status).toBe(400);
        expect(await response.text()).toContain('of at most 2s (profiler.write_timeout)');
      }
    });
  });

  it('tells its paths, the heap, and nothing else', async () => {
    await withProfiler(async (get) => {
      expect(await (await get('/debug/pprof/')).text()).toContain('/debug/pprof/profile');
      expect(await (await get('/debug/gc')).text()).toMatch(/^GC done\. Heap=\d+MB/);
      for (const path of ['/', '/constructor', '/debug/pprof/nothing']) expect((await get(path)).status).toBe(404);
    });
  });
});

describe('a server of operations', () => {
  it('logs who holds its address and lets the application run', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const { port } = other.address() as AddressInfo;
    const server = new OperationsServer({ address: `127.0.0.1:${port}`, handlers: {}, logger });
    await server.start();
    expect(records.at(-1)).toMatchObject({
      level: 'error',
      message: 'cannot listen',
      fields: { address: expect.any(String) },
    });
    expect(server.port).toBe(0);
    await server.stop();
    other.close();
  });

  it('refuses an address that is none', async () => {
    const server = new OperationsServer({ address: 'nowhere', handlers: {}, logger });
    await expect(server.start()).rejects.toThrow('invalid address "nowhere"');
  });

  it('answers 500 with the message where a handler throws', async () => {
    const failing = () => {
      throw new Error('no such thing');
    };
    const server = new OperationsServer({ address: '127.0.0.1:0', handlers: { '/x': failing }, logger });
    await server.start();
    const response = await fetch(`http://127.0.0.1:${server.port}/x`);
    expect([response.status, await response.text()]).toEqual([500, 'no such thing\n']);
    const posted = await fetch(`http://127.0.0.1:${server.port}/x`, { method: 'POST' });
    expect(posted.status).toBe(405);
    await server.stop();
  });
});
