import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '../../src/infrastructure/event-bus/index.ts';
import { parse } from '../../src/lua/syntax/index.ts';
import { eventsModule } from '../../src/modules/events.ts';
import { plainData } from '../../src/services/events/plain-data.ts';
import type { LuaHarness } from '../support/lua-harness.ts';
import { actorHarness, allowing, evaluate } from './actor-modules.ts';

let harness: LuaHarness;
const run: (body: string, options?: Parameters<typeof evaluate>[2]) => Promise<unknown> = (body, options) =>
  evaluate(harness, body, options);

beforeEach(() => {
  harness = actorHarness();
});
afterEach(async () => {
  await harness.close();
  expect(harness.defects).toEqual([]);
});

describe('events', () => {
  it('reach a subscription with all their parts', async () => {
    const body = `
      local sub = events.subscribe("orders.*", "order.created")
      local sent = events.send("orders.eu", "order.deleted", "/orders/1")
      events.send("orders.eu", "order.created", "/orders/2", {total = 5, lines = {1, 2}})
      local event, ok = sub:channel():receive()
      return {sent, event.system, event.kind, event.path, event.data.total, #event.data.lines, ok, tostring(sub)}`;
    expect(await run(body)).toEqual([
      true,
      'orders.eu',
      'order.created',
      '/orders/2',
      5,
      2,
      true,
      'events.Subscription{}',
    ]);
  });

  it('come in order and none is lost while nobody reads', async () => {
    const body = `
      local sub = events.subscribe("s")
      for i = 1, 300 do events.send("s", "k", "/p", i) end
      local ordered = true
      for i = 1, 300 do ordered = ordered and sub:channel():receive().data == i end
      return ordered`;
    expect(await run(body)).toBe(true);
  });

  it('are heard on the bus', async () => {
    const heard: Event[] = [];
    harness.bus.subscribe({ system: 's' }, (event) => {
      heard.push(event);
    });
    await run('events.send("s", "k", "/p", {a = {1, "b"}}); events.send("s", "k", "/q")');
    await harness.bus.idle();
    expect(heard).toEqual([
      { system: 's', kind: 'k', path: '/p', data: { a: [1, 'b'] } },
      { system: 's', kind: 'k', path: '/q' },
    ]);
  });

  it('stop when the subscription is closed, and its channel closes', async () => {
    const body = `
      local sub = events.subscribe("s")
      local closed, again = sub:close(), sub:close()
      local _, open = sub:channel():receive()
      return {closed, again, open}`;
    expect(await run(body)).toEqual([true, true, false]);
    expect(harness.bus.subscriberCount).toBe(0);
  });

  it('stop when the process ends', async () => {
    await run('events.subscribe("a"); events.subscribe("b")');
    expect(harness.bus.subscriberCount).toBe(0);
  });

  it('of components show plain data only', async () => {
    class Secret {
      readonly password = 'p';
    }
    const self: Record<string, unknown> = { name: 'n', secret: new Secret(), call: () => 1 };
    self.self = self;
    const body = `
      local ch = events.subscribe("component"):channel()
      process.registry.register("listening")
      local event = ch:receive()
      local keys = {}
      for key in pairs(event.data) do keys[#keys + 1] = key end
      table.sort(keys)
      return keys`;
    harness.bus.subscribe({ system: 'ready' }, () => undefined);
    const result = run(`coroutine.spawn(function() funcs.call("app:publish") end)\n${body}`);
    harness.define('app:publish', 'return function() end');
    harness.functions.interceptors.register({
      name: 'publish',
      order: 1,
      intercept(call, next, done) {
        harness.bus.publish({ system: 'component', kind: 'k', path: '/p', data: self });
        return next(call, done);
      },
    });
    expect(await result).toEqual(['name', 'self']);
  });

  it.each([
    ['subscribe("")', 'system pattern is required'],
    ['send("", "k", "/p")', 'system is required'],
    ['send("s", "", "/p")', 'kind is required'],
    ['send("s", "k", "")', 'path is required'],
  ])('refuse events.%s', async (call, message) => {
    const body = `local v, err = events.${call}; return {tostring(v), err:kind(), err:message()}`;
    expect(await run(body)).toEqual(['nil', 'Invalid', message]);
  });

  it.each([
    ['subscribe("s")', 'not allowed to subscribe to events from system: s'],
    ['send("s", "k", "/p")', 'not allowed to send events to system: s'],
  ])('need the permission for events.%s', async (call, message) => {
    const body = `local v, err = events.${call}; return {tostring(v), err:kind(), err:message()}`;
    expect(await run(body, allowing())).toEqual(['nil', 'Invalid', message]);
  });

  it('refuse data that contains itself', async () => {
    const body = 'local t = {}; t.t = t; local _, err = events.send("s", "k", "/p", t); return err:kind()';
    expect(await run(body)).toBe('Invalid');
  });
});

describe('plainData', () => {
  it('keeps data and leaves out everything else', () => {
    class Other {}
    const date = new Date(0);
    const value = { a: 1, b: [true, null, new Other()], c: () => 1, d: date, e: new Uint8Array(1) };
    expect(plainData(value)).toEqual({ a: 1, b: [true, null, undefined], d: date, e: new Uint8Array(1) });
  });

  it('comes to an end with data that refers to itself in many ways', () => {
    const list: unknown[] = [];
    for (let index = 0; index < 10; index++) list.push(list);
    expect(Array.isArray(plainData(list))).toBe(true);
  });
});

describe('the events module', () => {
  it('declares types that parse', () => {
    expect(() => parse(eventsModule.types, { chunkName: 'events' })).not.toThrow();
  });
});
