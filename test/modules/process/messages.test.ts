import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LuaHarness } from '../../support/lua-harness.ts';
import { actorHarness, allowing, evaluate } from '../actor-modules.ts';

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

describe('process.send', () => {
  it('reaches the inbox as a message with topic, sender and payload', async () => {
    const body = `
      local me = process.pid()
      process.send(me, "greeting", {text = "hello", list = {1, 2}})
      local message = process.inbox():receive()
      local data = message:payload():data()
      return {message:topic(), message:from() == me, data.text, #data.list, tostring(message), message:payload():get_format()}`;
    expect(await run(body)).toEqual(['greeting', true, 'hello', 2, 'process.Message{topic=greeting}', 'lua/any']);
  });

  it('hands over copies', async () => {
    const body = `
      local value = {n = 1}
      process.send(process.pid(), "t", value)
      value.n = 2
      return process.listen("t"):receive().n`;
    await expect(run(body)).resolves.toBe(1);
  });

  it('gives nil for what does not travel', async () => {
    const body = `
      process.send(process.pid(), "t", {f = print, ch = channel.new(), err = errors.new("kept")})
      local value = process.listen("t"):receive()
      return {tostring(value.f), tostring(value.ch), value.err:message()}`;
    expect(await run(body)).toEqual(['nil', 'nil', 'kept']);
  });

  it('keeps the order of one sender', async () => {
    harness.define('app:sender', 'return function(to) for i = 1, 500 do process.send(to, "n", i) end end');
    const body = `
      process.spawn("app:sender", "app:processes", process.pid())
      local ch, ordered = process.listen("n"), true
      for i = 1, 500 do ordered = ordered and ch:receive() == i end
      return ordered`;
    expect(await run(body)).toBe(true);
  });

  it('keeps messages until somebody listens', async () => {
    harness.define('app:nothing', 'return function() end');
    const body = `
      local me = process.pid()
      for i = 1, 3 do process.send(me, "a", i); process.send(me, "b", -i) end
      -- The messages arrive while the process waits.
      funcs.call("app:nothing")
      local a = process.listen("a")
      local inbox = process.inbox()
      return {a:receive(), (a:receive()), inbox:receive():payload():data()}`;
    expect(await run(body)).toEqual([1, 2, -1]);
  });

  it('gives several values as a list', async () => {
    const body = `
      process.send(process.pid(), "t", 1, "two", true)
      process.send(process.pid(), "u", 1, 2)
      process.send(process.pid(), "t")
      local t = process.listen("t")
      local values, none = t:receive(), t:receive()
      local payloads = process.inbox():receive():payload()
      return {#values, values[2], tostring(none), #payloads, payloads[2]:data()}`;
    expect(await run(body)).toEqual([3, 'two', 'nil', 2, 2]);
  });

  it('goes to a registered name', async () => {
    const body = `
      process.registry.register("me")
      process.send("me", "t", "by name")
      return (process.listen("t"):receive())`;
    expect(await run(body)).toBe('by name');
  });

  it.each([
    ['process.send("x")', 'Invalid', 'send requires at least destination and topic arguments'],
    ['process.send(process.pid(), "@events")', 'Invalid', 'cannot send to @ topics'],
    ['process.send("nobody", "t")', 'NotFound', "could not resolve 'nobody' as PID or registered name"],
    ['process.send("{app:processes|0xfffff}", "t")', 'NotFound', 'process not found'],
    ['process.send("{app:processes}", "t")', 'Invalid', 'invalid pid format: missing pipe'],
  ])('fails in %s', async (call, kind, message) => {
    const body = `local ok, err = ${call}; return {tostring(ok), err:kind(), err:message()}`;
    expect(await run(body)).toEqual(['nil', kind, expect.stringContaining(message)]);
  });

  it('raises for arguments of a wrong type', async () => {
    await expect(run('process.send({}, "t")')).rejects.toThrow(
      "bad argument #1 to 'send' (string expected, got table)",
    );
  });

  it('needs the permission', async () => {
    const body = 'local _, err = process.send(process.pid(), "t"); return {err:kind(), err:message()}';
    const [kind, message] = (await run(body, allowing())) as string[];
    expect(kind).toBe('PermissionDenied');
    expect(message).toMatch(/^not allowed to send: /);
  });
});

