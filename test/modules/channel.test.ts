import { describe, expect, it } from 'vitest';
import { parse } from '../../src/lua/syntax/index.ts';
import { channelModule } from '../../src/modules/channel.ts';
import { lua } from './actor-modules.ts';

describe('an unbuffered channel', () => {
  it('hands each value from a sender to a receiver, in order', async () => {
    const body = `
      local ch = channel.new()
      coroutine.spawn(function() for i = 1, 100 do ch:send(i) end; ch:close() end)
      local got = {}
      while true do
        local value, ok = ch:receive()
        if not ok then break end
        got[#got + 1] = value
      end
      return {#got, got[1], got[100]}`;
    expect(await lua(body)).toEqual([100, 1, 100]);
  });

  it('makes the sender wait for a receiver', async () => {
    const body = `
      local ch, log = channel.new(), {}
      coroutine.spawn(function() log[#log + 1] = "sending"; ch:send("x"); log[#log + 1] = "sent" end)
      local pause = channel.new(1)
      coroutine.spawn(function() pause:send(true) end)
      pause:receive()
      log[#log + 1] = ch:receive()
      coroutine.spawn(function() pause:send(true) end)
      pause:receive()
      return log`;
    expect(await lua(body)).toEqual(['sending', 'x', 'sent']);
  });

  it('takes nil as a value', async () => {
    const body = `
      local ch = channel.new()
      coroutine.spawn(function() ch:send(nil) end)
      local value, ok = ch:receive()
      return {tostring(value), ok}`;
    expect(await lua(body)).toEqual(['nil', true]);
  });
});

describe('a buffered channel', () => {
  it('takes as many values as it has room for without a receiver', async () => {
    const body = `
      local ch = channel.new(2)
      local first, second = ch:send("a"), ch:send("b")
      local full = channel.select{ch:case_send("c"), default = true}
      return {first, second, full.default, ch:receive(), ch:receive()}`;
    expect(await lua(body)).toEqual([true, true, true, 'a', 'b', true]);
  });

  it('keeps the order of values in the buffer and of senders that wait', async () => {
    const body = `
      local ch = channel.new(1)
      for i = 1, 5 do coroutine.spawn(function() ch:send(i) end) end
      local sum = ""
      for i = 1, 5 do sum = sum .. ch:receive() end
      return sum`;
    expect(await lua(body)).toBe('12345');
  });

  it('can be emptied after it was closed', async () => {
    const body = `
      local ch = channel.new(3)
      ch:send(1) ch:send(2) ch:close()
      local a, b = ch:receive(), ch:receive()
      local c, ok = ch:receive()
      return {a, b, tostring(c), ok}`;
    expect(await lua(body)).toEqual([1, 2, 'nil', false]);
  });
});

