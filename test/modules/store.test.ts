import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/core/context/identity.ts';
import { systemClock } from '../../src/infrastructure/clock.ts';
import { parse } from '../../src/lua/syntax/index.ts';
import { storeModule } from '../../src/modules/store/index.ts';
import { registerStoreCommands } from '../../src/services/store/commands.ts';
import { MemoryStore } from '../../src/services/store/memory-store.ts';
import { StoreRegistry } from '../../src/services/store/store-registry.ts';
import { accessKey } from '../../src/system/context-keys.ts';
import { PolicyScope } from '../../src/system/security/policy-scope.ts';
import { runLua } from '../support/lua-harness.ts';

function run(body: string, policy?: Policy) {
  const stores = new StoreRegistry();
  stores.set('app:cache', new MemoryStore({ clock: systemClock, maxSize: 5, cleanupInterval: 0 }));
  return runLua(
    `return function()
       local cache, err = store.get("app:cache")
       if err then return {err:kind(), err:message()} end
       local function failed(value, err) return {tostring(value), err:kind(), err:message(), err:retryable()} end
       ${body}
     end`,
    {
      modules: [storeModule],
      register: (dispatcher, context) => registerStoreCommands(dispatcher, stores, context.require(accessKey)),
      ...(policy === undefined ? {} : { actor: { id: 'ada', meta: {} }, scope: new PolicyScope([policy]) }),
    },
  );
}

const value = async (body: string) => {
  const { value, error } = await run(body);
  if (error !== null) throw error;
  return value;
};

