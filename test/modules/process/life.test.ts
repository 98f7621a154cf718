import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from '../../../src/lua/syntax/index.ts';
import { processModule } from '../../../src/modules/process/index.ts';
import type { LuaHarness } from '../../support/lua-harness.ts';
import { actorHarness, allowing, evaluate } from '../actor-modules.ts';

let harness: LuaHarness;
const run: (body: string, options?: Parameters<typeof evaluate>[2]) => Promise<unknown> = (body, options) =>
  evaluate(harness, body, options);

beforeEach(() => {
  harness = actorHarness();
  harness
    .define('app:echo', 'return function(...) return {...} end')
    .define('app:fail', 'return function(why) return nil, why end')
    .define('app:raise', 'return function() error({code = 7}) end')
    .define('app:wait', 'return function() local m = process.inbox():receive(); return m:payload():data() end')
    .define('app:loop', 'return function() while true do end end');
});
afterEach(async () => {
  await harness.close();
  expect(harness.defects).toEqual([]);
});

describe('process.spawn', () => {
  it('starts a process with arguments and returns its PID', async () => {
    harness.define('app:child', 'return function(to, value) process.send(to, "t", process.pid(), value) end');
    const body = `
      local pid = process.spawn("app:child", "app:processes", process.pid(), {1, 2})
      local got = process.listen("t"):receive()
      return {got[1] == pid, #got[2], pid:match("^{app:processes|0x%x+}$") ~= nil}`;
    expect(await run(body)).toEqual([true, 2, true]);
  });

  it.each([
    ['spawn("app:echo")', 'Invalid', 'spawn requires at least id and host arguments'],
    ['spawn_linked()', 'Invalid', 'spawn_linked requires at least id and host arguments'],
    ['spawn("", "app:processes")', 'Invalid', 'process ID required'],
    ['spawn("echo", "app:processes")', 'Invalid', 'invalid process ID format (namespace:name required)'],
    ['spawn("app:echo", "")', 'Invalid', 'host ID required'],
    ['spawn("app:echo", "app:nowhere")', 'NotFound', 'host not found'],
    ['spawn("app:none", "app:processes")', 'NotFound', 'factory not found'],
    ['exec("app:echo")', 'Invalid', 'exec requires id and host arguments'],
    ['exec("app:none", "app:processes")', 'NotFound', 'factory not found'],
  ])('fails in process.%s', async (call, kind, message) => {
    const body = `local pid, err = process.${call}; return {tostring(pid), err:kind(), err:message()}`;
    expect(await run(body)).toEqual(['nil', kind, expect.stringContaining(message)]);
  });

  it.each([
    ['spawn', ['process.spawn', 'process.host'], ''],
    ['spawn', ['process.host'], 'not allowed to spawn process: app:echo'],
    ['spawn', ['process.spawn'], 'not allowed to spawn on host: app:processes'],
    ['spawn_monitored', ['process.spawn', 'process.host'], 'not allowed to spawn monitored process: app:echo'],
    ['spawn_linked', ['process.spawn', 'process.host'], 'not allowed to spawn linked process: app:echo'],
    ['exec', ['process.host'], 'not allowed to exec process: app:echo'],
  ])('checks permissions in %s with %j', async (name, allowed, message) => {
    const body = `local _, err = process.${name}("app:echo", "app:processes"); return err and err:message() or ""`;
    expect(await run(body, allowing(...allowed))).toBe(message);
  });
});

describe('process.exec', () => {
  it('returns what the process returned', async () => {
    expect(await run('return process.exec("app:echo", "app:processes", "a", 2)')).toEqual(['a', 2]);
  });

  it('returns the error of the process', async () => {
    const body =
      'local v, err = process.exec("app:fail", "app:processes", "broken"); return {tostring(v), err:kind(), err:message()}';
    expect(await run(body)).toEqual(['nil', 'Internal', 'broken']);
  });

  it('keeps kind, details and retryability of a returned error', async () => {
    harness.define(
      'app:kinds',
      'return function() return nil, errors.new({message = "m", kind = errors.CONFLICT, retryable = true, details = {id = 5}}) end',
    );
    const body = `
      local _, err = process.exec("app:kinds", "app:processes")
      return {err:message(), err:kind(), err:retryable(), err:details().id}`;
    expect(await run(body)).toEqual(['m', 'Conflict', true, 5]);
  });
});