describe('process.listen', () => {
  it('gives values, or messages on demand', async () => {
    const body = `
      local me = process.pid()
      local values, messages = process.listen("v"), process.listen("m", {message = true})
      process.send(me, "v", 1)
      process.send(me, "m", 2)
      local message = messages:receive()
      return {(values:receive()), message:topic(), message:payload():data()}`;
    expect(await run(body)).toEqual([1, 'm', 2]);
  });

  it('gives the same channel for the same topic', async () => {
    expect(await run('return process.listen("t") == process.listen("t")')).toBe(true);
  });

  it('leaves the other topics to the inbox', async () => {
    const body = `
      local me = process.pid()
      local inbox, t = process.inbox(), process.listen("t")
      process.send(me, "other", 1)
      process.send(me, "t", 2)
      return {inbox:receive():topic(), (t:receive())}`;
    expect(await run(body)).toEqual(['other', 2]);
  });

  it('ends with unlisten: the channel is closed and later messages go to the inbox', async () => {
    const body = `
      local ch = process.listen("t")
      local ended, again = process.unlisten(ch), process.unlisten(ch)
      local _, open = ch:receive()
      process.send(process.pid(), "t", 1)
      return {ended, again, open, process.inbox():receive():topic()}`;
    expect(await run(body)).toEqual([true, false, false, 't']);
  });

  it.each([
    ['""', 'topic cannot be empty'],
    ['"@inbox"', 'cannot listen to @ topics'],
  ])('refuses the topic %s', async (topic, message) => {
    expect(await run(`local _, err = process.listen(${topic}); return {err:kind(), err:message()}`)).toEqual([
      'Invalid',
      message,
    ]);
  });
});

describe('the global subscribe', () => {
  it('gives the messages of a topic to a channel of the program, without losing any', async () => {
    const body = `
      local ch = channel.new(1)
      subscribe("t", ch)
      for i = 1, 5 do process.send(process.pid(), "t", i) end
      local sum = 0
      for i = 1, 5 do sum = sum + ch:receive() end
      local ended = unsubscribe(ch)
      local _, open = ch:receive()
      return {sum, ended, open}`;
    expect(await run(body)).toEqual([15, true, false]);
  });

  it('refuses a second channel for a topic', async () => {
    const body = `
      subscribe("t", channel.new())
      local _, err = subscribe("t", channel.new())
      return {err:kind(), err:message()}`;
    expect(await run(body)).toEqual(['AlreadyExists', 'topic already subscribed: t']);
  });
});

describe('process.registry', () => {
  it('registers, finds and forgets names', async () => {
    const body = `
      local registry = process.registry
      local registered = registry.register("worker")
      local again = registry.register("worker", process.pid(), registry.LOCAL)
      local found = registry.lookup("worker") == process.pid()
      local removed, twice = registry.unregister("worker"), registry.unregister("worker")
      local _, err = registry.lookup("worker")
      return {registered, again, found, removed, twice, err:kind(), err:message()}`;
    expect(await run(body)).toEqual([true, true, true, true, false, 'NotFound', 'name not registered']);
  });

  it('frees the names of a process that has ended', async () => {
    harness.define('app:named', 'return function() process.registry.register("short") end');
    const body = `
      process.exec("app:named", "app:processes")
      local _, err = process.registry.lookup("short")
      return err:kind()`;
    expect(await run(body)).toBe('NotFound');
  });

  it('refuses a name that another process has', async () => {
    harness.define('app:named', 'return function() process.registry.register("taken"); process.inbox():receive() end');
    const body = `
      local ready = process.spawn("app:named", "app:processes")
      local pid
      repeat pid = process.registry.lookup("taken"); coroutine.spawn(function() end) until pid or not funcs.call("app:nothing")
      local _, err = process.registry.register("taken")
      return {pid == ready, err:kind()}`;
    harness.define('app:nothing', 'return function() return true end');
    expect(await run(body)).toEqual([true, 'AlreadyExists']);
  });

  it.each([
    ['register("n", 5)', 'pid must be a string'],
    ['register("n", "nonsense")', 'invalid pid'],
    ['register("n", nil, "LOCAL")', 'scope must be a number'],
  ])('refuses %s', async (call, message) => {
    const body = `local _, err = process.registry.${call}; return {err:kind(), err:message()}`;
    expect(await run(body)).toEqual(['Invalid', expect.stringContaining(message)]);
  });
});