describe('module store', () => {
  it('has types in the syntax of the dialect', () => {
    expect(parse(storeModule.types).problems).toEqual([]);
  });

  it('gives back what was set', async () => {
    expect(
      await value(`
        local ok = cache:set("user", {name = "Ada", langs = {"lua", "ts"}, n = 1.5})
        cache:set("flag", false)
        cache:set("bytes", "\\255\\0x")
        return {ok, cache:get("user"), cache:get("flag"), cache:get("bytes") == "\\255\\0x"}`),
    ).toEqual([true, { name: 'Ada', langs: ['lua', 'ts'], n: 1.5 }, false, true]);
  });

  it('keeps values apart from those of the program', async () => {
    expect(
      await value(`
        local t = {n = 1}
        cache:set("t", t)
        t.n = 2
        local read = cache:get("t")
        read.n = 3
        return cache:get("t").n`),
    ).toBe(1);
  });

  it('says whether a key is there and was deleted', async () => {
    expect(
      await value(`
        cache:set("a", 1)
        return {cache:has("a"), cache:delete("a"), cache:has("a"), cache:delete("a"), failed(cache:get("a"))}`),
    ).toEqual([true, true, false, false, ['nil', 'NotFound', 'store get: key not found', false]]);
  });

  it('writes under conditions and numbers what it writes', async () => {
    expect(
      await value(`
        local first = cache:put("lock", "me", {only_if_absent = true})
        local taken = failed(cache:put("lock", "you", {only_if_absent = true}))
        local second = cache:put("lock", "us", {if_version = first.version})
        local stale = failed(cache:put("lock", "you", {if_version = first.version}))
        local none = failed(cache:put("other", "you", {if_version = 1}))
        local now = cache:entry("lock")
        return {first.key, first.value, taken, stale, none, now.value, now.version == second.version,
          tonumber(now.version) > tonumber(first.version)}`),
    ).toEqual([
      'lock',
      'me',
      ['nil', 'AlreadyExists', 'store put: key already exists', false],
      ['nil', 'Conflict', 'store put: version mismatch', true],
      ['nil', 'NotFound', 'store put: key not found', false],
      'us',
      true,
      true,
    ]);
  });

  it('lists page by page in the order of the keys', async () => {
    expect(
      await value(`
        for _, key in ipairs({"b:2", "a", "b:1", "b:3"}) do cache:set(key, key .. "!") end
        local page = cache:list({prefix = "b:", limit = 2})
        local rest = cache:list({prefix = "b:", limit = 2, after = page.cursor})
        local empty = cache:list({prefix = "x"})
        return {page.items[1].key, page.items[2].value, page.has_more, #rest.items, rest.items[1].key, rest.has_more,
          #empty.items, empty.cursor, #cache:list().items}`),
    ).toEqual(['b:1', 'b:2!', true, 1, 'b:3', false, 0, '', 4]);
  });

  it('tells what it is', async () => {
    expect(await value('return cache:info()')).toEqual({
      id: 'app:cache',
      backend: 'memory',
      consistency: 'local',
      durable: false,
      list: true,
      versioned: true,
      conditional_put: true,
      ttl: true,
    });
    expect(
      await value('return {cache:info().backend == store.backend.MEMORY, store.consistency.LINEARIZABLE}'),
    ).toEqual([true, 'linearizable']);
  });

  it('cannot be used after it was released', async () => {
    expect(
      await value(
        'return {tostring(cache), cache:release(), cache:release(), tostring(cache), failed(cache:get("a"))}',
      ),
    ).toEqual(['store.Store{}', true, true, 'store.Store{released}', ['nil', 'Invalid', 'store is released', false]]);
  });

  it('refuses a new key when it is full, but not a known one', async () => {
    expect(
      await value(`
        for i = 1, 5 do cache:set("k" .. i, i) end
        return {failed(cache:set("k6", 6)), cache:set("k5", 0), failed(cache:put("k6", 6))}`),
    ).toEqual([
      ['nil', 'Unavailable', 'store set: store is full', true],
      true,
      ['nil', 'Unavailable', 'store put: store is full', true],
    ]);
  });

  it.each([
    ['store.get("")', 'Invalid', 'resource id is required'],
    ['store.get("app:none")', 'NotFound', 'store not found: app:none'],
    ['cache:get("")', 'Invalid', 'key is required'],
    ['cache:get("\\255")', 'Invalid', 'invalid key format: the key is not UTF-8'],
    ['cache:set("a")', 'Invalid', 'value is required'],
    ['cache:set("a", print)', 'Invalid', 'a function cannot be stored'],
    ['cache:put("a", 1, {ttl = -1})', 'Invalid', 'ttl must be a non-negative number'],
    ['cache:put("a", 1, {only_if_absent = 1})', 'Invalid', 'only_if_absent must be a boolean'],
    ['cache:put("a", 1, {if_version = "x"})', 'Invalid', 'if_version must be a positive version'],
    ['cache:put("a", 1, {if_version = 0})', 'Invalid', 'if_version must be a positive version'],
    [
      'cache:put("a", 1, {only_if_absent = true, if_version = "1"})',
      'Invalid',
      'only_if_absent and if_version are mutually exclusive',
    ],
    ['cache:list(1)', 'Invalid', 'options must be a table'],
    ['cache:list({limit = -1})', 'Invalid', 'limit must be a non-negative integer'],
    ['cache:list({prefix = 1})', 'Invalid', 'prefix must be a string'],
  ])('fails with nil and an error: %s', async (call, kind, message) => {
    const body = `local print = function() end return failed(${call})`;
    expect(await value(body)).toEqual(['nil', kind, message, false]);
  });

  it('does what the policies allow', async () => {
    const asked: unknown[] = [];
    const policy: Policy = {
      id: 'app:policy',
      evaluate: (_actor, action, resource, meta) => {
        asked.push([action, resource, meta]);
        return action === 'store.get' || action === 'store.key.has' ? 'allow' : 'undefined';
      },
    };
    const { value } = await run(
      `return {failed(cache:get("k")), failed(cache:entry("k")), failed(cache:set("k", 1)), failed(cache:put("k", 1)),
        failed(cache:delete("k")), failed(cache:list({prefix = "p"})), failed(cache:info()), cache:has("k")}`,
      policy,
    );
    const denied = (what: string) => ['nil', 'PermissionDenied', `not allowed to ${what}`, false];
    expect(value).toEqual([
      denied('read key: k'),
      denied('read key: k'),
      denied('write key: k'),
      denied('write key: k'),
      denied('delete key: k'),
      denied('list store: app:cache'),
      denied('inspect store: app:cache'),
      false,
    ]);
    expect(asked[0]).toEqual(['store.get', 'app:cache', {}]);
    expect(asked).toContainEqual(['store.key.set', 'app:cache', { key: 'k' }]);
    expect(asked).toContainEqual(['store.key.list', 'app:cache', { prefix: 'p' }]);
  });
});