describe('monitors', () => {
  it('tell the result of a process', async () => {
    const body = `
      local pid = process.spawn_monitored("app:echo", "app:processes", "x")
      local event = process.events():receive()
      return {
        event.kind == process.event.EXIT, event.from == pid, event.result.value[1], tostring(event.result.error),
        math.type(event.at),
      }`;
    expect(await run(body)).toEqual([true, true, 'x', 'nil', 'integer']);
  });

  it('tell the error of a process', async () => {
    const body = `
      process.spawn_monitored("app:fail", "app:processes", errors.new({message = "bad", kind = errors.INVALID}))
      local event = process.events():receive()
      return {tostring(event.result.value), event.result.error:kind(), event.result.error:message()}`;
    expect(await run(body)).toEqual(['nil', 'Invalid', 'bad']);
  });

  it('can be made and ended later', async () => {
    const body = `
      local pid = process.spawn("app:wait", "app:processes")
      local made, ended, again = process.monitor(pid), process.unmonitor(pid), process.monitor(pid)
      local _, twice = process.monitor(pid)
      process.send(pid, "go", "done")
      return {made, ended, again, twice:message(), process.events():receive().result.value}`;
    expect(await run(body)).toEqual([true, true, true, 'already monitoring pid', 'done']);
  });

  it('cannot be made of a process that has ended', async () => {
    const body = `
      local pid = process.spawn_monitored("app:echo", "app:processes")
      process.events():receive()
      local _, err = process.monitor(pid)
      return {err:kind(), err:message()}`;
    expect(await run(body)).toEqual(['NotFound', 'pid not registered']);
  });

  it('gives every watcher a copy of its own', async () => {
    harness.define(
      'app:watcher',
      `
      return function(pid, to)
        process.monitor(pid)
        process.send(to, "watching", true)
        local value = process.events():receive().result.value
        value[1] = value[1] .. "!"
        process.send(to, "seen", value[1])
      end`,
    );
    const body = `
      local pid = process.spawn("app:wait", "app:processes")
      local watching, seen = process.listen("watching"), process.listen("seen")
      for i = 1, 2 do process.spawn("app:watcher", "app:processes", pid, process.pid()); watching:receive() end
      process.send(pid, "go", {"value"})
      return {seen:receive(), (seen:receive())}`;
    expect(await run(body)).toEqual(['value!', 'value!']);
  });
});

describe('links', () => {
  it('end a process with the one it is linked to', async () => {
    harness.define(
      'app:linked',
      'return function() process.spawn_linked("app:raise", "app:processes"); process.inbox():receive() end',
    );
    const body = 'local _, err = process.exec("app:linked", "app:processes"); return err:message()';
    expect(await run(body)).toMatch(/^linked process failed/);
  });

  it('are told as LINK_DOWN to a process that traps them', async () => {
    const body = `
      local before = process.get_options().trap_links
      local ok, err = process.set_options({trap_links = true})
      local pid = process.spawn_linked("app:fail", "app:processes", "broken")
      local event = process.events():receive()
      return {
        before, ok, tostring(err), process.get_options().trap_links, event.kind == process.event.LINK_DOWN,
        event.from == pid, event.result.error:message(),
      }`;
    expect(await run(body)).toEqual([false, true, 'nil', true, true, true, 'broken']);
  });

  it('say nothing when a process ends well, and can be undone', async () => {
    const body = `
      process.set_options({trap_links = true})
      local quiet = process.spawn_linked_monitored("app:echo", "app:processes")
      local events = process.events()
      local first = events:receive()
      local pid = process.spawn("app:wait", "app:processes")
      local linked, unlinked = process.link(pid), process.unlink(pid)
      process.monitor(pid)
      process.terminate(pid)
      local second = events:receive()
      return {first.kind, first.from == quiet, linked, unlinked, second.kind, second.result.error:message()}`;
    expect(await run(body)).toEqual(['pid.exit', true, true, true, 'pid.exit', 'process terminated']);
  });
});

