import { afterEach, describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/core/registry/index.ts';
import { functionsKey } from '../../../src/system/context-keys.ts';
import { entry, luaEntry, processHost, RunningApplication } from '../../support/application.ts';

let app: RunningApplication;
afterEach(() => app.close());

const pool = (id: string) => {
  const found = app.application.context.require(functionsKey).pool(id);
  if (found === undefined) throw new Error(`no function ${id}`);
  return found;
};

/** Counts its calls in a variable of its instance, and says which code it is. */
const counter = (code: string, data: object = {}, meta: Record<string, unknown> = {}): Entry => {
  const source = `local calls = 0
    return { main = function() calls = calls + 1 return "${code}:" .. lib.version .. ":" .. calls end }`;
  return entry('app:count', 'function.lua', { source, method: 'main', imports: { lib: 'app:lib' }, ...data }, meta);
};
const library = (version: string, meta: Record<string, unknown> = {}): Entry =>
  luaEntry('app:lib', 'library.lua', `return { version = "${version}" }`, { meta });

describe('a function', () => {
  it('gets a new pool with new code, its own or that of a library', async () => {
    app = await RunningApplication.start([library('1'), counter('a')]);
    expect(await app.call('app:count')).toBe('a:1:1');
    await app.update(counter('b'));
    expect(await app.call('app:count')).toBe('b:1:1');
    await app.update(library('2'));
    expect(await app.call('app:count')).toBe('b:2:1');
    // One pool for both changes.
    const former = pool('app:count');
    await app.update(library('3'), counter('c'));
    expect(await app.call('app:count')).toBe('c:3:1');
    expect(pool('app:count')).not.toBe(former);
  });

  it('keeps its instances where the code is the same', async () => {
    app = await RunningApplication.start([library('1'), counter('a')]);
    expect(await app.call('app:count')).toBe('a:1:1');
    await app.update(library('1', { comment: 'the same code' }), counter('a', {}, { comment: 'a counter' }));
    expect(await app.call('app:count')).toBe('a:1:2');
    await app.update(counter('a', {}, { options: { timeout: 60_000 } }));
    expect(await app.call('app:count')).toBe('a:1:3');
    expect(app.application.context.require(functionsKey).options('app:count')).toEqual({ timeout: 60_000 });
  });

  it('keeps its instances when a transaction is refused, with their code', async () => {
    const other = luaEntry('app:other', 'function.lua', 'return { main = function() end }', {
      imports: { count: 'app:count' },
    });
    app = await RunningApplication.start([library('1'), counter('a'), other]);
    expect(await app.call('app:count')).toBe('a:1:1');
    const former = pool('app:count');
    const broken = luaEntry('app:other', 'function.lua', 'return {', { imports: { count: 'app:count' } });
    await expect(app.update(library('2'), counter('b'), broken)).rejects.toThrow(
      'operation failed for entry app:other',
    );
    expect(pool('app:count')).toBe(former);
    expect(await app.call('app:count')).toBe('a:1:2');
  });

  it('finishes calls in flight with the code they began with', async () => {
    const slow = (answer: string): Entry =>
      luaEntry(
        'app:slow',
        'function.lua',
        `return { main = function()
          process.registry.register("slow")
          process.listen("go"):receive()
          return "${answer}"
        end }`,
      );
    const release = luaEntry(
      'app:release',
      'function.lua',
      'return { main = function() process.send("slow", "go", true) end }',
    );
    app = await RunningApplication.start([processHost(), slow('old'), release]);
    const call = app.call('app:slow');
    const former = pool('app:slow');
    await expect.poll(() => former.statistics().active).toBe(1);
    await app.update(slow('new'));
    expect(pool('app:slow')).not.toBe(former);
    await app.call('app:release');
    expect(await call).toBe('old');
  });

  it('takes another number of instances in place, and another type of pool with new instances', async () => {
    app = await RunningApplication.start([library('1'), counter('a', { pool: { type: 'static', workers: 1 } })]);
    expect(await app.call('app:count')).toBe('a:1:1');
    await app.update(counter('a', { pool: { type: 'static', workers: 3 } }));
    expect(pool('app:count').statistics()).toMatchObject({ type: 'static', size: 3, maximum: 3 });
    await app.update(counter('a', { pool: { type: 'static', workers: 1 } }));
    expect(pool('app:count').statistics()).toMatchObject({ size: 1, maximum: 1 });
    const former = pool('app:count');
    await app.update(counter('a', { pool: { type: 'lazy', max_size: 4 } }));
    expect(pool('app:count')).not.toBe(former);
    expect(await app.call('app:count')).toBe('a:1:1');
    await app.update(counter('a', { pool: { type: 'lazy', max_size: 8 } }));
    expect(await app.call('app:count')).toBe('a:1:2');
    expect(pool('app:count').statistics()).toMatchObject({ maximum: 8 });
  });

  it('of a pool that there is not is refused by its entry', async () => {
    app = await RunningApplication.start([library('1'), counter('a')]);
    await expect(app.update(counter('a', { pool: { type: 'huge' } }))).rejects.toThrow(
      'operation failed for entry app:count: unknown pool type: huge',
    );
    expect(await app.call('app:count')).toBe('a:1:1');
  });
});
