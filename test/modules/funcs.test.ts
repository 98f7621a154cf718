import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from '../../src/lua/syntax/index.ts';
import { funcsModule } from '../../src/modules/funcs.ts';
import type { LuaHarness } from '../support/lua-harness.ts';
import { actorHarness, allowing, evaluate } from './actor-modules.ts';

let harness: LuaHarness;
const run: (body: string, options?: Parameters<typeof evaluate>[2]) => Promise<unknown> = (body, options) =>
  evaluate(harness, body, options);

beforeEach(() => {
  harness = actorHarness();
  harness
    .define('app:echo', 'return function(...) return {...} end')
    .define('app:nothing', 'return function() end')
    .define('app:fail', 'return function(why) return nil, why end')
    .define('app:context', 'return function() return ctx.all() end')
    .define('app:wait', 'return function() process.inbox():receive() end');
});
afterEach(async () => {
  await harness.close();
  expect(harness.defects).toEqual([]);
});

describe('funcs.call', () => {
  it('returns what the function returned', async () => {
    expect(await run('return funcs.call("app:echo", "a", {b = 1}, nil, 2)')).toEqual(['a', { b: 1 }, null, 2]);
  });

  it('returns nil, nil for a function without a result', async () => {
    const body = 'local results = {n = select("#", funcs.call("app:nothing"))}; return results.n';
    expect(await run(body)).toBe(2);
  });

  it('hands over copies', async () => {
    const body = 'local t = {1}; local r = funcs.call("app:echo", t); r[1][1] = 5; return t[1]';
    expect(await run(body)).toBe(1);
  });

  it('gives the error of the function', async () => {
    const body = `
      local _, text = funcs.call("app:fail", "broken")
      local _, err = funcs.call("app:fail", errors.new({message = "m", kind = errors.CONFLICT}))
      return {text:kind(), text:message(), err:kind(), err:message()}`;
    expect(await run(body)).toEqual(['Internal', 'broken', 'Conflict', 'm']);
  });

  it.each([
    ['""', 'Invalid', 'function ID required'],
    ['"echo"', 'Invalid', 'namespace required in function ID'],
    ['":echo"', 'Invalid', 'namespace required in function ID'],
    ['"app:"', 'Invalid', 'name required in function ID'],
    ['"app:none"', 'NotFound', 'no handler registered for target'],
  ])('fails for the target %s', async (target, kind, message) => {
    const body = `local v, err = funcs.call(${target}); return {tostring(v), err:kind(), err:message()}`;
    expect(await run(body)).toEqual(['nil', kind, message]);
  });

  it('needs the permission', async () => {
    const body = 'local _, err = funcs.call("app:echo"); return {err:kind(), err:message()}';
    expect(await run(body, allowing('funcs.call app:other'))).toEqual(['PermissionDenied', 'not allowed: app:echo']);
  });
});

describe('an executor', () => {
  it('gives context values without changing the executor it came from', async () => {
    const body = `
      local first = funcs.new():with_context({a = 1})
      local second = first:with_context({b = {2}})
      return {first:call("app:context"), second:call("app:context"), funcs.new():call("app:context")}`;
    expect(await run(body, { values: { own: 'x' } })).toEqual([
      { own: 'x', a: 1 },
      { own: 'x', a: 1, b: [2] },
      { own: 'x' },
    ]);
  });

  it.each([
    ['with_context({})', 'not allowed to call functions with custom context'],
    ['with_actor(1)', 'not allowed to call functions with custom security context'],
    ['with_scope(1)', 'not allowed to call functions with custom security context'],
    ['with_options({network = "app:n"})', 'not allowed: network app:n'],
  ])('needs the permission for %s', async (call, message) => {
    const body = `local e, err = funcs.new():${call}; return {tostring(e), err:kind(), err:message()}`;
    expect(await run(body, allowing('funcs.call'))).toEqual(['nil', 'PermissionDenied', message]);
  });

  it.each([
    ['with_actor(nil)', 'actor cannot be nil'],
    ['with_actor(channel.new())', 'Actor expected'],
    ['with_scope("s")', 'Scope expected'],
    ['with_context(1)', 'table expected'],
  ])('checks the argument of %s', async (call, message) => {
    await expect(run(`return funcs.new():${call}`)).rejects.toThrow(message);
  });

  it('calls asynchronously too', async () => {
    const body = `
      local future = funcs.new():with_context({k = "v"}):async("app:context")
      return future:channel():receive():data()`;
    expect(await run(body)).toEqual({ k: 'v' });
  });
});