describe('process.cancel and process.terminate', () => {
  it('asks a process to end, with a reason', async () => {
    harness.define(
      'app:polite',
      `
      return function()
        local event = process.events():receive()
        return {event.kind == process.event.CANCEL, event.reason, event.from}
      end`,
    );
    const body = `
      local pid = process.spawn_monitored("app:polite", "app:processes")
      local ok = process.cancel(pid, "enough")
      local value = process.events():receive().result.value
      return {ok, value[1], value[2], value[3] == process.pid()}`;
    expect(await run(body)).toEqual([true, true, 'enough', true]);
  });

  it('ends even a process in an endless loop', async () => {
    const body = `
      local pid = process.spawn_monitored("app:loop", "app:processes")
      local ok = process.terminate(pid)
      local err = process.events():receive().result.error
      return {ok, err:kind(), err:message()}`;
    expect(await run(body)).toEqual([true, 'Internal', 'process terminated']);
  });

  it.each(['terminate', 'monitor', 'unmonitor', 'link', 'unlink'])('want a destination in process.%s', async (name) => {
    const body = `local _, err = process.${name}(); return err:message()`;
    expect(await run(body)).toBe(`${name} requires a destination argument`);
  });

  it('fail for an unknown destination', async () => {
    const body = 'local _, err = process.cancel("nobody"); return {err:kind(), err:message()}';
    expect(await run(body)).toEqual(['NotFound', "could not resolve 'nobody' as PID or registered name"]);
  });
});

describe('process.set_options', () => {
  it.each([
    ['5', 'options parameter must be a table'],
    ['{trap_links = 1}', 'trap_links must be a boolean'],
    ['{other = true}', 'option other is not supported'],
  ])('refuses %s', async (options, message) => {
    const body = `local ok, err = process.set_options(${options}); return {ok, err:kind(), err:message()}`;
    expect(await run(body)).toEqual([false, 'Invalid', message]);
  });
});