describe('closing a channel', () => {
  it('gives waiting receivers nil, false', async () => {
    const body = `
      local ch, done = channel.new(), channel.new(2)
      for i = 1, 2 do
        coroutine.spawn(function() local v, ok = ch:receive(); done:send(tostring(v) .. tostring(ok)) end)
      end
      local tick = channel.new(1)
      coroutine.spawn(function() tick:send(1) end)
      tick:receive()
      ch:close()
      return {done:receive(), (done:receive())}`;
    expect((await lua(body)) as unknown[]).toContain('nilfalse');
  });

  it('raises an error in senders that wait', async () => {
    const body = `
      local ch, result = channel.new(), channel.new(1)
      coroutine.spawn(function()
        local ok, err = pcall(ch.send, ch, 1)
        result:send({ok, tostring(err)})
      end)
      local tick = channel.new(1)
      coroutine.spawn(function() tick:send(1) end)
      tick:receive()
      ch:close()
      return (result:receive())`;
    expect(await lua(body)).toEqual([false, 'send on closed channel']);
  });

  it('raises the error inside the coroutine that sends', async () => {
    const body = `
      local ch = channel.new()
      local sender = coroutine.wrap(function() return pcall(ch.send, ch, 1) end)
      coroutine.spawn(function() ch:close() end)
      local ok, err = sender()
      return {ok, tostring(err)}`;
    expect(await lua(body)).toEqual([false, 'send on closed channel']);
  });

  it('raises the error inside coroutines that resume each other', async () => {
    const body = `
      local ch = channel.new()
      local inner = coroutine.create(function()
        local ok, err = pcall(function() ch:send(1) end)
        coroutine.yield(tostring(err))
        ch:send(2)
      end)
      local outer = coroutine.create(function()
        local _, message = coroutine.resume(inner)
        return message, coroutine.resume(inner)
      end)
      coroutine.spawn(function() ch:close() end)
      local _, first, ok, second = coroutine.resume(outer)
      return {first, ok, second}`;
    expect(await lua(body)).toEqual([
      'app:main:5: send on closed channel',
      false,
      'app:main:7: send on closed channel',
    ]);
  });

  it('makes sending an error with a position', async () => {
    const body = 'local ch = channel.new(1); ch:close(); ch:send(1)';
    await expect(lua(body)).rejects.toThrow('app:main:2: send on closed channel');
  });

  it('may be done twice', async () => {
    expect(await lua('local ch = channel.new(); ch:close(); ch:close(); return true')).toBe(true);
  });
});

describe('channel.select', () => {
  it('takes the first case that is ready', async () => {
    const body = `
      local a, b = channel.new(1), channel.new(1)
      b:send("from b")
      local r = channel.select{a:case_receive(), b:case_receive()}
      return {r.channel == b, r.value, r.ok}`;
    expect(await lua(body)).toEqual([true, 'from b', true]);
  });

  it('waits for the first case that becomes ready, and only one counts', async () => {
    const body = `
      local a, b = channel.new(), channel.new()
      coroutine.spawn(function() b:send(2) end)
      coroutine.spawn(function() a:send(1) end)
      local first = channel.select{a:case_receive(), b:case_receive()}
      local second = channel.select{a:case_receive(), b:case_receive()}
      return {first.value, second.value}`;
    expect(await lua(body)).toEqual([2, 1]);
  });

  it('sends', async () => {
    const body = `
      local a, b, got = channel.new(), channel.new(), channel.new(1)
      coroutine.spawn(function() got:send((b:receive())) end)
      local r = channel.select{a:case_send("no"), b:case_send("yes")}
      return {r.channel == b, r.value, r.ok, got:receive()}`;
    expect(await lua(body)).toEqual([true, 'yes', true, 'yes', true]);
  });

  it('says that nothing is ready where it has a default', async () => {
    const body = `
      local r = channel.select{channel.new():case_receive(), default = true}
      return {r.default, r.ok, tostring(r.channel)}`;
    expect(await lua(body)).toEqual([true, true, 'nil']);
  });

  it('gives ok = false for a closed channel', async () => {
    const body = `
      local ch, other = channel.new(), channel.new()
      coroutine.spawn(function() ch:close() end)
      local r = channel.select{other:case_receive(), ch:case_receive()}
      return {r.channel == ch, tostring(r.value), r.ok}`;
    expect(await lua(body)).toEqual([true, 'nil', false]);
  });

  it('leaves nothing behind at channels that stay quiet', async () => {
    const body = `
      local quiet, busy = channel.new(), channel.new()
      coroutine.spawn(function() for i = 1, 1000 do busy:send(i) end end)
      local sum = 0
      for i = 1, 1000 do sum = sum + channel.select{quiet:case_receive(), busy:case_receive()}.value end
      local nobody = channel.select{quiet:case_send("x"), default = true}
      return {sum, nobody.default}`;
    expect(await lua(body)).toEqual([500500, true]);
  });

  it.each(['{1}', '{"x"}', '{channel.new()}'])('refuses %s', async (cases) => {
    await expect(lua(`channel.select${cases}`)).rejects.toThrow('invalid case in select');
  });
});