describe('a future', () => {
  it('gives its answer through its channel once, as a payload', async () => {
    const body = `
      local future = funcs.async("app:echo", "x")
      local before, pending = future:is_complete(), future:result()
      local payload, ok = future:response():receive()
      local _, open = future:channel():receive()
      local value, err = future:result()
      return {before, tostring(pending), payload:data()[1], ok, open, future:is_complete(), value:data()[1], tostring(err)}`;
    expect(await run(body)).toEqual([false, 'nil', 'x', true, false, true, 'x', 'nil']);
  });

  it('lets calls run side by side', async () => {
    const body = `
      local futures = {}
      for i = 1, 10 do futures[i] = funcs.async("app:echo", i) end
      local sum = 0
      for _, future in ipairs(futures) do sum = sum + future:channel():receive():data()[1] end
      return sum`;
    expect(await run(body)).toBe(55);
  });

  it('has the error of a call that failed', async () => {
    const body = `
      local future = funcs.async("app:fail", errors.new({message = "m", kind = errors.INVALID}))
      local none, has = future:error()
      local received = future:response():receive()
      local err, failed = future:error()
      local value, second = future:result()
      return {tostring(none), has, received:message(), err:kind(), failed, tostring(value), second:message()}`;
    expect(await run(body)).toEqual(['nil', false, 'm', 'Invalid', true, 'nil', 'm']);
  });

  it('has the error of a target that is not there', async () => {
    const body = 'local f, err = funcs.async("app:none"); f:channel():receive(); return f:error():kind()';
    expect(await run(body)).toBe('NotFound');
  });

  it('refuses malformed and forbidden targets at once', async () => {
    const body = 'local f, err = funcs.async(...); return {tostring(f), err:message()}';
    expect(await run(body, { args: ['echo'] })).toEqual(['nil', 'namespace required in function ID']);
    expect(await run(body, { args: ['app:echo'], ...allowing() })).toEqual(['nil', 'not allowed: app:echo']);
  });

  it('can be canceled, before the call has begun and while it runs', async () => {
    const body = `
      local early, late = funcs.async("app:wait"), funcs.async("app:wait")
      local ok = early:cancel()
      funcs.call("app:nothing")
      late:cancel()
      local _, err = late:result()
      local received = early:channel():receive()
      return {ok, early:is_canceled(), early:is_complete(), late:is_canceled(), err:kind(), received:kind()}`;
    expect(await run(body)).toEqual([true, true, true, true, 'Canceled', 'Canceled']);
    // The instances end in a later turn of their host.
    await expect.poll(() => harness.functions.pool('app:wait')?.statistics().active).toBe(0);
  });

  it('takes part in a select', async () => {
    const body = `
      local slow, quick = funcs.async("app:wait"), funcs.async("app:echo", "quick")
      local r = channel.select{slow:channel():case_receive(), quick:channel():case_receive()}
      slow:cancel()
      return {r.channel == quick:channel(), r.value:data()[1]}`;
    expect(await run(body)).toEqual([true, 'quick']);
  });
});

describe('the funcs module', () => {
  it('declares types that parse', () => {
    expect(() => parse(funcsModule.types, { chunkName: 'funcs' })).not.toThrow();
  });
});
