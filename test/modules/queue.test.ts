import { afterEach, describe, expect, it } from 'vitest';
import { parse } from '../../src/lua/syntax/index.ts';
import { queueModule } from '../../src/modules/queue.ts';
import { entry, luaEntry, RunningApplication } from '../support/application.ts';

let application: RunningApplication | null = null;

afterEach(async () => {
  await application?.close();
  application = null;
});

const service = { lifecycle: { auto_start: true } };

/** An application with a queue, whose consumer runs `handler`, and a function `app:main` that runs `body`. */
async function start(handler: string, body: string, consumer: object = {}, queue: object = {}): Promise<unknown> {
  application = await RunningApplication.start([
    entry('app:driver', 'queue.driver.memory', service),
    entry('app:tasks', 'queue.queue', { driver: 'app:driver', ...queue }),
    entry('app:dead', 'queue.queue', { driver: 'driver' }),
    entry('app:consumer', 'queue.consumer', { queue: 'app:tasks', func: 'app:handler', ...service, ...consumer }),
    entry('app:done', 'store.memory', service),
    luaEntry(
      'app:handler',
      'function.lua',
      `local queue, store = require("queue"), require("store")
      local function put(key, value) store.get("app:done"):set(key, value) end
      return {main = function(body) ${handler} end}`,
      { modules: ['queue', 'store', 'time', 'funcs'] },
    ),
    luaEntry(
      'app:main',
      'function.lua',
      `local queue, store, time = require("queue"), require("store"), require("time")
      local function failed(value, err) return {tostring(value), err:kind(), err:message(), err:retryable()} end
      local function await(key)
        local done = store.get("app:done")
        while not done:has(key) do time.sleep("1ms") end
        return done:get(key)
      end
      return {main = function() ${body} end}`,
      { modules: ['queue', 'store', 'time'] },
    ),
  ]);
  return application.call('app:main');
}

describe('module queue', () => {
  it('has types in the syntax of the dialect', () => {
    expect(parse(queueModule.types).problems).toEqual([]);
  });

  it('hands the body and the headers of a message to the function of the consumer', async () => {
    expect(
      await start(
        `local m = queue.message()
         local headers = m:headers()
         put("result", {body = body, id = #m:id(), priority = math.type(m:header("priority")), headers = headers,
           none = m:header("none") == nil, stamp = math.type(headers.timestamp), text = tostring(m):sub(1, 17)})`,
        `local sent = {list = {1, 2.5}, text = "\\xff"}
         local ok, err = queue.publish("app:tasks", sent, {priority = 9, ["amqp.x"] = "y", ratio = 0.5, flag = true})
         sent.text = "changed"
         local result = await("result")
         result.headers.timestamp = nil
         result.same = result.body.text == "\\xff"
         result.body = result.body.list
         return {ok, err == nil, result}`,
      ),
    ).toEqual([
      true,
      true,
      {
        body: [1, 2.5],
        same: true,
        id: 36,
        priority: 'integer',
        none: true,
        stamp: 'integer',
        text: 'queue.Message{id=',
        headers: { priority: 9, 'amqp.x': 'y', ratio: 0.5, flag: true },
      },
    ]);
  });

  it('takes any value that can leave its process', async () => {
    expect(
      await start(
        'put(queue.message():header("n"), body == nil and "nil" or body)',
        `for n, value in ipairs({"text", 7, 1.5, true}) do queue.publish("app:tasks", value, {n = tostring(n)}) end
         queue.publish("app:tasks", nil, {n = "5"})
         return {await("1"), await("2"), await("3"), await("4"), await("5")}`,
      ),
    ).toEqual(['text', 7, 1.5, true, 'nil']);
  });

  it('settles a message once', async () => {
    expect(
      await start(
        `local m = queue.message()
         local function told(value, err) return err and {err:kind(), err:message()} or value end
         put("result", {told(m:ack()), told(m:ack()), told(m:nack())})
         error("too late")`,
        'queue.publish("app:tasks", 1) return {await("result"), queue.info("app:tasks").message_count}',
      ),
    ).toEqual([
      [true, ['Invalid', 'queue.Message already settled'], ['Invalid', 'queue.Message already settled']],
      expect.any(Number),
    ]);
  });

  it('delivers again what failed or was refused, and at last to the dead letters', async () => {
    expect(
      await start(
        `local done = store.get("app:done")
         local n = (done:get("tries") or 0) + 1
         put("tries", n)
         if n == 1 then error("first") elseif n == 2 then return nil, "second" elseif n == 3 then return false end
         queue.message():nack()`,
        `queue.publish("app:tasks", "x")
         while queue.info("app:dead").ready == 0 do time.sleep("5ms") end
         return {store.get("app:done"):get("tries"), queue.info("app:dead"), queue.info("app:tasks").message_count}`,
        {},
        { dead_letter: { queue: 'dead', max_attempts: 4 } },
      ),
    ).toEqual([4, { message_count: 1, ready: 1, in_flight: 0, consumer_count: 0 }, 0]);
  });

  it('works on several messages at once', async () => {
    expect(
      await start(
        `put(body, true)
         local other = body == "a" and "b" or "a"
         while not store.get("app:done"):has(other) do require("time").sleep("1ms") end
         put("met " .. body, true)`,
        'queue.publish("app:tasks", "a") queue.publish("app:tasks", "b") return {await("met a"), await("met b")}',
        { concurrency: 2 },
      ),
    ).toEqual([true, true]);
  });

  it('forgets the message when its handler has ended', async () => {
    expect(
      await start(
        `local m = queue.message()
         coroutine.spawn(function()
           require("time").sleep("1ms")
           local _, err = m:id()
           put("result", {err:kind(), err:message(), tostring(m)})
         end)
         return true`,
        'queue.publish("app:tasks", 1) return await("result")',
      ),
    ).toEqual(['Invalid', 'queue.Message released', 'queue.Message{released}']);
  });

  it.each([
    ['queue.publish()', 'Invalid', 'queue ID required'],
    ['queue.publish("")', 'Invalid', 'queue ID required'],
    ['queue.publish("app:tasks")', 'Invalid', 'message data required'],
    ['queue.publish("app:tasks", {})', 'Invalid', 'message data cannot be empty'],
    ['queue.publish("app:tasks", print)', 'Invalid', 'a function cannot be published'],
    ['queue.publish("app:tasks", 1, {a = {}})', 'Invalid', 'header a: a table cannot be a header'],
    ['queue.publish("app:none", 1)', 'Internal', 'publish failed: queue not found: app:none'],
    ['queue.info()', 'Invalid', 'queue ID required'],
    ['queue.info("")', 'Invalid', 'queue ID required'],
    ['queue.info("app:none")', 'Internal', 'get queue info failed: queue not found: app:none'],
    ['queue.message()', 'Invalid', 'no delivery found in context'],
  ])('fails with nil and an error: %s', async (call, kind, message) => {
    expect(await start('', `return failed(${call})`)).toEqual(['nil', kind, message, false]);
  });
});