describe('a channel as a value', () => {
  it('has a text', async () => {
    const body = 'local ch = channel.new(3); ch:send(1); return tostring(ch)';
    expect(await lua(body)).toBe('channel{size=1, capacity=3, closed=false}');
  });

  it('shows nothing of the host', async () => {
    const body = `
      local ch = channel.new()
      local names = {}
      for _, name in ipairs{"data", "waker", "buffer", "constructor", "__proto__", "trySend", "$t"} do
        names[#names + 1] = tostring(ch[name])
      end
      return {table.concat(names, " "), tostring(getmetatable(ch)), pcall(function() ch.closed = true end)}`;
    const [fields, metatable, written] = (await lua(body)) as unknown[];
    expect(fields).toBe('nil nil nil nil nil nil nil');
    expect(metatable).toBe('false');
    expect(written).toBe(false);
  });

  it.each(['channel.new().send({}, 1)', 'channel.new().receive(1)', 'channel.new().close()'])(
    'is checked in %s',
    async (call) => {
      await expect(lua(`return ${call}`)).rejects.toThrow(/bad argument #1 to '\w+' \(channel expected, got/);
    },
  );
});

describe('coroutines that wait for each other', () => {
  it('are reported as a deadlock with their number', async () => {
    const body = 'local ch = channel.new(); coroutine.spawn(function() ch:receive() end); ch:receive()';
    await expect(lua(body)).rejects.toThrow('deadlock: all coroutines blocked with no pending operations (threads=2)');
  });

  it('let other processes run while they keep each other busy', async () => {
    const body = `
      local ch, stop = channel.new(), false
      coroutine.spawn(function() while not stop do ch:send(1) end; ch:close() end)
      local inbox = process.inbox()
      local other = process.pid()
      coroutine.spawn(function() inbox:receive(); stop = true end)
      local echo = funcs.async("app:echo", other)
      local count = 0
      while true do
        local _, ok = ch:receive()
        if not ok then break end
        count = count + 1
      end
      return count > 0`;
    const { actorHarness, evaluate } = await import('./actor-modules.ts');
    const harness = actorHarness();
    harness.define('app:echo', 'return function(pid) process.send(pid, "stop", true) end');
    expect(await evaluate(harness, body)).toBe(true);
    await harness.close();
  });
});

describe('values in channels', () => {
  const cases = [0, 1, 2, 7].flatMap((size) =>
    [1, 3].flatMap((senders) => [1, 4].map((receivers) => [size, senders, receivers])),
  );

  it.each(cases)(
    'arrive once, and in the order of their sender at a single receiver: size %i, %i senders, %i receivers',
    async (...args) => {
      const body = `
      local size, senders, receivers = ...
      local ch, done, count = channel.new(size), channel.new(), 50
      for s = 1, senders do
        coroutine.spawn(function()
          for i = 1, count do
            if i % 3 == 0 then channel.select{ch:case_send({s, i})} else ch:send({s, i}) end
          end
          done:send(true)
        end)
      end
      local got, finished = {}, channel.new(receivers)
      for r = 1, receivers do
        coroutine.spawn(function()
          while true do
            local value, ok = ch:receive()
            if not ok then break end
            got[#got + 1] = value
          end
          finished:send(true)
        end)
      end
      for s = 1, senders do done:receive() end
      ch:close()
      for r = 1, receivers do finished:receive() end
      local last, seen = {}, {}
      for _, value in ipairs(got) do
        local s, i = value[1], value[2]
        if receivers == 1 and i ~= (last[s] or 0) + 1 then return "wrong order" end
        if seen[s * count + i] then return "twice" end
        last[s], seen[s * count + i] = i, true
      end
      return #got`;
      expect(await lua(body, { args })).toBe((args[1] as number) * 50);
    },
  );
});

describe('the channel module', () => {
  it('declares types that parse', () => {
    expect(() => parse(channelModule.types, { chunkName: 'channel' })).not.toThrow();
  });
});