describe('process.upgrade', () => {
  it('goes on as other code under the same PID', async () => {
    harness.define('app:next', 'return function(state) return {state.count, process.pid(), process.id()} end');
    const body = 'process.upgrade("app:next", {count = 3})';
    const [count, pid, id] = (await run(body)) as unknown[];
    expect([count, id]).toEqual([3, 'app:next']);
    expect(pid).toMatch(/^\{app:processes\|/);
  });

  it('runs the same code afresh where no id is given', async () => {
    harness.define(
      'app:again',
      `
      local runs = 0
      return function(round)
        runs = runs + 1
        if round < 3 then process.upgrade(nil, round + 1) end
        return {round, runs}
      end`,
    );
    expect(await run('return process.exec("app:again", "app:processes", 1)')).toEqual([3, 1]);
  });

  it('hands unread messages on in order, those of other topics and the end of a watched process among them', async () => {
    harness.define(
      'app:reader',
      `
      return function()
        local inbox, got = process.inbox(), {}
        for i = 1, 4 do
          local message = inbox:receive()
          got[i] = message:topic() .. message:payload():data()
        end
        return {got, process.events():receive().kind, process.get_options().trap_links}
      end`,
    );
    harness.define(
      'app:sender',
      `
      return function(to)
        for i, topic in ipairs{"a", "first", "b", "c", "a"} do process.send(to, topic, i) end
        process.send(to, "go", true)
        process.exec("app:echo", "app:processes")
      end`,
    );
    const body = `
      process.set_options({trap_links = true})
      local inbox, a, go, events = process.inbox(), process.listen("a"), process.listen("go"), process.events()
      process.spawn_monitored("app:sender", "app:processes", process.pid())
      go:receive()
      inbox:receive()
      process.upgrade("app:reader")`;
    expect(await run(body)).toEqual([['a1', 'b3', 'c4', 'a5'], 'pid.exit', true]);
  });

  it('fails the process where there is no such code', async () => {
    await expect(run('process.upgrade("app:none")')).rejects.toThrow('upgrade: create failed: factory not found');
  });
});

describe('a spawner', () => {
  it('gives context values, and leaves the spawner it came from as it was', async () => {
    harness.define('app:context', 'return function() return ctx.all() end');
    const body = `
      local first = process.with_context({a = 1})
      local second = first:with_context({b = 2})
      return {first:exec("app:context", "app:processes"), second:exec("app:context", "app:processes")}`;
    expect(await run(body, { values: { own: true } })).toEqual([
      { own: true, a: 1 },
      { own: true, a: 1, b: 2 },
    ]);
  });

  it('starts a named process once and sends its messages to whoever has the name', async () => {
    harness.define(
      'app:collector',
      `
      return function(to)
        local inbox = process.inbox()
        for i = 1, 2 do process.send(to, "got", inbox:receive():payload():data()) end
      end`,
    );
    const body = `
      local got = process.listen("got")
      local spawner = process.with_context({}):with_name("collector")
      local first = spawner:with_message("m", 1):spawn("app:collector", "app:processes", process.pid())
      local second = spawner:with_message("m", 2):spawn("app:collector", "app:processes", process.pid())
      return {first == second, got:receive(), (got:receive())}`;
    expect(await run(body)).toEqual([true, 1, 2]);
  });

  it('spawns monitored and linked processes', async () => {
    const body = `
      process.set_options({trap_links = true})
      local spawner = process.with_options({})
      local a = spawner:spawn_monitored("app:echo", "app:processes")
      local events = process.events()
      local exit = events:receive().kind
      spawner:spawn_linked("app:fail", "app:processes", "x")
      local down = events:receive().kind
      spawner:spawn_linked_monitored("app:echo", "app:processes")
      return {exit, down, events:receive().kind}`;
    expect(await run(body)).toEqual(['pid.exit', 'pid.link.down', 'pid.exit']);
  });

  it.each([
    ['process.with_context({})', ['process.spawn'], 'not allowed to spawn processes with custom context'],
    ['process.with_options({})', ['process.spawn'], 'not allowed to spawn processes with custom options'],
    ['process.with_options({network = "app:n"})', ['process.context'], 'not allowed: network app:n'],
    [
      'process.with_context({}):with_actor(1)',
      ['process.context'],
      'not allowed to spawn processes with custom security context',
    ],
    [
      'process.with_context({}):with_scope(1)',
      ['process.context'],
      'not allowed to spawn processes with custom security context',
    ],
  ])('raises in %s with %j', async (call, allowed, message) => {
    await expect(run(`return ${call}`, allowing(...allowed))).rejects.toThrow(message);
  });

  it.each([
    [':with_actor(nil)', 'actor cannot be nil'],
    [':with_actor(channel.new())', 'Actor expected'],
    [':with_scope({})', 'Scope expected'],
    [':with_name("")', 'name cannot be empty'],
    [':with_message("@x")', 'cannot send to @ topics'],
  ])('checks the argument of %s', async (call, message) => {
    await expect(run(`return process.with_context({})${call}`)).rejects.toThrow(message);
  });
});

describe('the end of a process', () => {
  it('drops the coroutines that still run', async () => {
    const body = 'coroutine.spawn(function() while true do end end); return "done"';
    expect(await run(body)).toBe('done');
  });

  it('is a failure where any coroutine fails', async () => {
    const body = 'coroutine.spawn(function() error("inside") end); process.inbox():receive()';
    await expect(run(body)).rejects.toThrow('inside');
  });

  it('says which method an entry lacks', async () => {
    harness.define('app:table', 'return {other = function() end}');
    const body = 'local _, err = process.exec("app:table", "app:processes"); return {err:kind(), err:message()}';
    expect(await run(body)).toEqual(['NotFound', 'method "main" not found in module']);
  });
});

describe('the process module', () => {
  it('knows its own entry and PID', async () => {
    expect(await run('return {process.id(), process.pid():sub(1, 1)}')).toEqual(['app:main', '{']);
  });

  it('has the constants of events', async () => {
    const body = 'local e = process.event; return {e.EXIT, e.LINK_DOWN, e.CANCEL, e.OUTDATED}';
    expect(await run(body)).toEqual(['pid.exit', 'pid.link.down', 'pid.cancel', 'pid.outdated']);
  });

  it('declares types that parse', () => {
    expect(() => parse(processModule.types, { chunkName: 'process' })).not.toThrow();
  });
});
